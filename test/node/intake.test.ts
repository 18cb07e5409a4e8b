import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Brought, Fetched } from '../../src/model/feed-document.ts';
import { isFetchedSource } from '../../src/model/source.ts';
import type { Store } from '../../src/model/store.ts';
import { openStore } from '../../src/node/database/open.ts';
import { firstRun } from '../../src/node/fetching/next-run.ts';
import type { Taken } from '../../src/node/fetching/outcome.ts';
import { Intake } from '../../src/node/intake.ts';
import { loadConfig, settingsOf } from '../../src/node/settings.ts';
import { workshopOf } from '../../src/node/workshop.ts';
import { until } from './cli.ts';
import { ownFolder } from './own-folder.ts';

const day = Date.parse('2026-03-01T12:00:00Z');

/** A folder of seeds, what reads it, and what is stored of it. */
function place(
  change: (store: Store) => Store = store => store,
  config = loadConfig(settingsOf({ values: {}, positionals: [] })),
  now = () => day,
) {
  const dir = ownFolder();
  const seeds = join(dir, 'seeds');
  mkdirSync(seeds);
  const { store, close } = openStore(join(dir, 'data'));
  onTestFinished(close);
  const workshop = workshopOf(config);
  const intake = new Intake(seeds, workshop, change(store), now);
  onTestFinished(() => intake.stop());
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(seeds, path)), { recursive: true });
    writeFileSync(join(seeds, path), text);
  };
  const told = async () =>
    (await store.window({ kind: 'all' }, 50, 'show')).map(({ entry }) => [entry.title, entry.content]);
  return { seeds, intake, store, workshop, write, told };
}

const post = (title: string, text: string) =>
  `---\ntitle: '${title}'\nauthor: 新浪财经\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<div><p>${text}</p></div>\n`;

test('a file that vanished leaves its entry to the other file of it, whether a scan or an event tells', async () => {
  for (const tell of [
    ({ intake }: ReturnType<typeof place>) => intake.scan(),
    ({ intake }: ReturnType<typeof place>) => intake.refresh(['sina/long.md']),
    ({ intake }: ReturnType<typeof place>) => intake.refresh(['sina']),
  ]) {
    const here = place();
    here.write('sina/long.md', post('标题', '全文。全文。全文。'));
    here.write('eastmoney/x.md', post('别的', '别的文章。'));
    here.write('sina/other/short.md', post('标题', '全文。'));
    expect(await here.intake.scan()).toMatchObject({ files: 3, read: 3, added: 2 });
    expect(await here.told()).toContainEqual(['标题', '<p>全文。全文。全文。</p>']);
    rmSync(join(here.seeds, 'sina/long.md'));
    expect(await tell(here)).toMatchObject({ vanished: 1, read: 1, changed: 1 });
    expect(await here.told()).toContainEqual(['标题', '<p>全文。</p>']);
    expect(await here.intake.scan()).toMatchObject({ files: 2, read: 0, vanished: 0 });
  }
});

test('a file that vanished while it waited for its time leaves its entry to the other file of it', async () => {
  const { seeds, intake, told, write } = place();
  write('sina/long.md', post('标题', '全文。全文。全文。'));
  write('sina/short.md', post('标题', '全文。'));
  await intake.scan();
  write('sina/long.md', post('标题', '全文。全文。全文。').replace('\n', '\npublishDate: 2026-04-01\n'));
  expect(await intake.scan()).toMatchObject({ waiting: 1, changed: 0 });
  rmSync(join(seeds, 'sina/long.md'));
  expect(await intake.scan()).toMatchObject({ vanished: 1, changed: 1 });
  expect(await told()).toEqual([['标题', '<p>全文。</p>']]);
});

