import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { undated } from '../../src/model/entry.ts';
import { seedRecords } from '../fixtures/records.ts';
import { appOn } from './app.ts';

const token = 'a token of thirty-two characters';
const baseUrl = 'https://edge.example';
const url = `${baseUrl}/api/entries`;
let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeEach(async () => {
  platform = await openPlatform();
  app = appOn(platform, { baseUrl, now: Date.now, token });
});
afterEach(() => platform.close());

const push = (body: unknown, authorization = `Bearer ${token}`, query = '') =>
  app.request(url + query, {
    method: 'POST',
    headers: { authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const batch = { epoch: 'e1', revision: 3, entries: seedRecords, retracted: [] };

describe('entries that are pushed', () => {
  test('are read no further than ten times as far as a request may be long', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: controller => {
        sent += 100_000;
        if (sent > 50_000_000) controller.close();
        else controller.enqueue(new Uint8Array(100_000));
      },
    });
    const request = new Request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
      ...{ duplex: 'half' },
    });
    expect((await app.request(request)).status).toBe(413);
    expect(sent).toBeLessThan(25_000_000);
  });

  test('and break off are no failure of ours', async () => {
    const body = new ReadableStream({ pull: controller => controller.error(new Error('aborted')) });
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.request(new Request(url, { method: 'POST', headers, body, ...{ duplex: 'half' } }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('ended before its body did');
  });

  test('are served, with the cursor kept', async () => {
    const response = await push(batch);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ revision: 1, added: 5, changed: 0 });
    const feed = (await (await app.request('https://edge.example/feed.json')).json()) as { items: unknown[] };
    expect(feed.items).toHaveLength(5);
    const cursor = await app.request(`${url}?epoch=e1`, { headers: { authorization: `Bearer ${token}` } });
    expect(await cursor.json()).toEqual({ epoch: 'e1', revision: 3 });
  });

  test('are stored, and answered with an error that says nothing, where the platform that is told of them fails', async () => {
    const reported: string[] = [];
    app = appOn(platform, {
      baseUrl,
      now: Date.now,
      token,
      received: () => {
        throw new Error('a secret');
      },
      report: (message, cause) => void reported.push(`${message} ${cause}`),
    });
    const response = await push(batch);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ status: 500, error: 'Something went wrong here; it is in the log.' });
    expect(reported).toEqual(['POST /api/entries failed. Error: a secret']);
    expect((await app.request(`${baseUrl}/feed.json`)).status).toBe(200);
  });

  test.each([{}, { authorization: 'Bearer wrong' }, { authorization: token }])(
    'tell nobody without the token how far they got: %j',
    async (headers: Record<string, string>) => {
      const cursor = await app.request(`${url}?epoch=e1`, { headers });
      expect(cursor.status).toBe(401);
      expect(cursor.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  test('may have everything that a feed can say', async () => {
    const [first] = seedRecords;
    const entry = {
      ...first?.entry,
      id: 'URN:uuid:1225c695',
      enclosures: [
        { url: 'https://a.example/1.mp3', type: 'audio/mpeg', length: 1, title: '一', duration: 31_536_000 },
        { url: 'https://a.example/2.mp3' },
      ],
      image: { url: 'https://a.example/1.jpg', type: 'image/jpeg' },
      content: '<p>a\tb\n😀</p>',
      language: 'zh-Hant-TW',
    };
    expect((await push({ ...batch, entries: [{ ...first, entry }] })).status).toBe(200);
    const stored = await platform.store.entry(first?.entry.source ?? '', first?.entry.key ?? '');
    expect(stored?.entry).toEqual(entry);
  });

  test('may have come from articles without a date', async () => {
    const entries = seedRecords.map(record => ({ ...record, written: undated }));
    expect(await (await push({ ...batch, entries })).json()).toMatchObject({ added: 5 });
    expect((await platform.store.changes({ kind: 'all' }, 0, 1))[0]?.written).toBe(undated);
  });

  test('twice change nothing the second time', async () => {
    await push(batch);
    const tag = (await app.request('https://edge.example/rss.xml')).headers.get('etag');
    expect(await (await push(batch)).json()).toMatchObject({ revision: 1, added: 0, changed: 0 });
    expect((await app.request('https://edge.example/rss.xml')).headers.get('etag')).toBe(tag);
  });

  test('with another date of change alone are changed: what was undone at the sender may have left a story meanwhile', async () => {
    await push(batch);
    const [first, second] = seedRecords;
    if (first === undefined || second === undefined) throw new Error('no records');
    const undone = {
      ...second,
      entry: { ...second.entry, updated: second.entry.updated + 1000 },
      story: { id: first.entry.id, place: 2 },
    };
    const stored = () => platform.store.entry(undone.entry.source, undone.entry.key);
    // What is read from files is told apart by its fingerprint: two servers that read one folder see a change each a moment apart.
    expect((await platform.store.put({ now: 0, entries: [undone] })).changed).toBe(0);
    const pushed = { ...batch, revision: 4, entries: [undone] };
    expect(await (await push(pushed)).json()).toMatchObject({ revision: 2, changed: 1 });
    expect(await stored()).toMatchObject({ entry: undone.entry, story: undone.story });
    expect(await (await push(pushed)).json()).toMatchObject({ revision: 2, changed: 0, scopes: [] });
  });

  test('and taken back at the sender are taken back here, and given back', async () => {
    const id = seedRecords[0]?.entry.id ?? '';
    const count = async () =>
      ((await (await app.request('https://edge.example/feed.json')).json()) as { items: unknown[] }).items.length;
    await push(batch);
    await push({ ...batch, revision: 4, entries: seedRecords.slice(0, 1), retracted: [{ id, at: 1_650_000_000_000 }] });
    expect(await (await app.request('https://edge.example/atom.xml')).text()).toContain('when="2022-04-15T05:20:00Z"');
    expect(await count()).toBe(4);
    await push({ ...batch, revision: 5, entries: seedRecords.slice(0, 1) });
    expect(await count()).toBe(5);
  });
});

describe('a batch that was held back on its way', () => {
  const [first] = seedRecords;
  const entry = { ...first?.entry, title: '更正后的标题' };
  const corrected = { ...batch, revision: 4, entries: [{ ...first, entry, fingerprint: 'corrected' }] };
  const late = { ...batch, entries: [first] };
  const titles = async () => {
    const { items } = (await (await app.request('https://edge.example/feed.json')).json()) as {
      items: { title: string }[];
    };
    return items.map(({ title }) => title);
  };

  test('does not undo what came after it, and says so', async () => {
    expect((await push(late, undefined, '?from=0')).status).toBe(200);
    expect((await push(corrected, undefined, '?from=3')).status).toBe(200);
    const answer = await push(late, undefined, '?from=0');
    expect(answer.status).toBe(412);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('up to 4 has come already') });
    expect(await titles()).toEqual(['更正后的标题']);
  });

  test('is no matter of another sender', async () => {
    await push(corrected, undefined, '?from=3');
    expect((await push({ ...batch, epoch: 'e2' }, undefined, '?from=0')).status).toBe(200);
  });

  test('by a sender that does not say where it goes on from is taken as it comes', async () => {
    await push(corrected);
    expect((await push(late)).status).toBe(200);
    expect(await titles()).toEqual([first?.entry.title]);
  });

  test.each(['-1', 'x', '1e3', ''])('from=%s is none', async from => {
    expect((await push(batch, undefined, `?from=${from}`)).status).toBe(400);
  });
});