test('an article whose time is over goes at the next look, though nothing of its file changed', async () => {
  let now = day;
  const { intake, told, write, store } = place(undefined, undefined, () => now);
  write('sina/a.md', post('标题', '正文。').replace('\n', '\nexpiryDate: 2026-03-02\n'));
  expect(await intake.scan()).toMatchObject({ read: 1, added: 1 });
  expect(await intake.scan()).toMatchObject({ read: 0 });
  now += 24 * 60 * 60_000;
  expect(await intake.scan()).toMatchObject({ read: 1, retracted: 1 });
  expect(await told()).toEqual([]);
  const [{ entry: id = '' } = {}] = await store.seedsAt(['sina/a.md']);
  expect(await store.holding([{ id, source: 'sina', key: '' }])).toHaveLength(1);
  expect(await intake.scan()).toMatchObject({ read: 0 });
});

test('a file that went and came back as it was is there again, when an event tells', async () => {
  const { seeds, intake, store, write } = place();
  const there = () => {
    write('sina/a.md', post('标题', '正文。'));
    utimesSync(join(seeds, 'sina/a.md'), day / 1000 - 60, day / 1000 - 60);
  };
  const isPresent = async () => (await store.seedsAt(['sina/a.md'])).map(({ present }) => present);
  there();
  await intake.scan();
  rmSync(join(seeds, 'sina/a.md'));
  expect(await intake.refresh(['sina/a.md'])).toMatchObject({ vanished: 1 });
  expect(await isPresent()).toEqual([false]);
  there();
  expect(await intake.refresh(['sina/a.md'])).toMatchObject({ read: 1, vanished: 0 });
  expect(await isPresent()).toEqual([true]);
});

test('files that get another name and another title at once keep their entries, however many are read with them', async () => {
  const { seeds, intake, store, write } = place();
  const numbers = Array.from({ length: 600 }, (_, n) => 100 + n);
  const text = (n: number) => `第 ${n} 篇。`.repeat(20);
  for (const n of numbers) write(`sina/a-${n}.md`, post(`旧题 ${n}`, text(n)));
  await intake.scan();
  for (const n of numbers) {
    rmSync(join(seeds, `sina/a-${n}.md`));
    write(`sina/b-${n}.md`, post(`新题 ${n}`, text(n)));
  }
  expect(await intake.scan()).toMatchObject({ added: 0, changed: 600 });
  expect((await store.scope({ kind: 'all' }))?.count).toBe(600);
});

test('a file that a longer draft of it kept from being an entry is one when the draft goes', async () => {
  const { seeds, intake, write, told } = place();
  write('sina/_drafts/a.md', post('标题', '全文。全文。'));
  write('sina/a.md', post('标题', '全文。'));
  expect(await intake.scan()).toMatchObject({ read: 2, added: 0 });
  rmSync(join(seeds, 'sina/_drafts/a.md'));
  expect(await intake.scan()).toMatchObject({ read: 1, added: 1 });
  expect(await told()).toEqual([['标题', '<p>全文。</p>']]);
});

test('a file that becomes another article leaves its entry to the other file of it', async () => {
  const { intake, write, told } = place();
  write('sina/long.md', post('标题', '全文。全文。全文。'));
  write('sina/short.md', post('标题', '全文。'));
  await intake.scan();
  write('sina/long.md', post('另一个标题', '另一篇文章，很长。').replace('15 Apr', '16 Apr'));
  expect(await intake.scan()).toMatchObject({ added: 1, changed: 1 });
  expect(await told()).toEqual([
    ['另一个标题', '<p>另一篇文章，很长。</p>'],
    ['标题', '<p>全文。</p>'],
  ]);
});

test('a folder that is moved is the same entries at other places', async () => {
  const { seeds, intake, store, write } = place();
  for (const name of ['a', 'b', 'c']) write(`sina/posts/${name}.md`, post(`标题 ${name}`, '正文。'));
  await intake.scan();
  const { revision } = await store.state();
  renameSync(join(seeds, 'sina/posts'), join(seeds, 'sina/moved'));
  expect(await intake.refresh(['sina/moved', 'sina/posts'])).toMatchObject({ vanished: 3, added: 0, changed: 0 });
  expect((await store.state()).revision).toBe(revision);
  expect((await store.seedsAfter('', 50)).map(({ path }) => path)).toEqual(
    ['a', 'b', 'c'].map(name => `sina/moved/${name}.md`),
  );
  expect(await intake.scan()).toMatchObject({ files: 3, read: 0, vanished: 0 });
});

test('what was fetched is no file of the folder, and does not vanish', async () => {
  const { intake, store, write } = place();
  write('sina/a.md', post('标题', '正文。'));
  await intake.scan();
  const [mark] = await store.seedsAt(['sina/a.md']);
  if (mark === undefined) throw new Error('The file was not read.');
  const fetched = Array.from({ length: 3 }, (_, n) => ({ ...mark, path: `feed:sina/${n}` }));
  await store.put({ now: day, seeds: fetched });
  expect(await intake.scan()).toMatchObject({ files: 1, read: 0, vanished: 0 });
});

test('names that are no UTF-8 and look alike are one file that cannot be read, and no news each time', async () => {
  const { intake, seeds, store, write } = place();
  write('sina/good.md', post('Good', 'a'));
  const below = (byte: number, name: string) =>
    Buffer.concat([Buffer.from(`${seeds}/sina/`), Buffer.from([byte]), Buffer.from(name)]);
  for (const byte of [0xfe, 0xff]) writeFileSync(below(byte, '.md'), post('Bad', 'b'));
  mkdirSync(below(0xfe, ''));
  writeFileSync(below(0xfe, '/inside.md'), post('Inside', 'c'));
  expect(await intake.scan()).toMatchObject({ files: 3, read: 3, added: 1 });
  expect(await intake.scan()).toMatchObject({ files: 3, read: 0 });
  expect((await store.problems()).map(({ path, reason }) => [path, reason])).toEqual([
    ['sina/\ufffd', 'a name that is not UTF-8'],
    ['sina/\ufffd.md', 'a name that is not UTF-8'],
  ]);
});

test('a link to a file of the folder is read; one that leads nowhere but to itself cannot be', async () => {
  const { intake, seeds, store, write, told } = place();
  write('eastmoney/kept.txt', post('标题', '正文。'));
  mkdirSync(join(seeds, 'sina'));
  symlinkSync('../eastmoney/kept.txt', join(seeds, 'sina/link.md'));
  symlinkSync('round.md', join(seeds, 'sina/round.md'));
  await intake.scan();
  expect(await told()).toHaveLength(2);
  const [link] = await store.seedsAt(['sina/link.md']);
  expect(link?.size).toBe(Buffer.byteLength(post('标题', '正文。')));
  expect(await store.problems()).toMatchObject([{ path: 'sina/round.md', reason: 'cannot be read (ELOOP)' }]);
  expect(await intake.scan()).toMatchObject({ read: 0 });
});

test('what an event told of is looked at again until it is stored: the event comes only once', async () => {
  let failures = 2;
  const { intake, write, told } = place(store => ({
    ...store,
    put: change => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : store.put(change)),
  }));
  write('sina/a.md', post('标题', '正文。'));
  await expect(intake.refresh(['sina/a.md'])).rejects.toThrow('the disk is full');
  await until(async () => ((await told()).length > 0 ? true : undefined));
  expect(failures).toBe(-1);
});

test('an event about what a scan passes over is passed over too', async () => {
  const { intake, write } = place();
  const passed = [
    'sina/.git/a.md',
    'sina/a.md~',
    'sina/.a.md',
    'sina/kept.bak/a.md',
    'sina/_index.md',
    'sina/_index.zh-cn.md',
  ];
  for (const path of [...passed, 'sina/b.md']) write(path, post(path, '正文。'));
  expect(await intake.refresh([...passed, 'sina/b.md/c.md'])).toMatchObject({ files: 0, read: 0 });
  expect(await intake.refresh(['sina'])).toMatchObject({ files: 1, read: 1 });
});