describe('a push is refused', () => {
  const [first] = seedRecords;
  const bad = (change: object) => ({ ...batch, entries: [first, { ...first, entry: { ...first?.entry, ...change } }] });

  test.each([
    ['a wrong token', batch, 'Bearer wrong', 401, /bearer token/],
    ['no token', batch, '', 401, /bearer token/],
    ['no JSON', 'nonsense', undefined, 400, /not JSON/],
    ['more than fits', 'x'.repeat(1_900_001), undefined, 413, /at most 1900000 bytes/],
    [
      'more entries than have room',
      { ...batch, entries: Array(10_001).fill(0) },
      undefined,
      422,
      /at most 10000 entries/,
    ],
    ['more authors than an article', bad({ authors: Array(51).fill(0) }), undefined, 422, /at most 50 people/],
    ['no epoch', { ...batch, epoch: '' }, undefined, 422, /epoch/],
    [
      'an entry without a title, named by its index',
      bad({ title: '' }),
      undefined,
      422,
      /Entry 1 of the batch \(entries\.1\.entry\.title\)/,
    ],
    ['a link that could run', bad({ link: 'javascript:alert(1)' }), undefined, 422, /entries\.1\.entry\.link/],
    ['a link that is none', bad({ link: 'https://' }), undefined, 422, /link\): an absolute http\(s\) URL/],
    [
      'a picture nowhere',
      bad({ image: { url: 'http://[' } }),
      undefined,
      422,
      /image\.url\): an absolute http\(s\) URL/,
    ],
    ['a title without a character', bad({ title: '\u3000 ' }), undefined, 422, /title\): a text that is not blank/],
    ['a key that is a path', bad({ key: '../x' }), undefined, 422, /entries\.1\.entry\.key/],
    ['a key that leads up', bad({ key: '..' }), undefined, 422, /entries\.1\.entry\.key/],
    [
      'a field of a newer version',
      bad({ extra: 1, title: '' }),
      undefined,
      400,
      /extra is not as this .* another version/,
    ],
    ['a field of a newer version about it', { ...batch, extra: 1 }, undefined, 400, /^extra is not/],
    ['a field that an older version does not send', bad({ authors: undefined }), undefined, 400, /authors is not/],
    [
      'a title longer than any we make',
      bad({ title: '长'.repeat(301) }),
      undefined,
      422,
      /title\): a text of at most 300/,
    ],
    ['a title of two lines', bad({ title: 'a\nb' }), undefined, 422, /title\): one line/],
    [
      'a name longer than any',
      bad({ authors: ['x'.repeat(101)] }),
      undefined,
      422,
      /authors\.0\): a text of at most 100/,
    ],
    ['an address longer than any', bad({ link: `https://a.example/${'x'.repeat(2048)}` }), undefined, 422, /2048/],
    [
      'more categories than any',
      bad({ categories: Array.from({ length: 31 }, (_, n) => ({ term: `${n}`, label: `${n}` })) }),
      undefined,
      422,
      /at most 30 categories/,
    ],
    [
      'no enclosures, said as a list',
      bad({ enclosures: [] }),
      undefined,
      422,
      /enclosures\): a list that is not empty/,
    ],
    [
      'an enclosure that comes twice',
      bad({ enclosures: [{ url: 'https://a.example/1' }, { url: 'https://a.example/1' }] }),
      undefined,
      422,
      /enclosures\): a list with each URL once/,
    ],
    ['an enclosure of no address', bad({ enclosures: [{ url: 'http://[' }] }), undefined, 422, /enclosures\.0\.url/],
    [
      'an enclosure of no type',
      bad({ enclosures: [{ url: 'https://a.example/1', type: 'audio"><x' }] }),
      undefined,
      422,
      /enclosures\.0\.type\): a media type/,
    ],
    [
      'an enclosure that lasts for ever',
      bad({ enclosures: [{ url: 'https://a.example/1', duration: 1e15 }] }),
      undefined,
      422,
      /at most a year/,
    ],
    ['a content larger than any', bad({ content: '汇'.repeat(340_000) }), undefined, 422, /at most 1000000 bytes/],
    [
      'a retraction without a date',
      { ...batch, retracted: [{ id: first?.entry.id }] },
      undefined,
      400,
      /retracted\.0\.at/,
    ],
    [
      'an address that another entry has',
      bad({ id: 'urn:another', source: first?.entry.source, key: first?.entry.key }),
      undefined,
      409,
      /both come as/,
    ],
  ])('%s', async (_name, body, authorization, status, says) => {
    const response = await push(body, authorization);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: string };
    expect(error).toMatch(says);
    expect(await platform.store.state()).toMatchObject({ revision: 0 });
  });

  test.each([
    [{ title: 'a\u0001b' }, /title\): a text without control characters/],
    [{ title: 'a\uFFFEb' }, /title\): a text without control characters/],
    [{ content: '<p>\u000B</p>' }, /content\): a text without control characters/],
    [{ link: 'javascript:alert("https://a")' }, /link\): an absolute http/],
    [{ id: 'no iri' }, /id\): an absolute IRI/],
    [{ id: '/urn:a' }, /id\): an absolute IRI/],
    [{ id: 'urn:a b' }, /id\): an absolute IRI/],
    [{ id: 'urn:é' }, /id\): an absolute IRI/],
    [{ source: 'Sina' }, /source\): the id of a source/],
    [{ source: '-sina' }, /source\): the id of a source/],
    [{ source: 'sina/x' }, /source\): the id of a source/],
    [{ language: 'z' }, /language\): a language tag/],
    [{ language: 'zh-CN"' }, /language\): a language tag/],
    [{ language: '"zh' }, /language\): a language tag/],
  ])('for an entry with %j', async (change, says) => {
    const response = await push(bad(change));
    expect(response.status).toBe(422);
    expect((await response.json()) as { error: string }).toMatchObject({ error: expect.stringMatching(says) });
  });

  test.each([
    [{ epoch: 'e-1' }, /epoch: the epoch of a store/],
    [{ epoch: '-e1' }, /epoch: the epoch of a store/],
    [{ retracted: [{ id: 'a\nb', at: 1 }] }, /retracted\.0\.id: one line/],
  ])('with %j', async (change, says) => {
    const response = await push({ ...batch, ...change });
    expect(response.status).toBe(422);
    expect((await response.json()) as { error: string }).toMatchObject({ error: expect.stringMatching(says) });
  });

  test.each([
    ['no token', undefined, 404, 'Bearer undefined'],
    ['an empty token', '', 404, 'Bearer '],
    ['a token that is a line end', '\n', 404, 'Bearer \n'],
    ['a token with a line end', 'secret\r\n', 422, 'Bearer secret'],
  ])('where %s is configured: %3$i', async (_name, configured, status, authorization) => {
    const closed = appOn(platform, { baseUrl, token: configured });
    const body = JSON.stringify({ ...batch, epoch: '' });
    expect((await closed.request(url, { method: 'POST', headers: { authorization }, body })).status).toBe(status);
  });
});

describe('a store that fails', () => {
  test('is told of with 503 and when to come again; nothing is lost', async () => {
    const told: unknown[] = [];
    const failing = appOn(platform, {
      store: { ...platform.store, put: () => Promise.reject(new Error('the disk is full')) },
      baseUrl,
      token,
      report: (_message, cause) => told.push(cause),
    });
    const request = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(batch) };
    const response = await failing.request(url, request);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('the disk is full') });
    expect(told).toHaveLength(1);
  });

  test('is told of once, however often the batch is sent, and once when it stores again', async () => {
    const told: string[] = [];
    let isFull = true;
    const failing = appOn(platform, {
      store: {
        ...platform.store,
        put: change => (isFull ? Promise.reject(new Error('the disk is full')) : platform.store.put(change)),
      },
      baseUrl,
      token,
      report: message => told.push(message),
    });
    const request = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(batch) };
    for (const full of [true, true, true, false, false, true, false]) {
      isFull = full;
      expect((await failing.request(url, request)).status).toBe(full ? 503 : 200);
    }
    expect(told).toEqual([
      'A batch of pushed entries was not stored.',
      'What is pushed is stored again. It failed 3 times.',
      'A batch of pushed entries was not stored.',
      'What is pushed is stored again. It failed once.',
    ]);
  });
});