test('a scan of who stays leaves a file that grows until it is whole; one of who does not reads it as it is', async () => {
  const whole = post('写得很慢', '全文。'.repeat(100));
  const here = place();
  const grow = (length: number) => {
    here.write('sina/slow.md', whole.slice(0, length));
    utimesSync(join(here.seeds, 'sina/slow.md'), day / 1000, day / 1000);
  };
  grow(150);
  here.write('sina/no-end-of-line.md', post('别的', '没有换行。').trimEnd());
  let length = 150;
  const writing = setInterval(() => grow(++length), 5);
  const tally = await here.intake.scan(undefined, { stays: true });
  clearInterval(writing);
  expect(tally).toMatchObject({ files: 1, read: 1, added: 1 });
  expect(await here.told()).toEqual([['别的', '<p>没有换行。</p>']]);
  grow(whole.length);
  const slow = ['写得很慢', `<p>${'全文。'.repeat(100)}</p>`];
  await until(async () => (await here.told()).find(told => told[1] === slow[1]));

  const leaving = place();
  const growToo = () => {
    leaving.write('sina/slow.md', whole.slice(0, ++length));
    utimesSync(join(leaving.seeds, 'sina/slow.md'), day / 1000, day / 1000);
  };
  growToo();
  const leftWriting = setInterval(growToo, 5);
  const left = await leaving.intake.scan();
  clearInterval(leftWriting);
  expect(left).toMatchObject({ files: 1, read: 1, added: 1 });
});

const whole = post('标题', '正文。');

test.each([
  ['is whole', whole, 0, 1],
  ['has no end of line', whole.trimEnd(), 0, 0],
  ['has no end of line since a while', whole.trimEnd(), 5, 1],
  ['has no end of line and a date of tomorrow', whole.trimEnd(), -86_400, 1],
  ['has no end of its front matter', '---\ntitle: T\n', 0, 0],
  ['is empty', '', 0, 0],
  ['is empty since a while', '', 5, 1],
])('an event about a file that %s', async (_name, text, age, read) => {
  const { seeds, intake, write } = place();
  write('sina/a.md', text);
  utimesSync(join(seeds, 'sina/a.md'), day / 1000 - age, day / 1000 - age);
  expect(await intake.refresh(['sina/a.md'])).toMatchObject({ files: read, read });
});

describe('what is fetched', () => {
  const sources = `
files: { title: Files }
a: { kind: feed, title: A, url: https://a.example/feed }
b: { kind: feed, title: B, url: https://b.example/feed }
p: { kind: page, title: P, url: https://p.example/, page: { item: li, content: .text } }
`;
  const fetchedPlace = () => {
    const read = readConfig({ site: 'title: T\n', sources });
    if (read.kind !== 'ok') throw new Error('It is configured rightly.');
    const here = place(undefined, read.config);
    const sourceOf = (id: string) => {
      const source = read.config.sources.filter(isFetchedSource).find(each => each.id === id);
      if (source === undefined) throw new Error(`There is no ${id}.`);
      return source;
    };
    const runOf = (id: string, taken?: Taken, rules = 'r') => {
      const run = firstRun(id, sourceOf(id).url, day);
      return taken?.kind === 'refused' ? { ...run, rules, failures: 1 } : { ...run, rules };
    };
    const take = (id: string, brought: Brought, rules?: string) =>
      here.intake.take(sourceOf(id), brought, taken => runOf(id, taken, rules));
    const problems = async () => (await here.store.problems()).map(({ path }) => path);
    return { ...here, sourceOf, runOf, take, problems };
  };
  const fetched = (url: string, text: string): Fetched => {
    return { bytes: new TextEncoder().encode(text), url, contentType: undefined };
  };
  const feed = (...items: readonly string[]): Brought => {
    const text = `<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`;
    return { document: fetched('https://a.example/feed', text), pages: [] };
  };
  const good = '<item><guid>good</guid><title>Good</title><description>Text.</description></item>';
  const empty = '<item><guid>empty</guid></item>';

  test('is a problem no more when its source tells it no more, or rightly; those of others and of files stay', async () => {
    const { intake, store, write, take, problems } = fetchedPlace();
    write('files/bad.md', '');
    await intake.scan();
    await take('a', feed(good, empty));
    await take('a', feed(good, empty));
    await take('b', feed(empty));
    expect(await problems()).toEqual(['feed:a/empty', 'feed:b/empty', 'files/bad.md']);
    expect(await take('a', feed(good))).toMatchObject({ kind: 'taken', news: 0 });
    expect(await problems()).toEqual(['feed:b/empty', 'files/bad.md']);
    const mended = '<item><guid>empty</guid><title>Mended</title><description>Text.</description></item>';
    expect(await take('b', feed(mended))).toMatchObject({ news: 1 });
    expect(await problems()).toEqual(['files/bad.md']);
    expect(await store.seedsAt(['feed:b/empty'])).toMatchObject([{ present: true }]);
  });

  test('and is no document leaves all as it was but for the run', async () => {
    const { store, take, problems, told } = fetchedPlace();
    await take('a', feed(good, empty));
    const before = await told();
    const refused = await take('a', { document: fetched('https://a.example/feed', 'Sorry!'), pages: [] });
    expect(refused).toEqual({ kind: 'refused', reason: expect.stringMatching(/^a\.example: .*\. .*\.$/) });
    expect(await store.runs()).toMatchObject([{ source: 'a', failures: 1 }]);
    expect(await problems()).toEqual(['feed:a/empty']);
    expect(await told()).toEqual(before);
  });

  test('keeps no file waiting while it is read', async () => {
    const { intake, write, take } = fetchedPlace();
    const done: string[] = [];
    const pictures = `<![CDATA[${'<img src="a">'.repeat(80)}]]>`;
    const items = Array.from(
      { length: 1000 },
      (_, at) => `<item><title>${at}</title><description>${pictures}</description></item>`,
    );
    const taking = take('a', feed(...items)).then(() => done.push('document'));
    write('files/a.md', '---\ntitle: A\ndate: 2026-01-01\n---\nText.\n');
    await intake.scan().then(() => done.push('file'));
    await taking;
    expect(done).toEqual(['file', 'document']);
  });

  test('of a page that lists articles is each once, also what is none, until it is read by other rules', async () => {
    const { intake, store, workshop, take, sourceOf, runOf, problems } = fetchedPlace();
    const source = sourceOf('p');
    if (source.kind !== 'page') throw new Error('It is a page.');
    const links = ['https://p.example/1', 'https://p.example/2'];
    const list = fetched(
      source.url,
      `<ul>${links.map(link => `<li><a href="${link}">${link}</a></li>`).join('')}</ul>`,
    );
    expect(await intake.wanted(source, list)).toEqual(links);
    const texts = ['<p class="text">A text.</p>', '<p>Nothing.</p>'];
    const pages = links.map((listed, at) => ({
      listed,
      fetched: fetched(listed, `<meta property="article:published_time" content="2026-02-01T00:00:00Z">${texts[at]}`),
    }));
    expect(await take('p', { document: list, pages }, workshop.rules(source))).toMatchObject({ news: 1 });
    await take('p', { document: list, pages: [] }, workshop.rules(source));
    expect(await problems()).toEqual([`feed:p/${links[1]}`]);
    expect(await intake.wanted(source, list)).toEqual([]);
    await store.put({ now: day, runs: [runOf('p', undefined, 'other rules')] });
    expect(await intake.wanted(source, list)).toEqual(links.slice(1));
  });
});

test('many files at which a pattern comes to no end hold nobody who ends', async () => {
  const read = readConfig({ site: 'title: T\n', sources: "blog: { title: B, head: ['^(?:a+)+b'] }" });
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.mistakes));
  const { intake, write } = place(undefined, read.config);
  // What is read first, and stored while the others are read.
  for (let at = 0; at < 250; at++) write(`blog/a${at}.md`, post(`${at}`, '正文。'));
  for (let at = 0; at < 200; at++) write(`blog/b${at}.md`, post(`${at}`, '').replace('<div>', 'a'.repeat(99)));
  const stopped = Promise.withResolvers<void>();
  const scan = intake.scan(() => stopped.resolve(intake.stop()));
  await stopped.promise;
  expect(await scan).toMatchObject({ files: 450, read: 250 });
});
