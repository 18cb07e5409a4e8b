import { describe, expect, test } from 'vitest';
import type { Brought } from '../../../src/model/feed-document.ts';
import type { Run } from '../../../src/model/run.ts';
import { digest } from '../../../src/node/digest.ts';
import type { Answer, Failed } from '../../../src/node/fetching/answer.ts';
import { firstRun } from '../../../src/node/fetching/next-run.ts';
import type { Taken } from '../../../src/node/fetching/outcome.ts';
import { type PolledSource, Polling, type PollingNeeds } from '../../../src/node/fetching/polling.ts';
import { until } from '../cli.ts';
import { feedSource, pageSource } from './sources.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const pace = { every: undefined, skipHours: [], skipDays: [] };
const failed: Failed = { kind: 'failed', reason: 'It failed.', retryAfter: undefined, isOurs: false, isPassing: true };

function document(url: string, text = `the document of ${url}`): Extract<Answer, { kind: 'news' }> {
  const fetched = { bytes: new TextEncoder().encode(text), url, contentType: undefined };
  const said = { etag: '"1"', lastModified: undefined, movedTo: undefined, freshFor: undefined };
  return { kind: 'news', fetched, isOutside: true, ...said };
}

const unchanged = {
  kind: 'unchanged',
  etag: '"1"',
  lastModified: undefined,
  movedTo: undefined,
  freshFor: undefined,
} as const;

type Asked = Parameters<PollingNeeds['fetch']>[0] & { readonly at: number };

/** All that polling needs, in memory; time passes when somebody sleeps, or is moved. */
function world(sources: readonly PolledSource[], needs: Partial<PollingNeeds> = {}) {
  const stored = new Map<string, Run>();
  const asked: Asked[] = [];
  const taken: Brought[] = [];
  const notes: (readonly Run[])[] = [];
  const failures: string[] = [];
  const time = { now: start };
  const all: PollingNeeds = {
    sources,
    concurrent: 8,
    fetch: async ({ url }) => document(url),
    digest,
    rulesOf: () => 'r1',
    runs: async () => [...stored.values()],
    wanted: async () => [],
    take: async (source, brought, runOf) => {
      const result: Taken = { kind: 'taken', news: 1, pace, dates: [] };
      taken.push(brought);
      stored.set(source.id, runOf(result));
      return result;
    },
    note: async runs => {
      notes.push(runs);
      for (const run of runs) stored.set(run.source, run);
    },
    failed: message => failures.push(message),
    clock: {
      now: () => time.now,
      sleep: async milliseconds => {
        time.now += milliseconds;
      },
    },
    random: () => 0,
    ...needs,
  };
  const polling = new Polling({
    ...all,
    fetch: request => {
      asked.push({ ...request, at: time.now });
      return all.fetch(request);
    },
  });
  /** Moves the time, and lets what is due be asked. */
  const pass = (milliseconds: number) => {
    time.now += milliseconds;
    return polling.runDue(time.now);
  };
  return { polling, stored, asked, taken, notes, failures, time, pass, needs: all };
}

/** A run that is due now. */
function runOf(source: PolledSource, changes: Partial<Run> = {}): Run {
  return { ...firstRun(source.id, source.url, start - hour), rules: 'r1', etag: '"1"', next: start, ...changes };
}

const [a, b, c] = [feedSource('a'), feedSource('b'), feedSource('c')];

describe('a source', () => {
  test('that was never asked is asked at once, and again when it is due', async () => {
    const { asked, pass, stored } = world([a]);
    await pass(0);
    await pass(59 * minute);
    expect(asked.map(({ url }) => url)).toEqual([a.url]);
    expect(stored.get('a')).toMatchObject({ asked: start, answered: start, etag: '"1"', next: start + hour });
    await pass(minute);
    expect(asked).toHaveLength(2);
  });

  test('is asked by what is remembered of it, and an answer that nothing changed is noted', async () => {
    const { asked, stored, taken, pass } = world([a], { fetch: async () => unchanged });
    stored.set('a', runOf(a, { url: 'https://moved.example/', lastModified: 'then' }));
    await pass(0);
    expect(asked[0]).toMatchObject({
      url: 'https://moved.example/',
      etag: '"1"',
      lastModified: 'then',
      expects: 'feed',
    });
    expect(taken).toHaveLength(0);
    expect(stored.get('a')).toMatchObject({ answered: start, next: start + hour });
  });

  test('whose document is the same again has it not read again', async () => {
    const { asked, taken, pass } = world([a]);
    await pass(0);
    await pass(hour);
    await pass(hour);
    expect([asked.length, taken.length]).toEqual([3, 1]);
  });

  test('whose rules changed has it read again soon, whole and though it is the same', async () => {
    const [rules, waiting] = [{ now: 'r1' }, { next: start + 10 * hour, asked: start }];
    const { asked, taken, stored, pass } = world([a], { rulesOf: () => rules.now });
    await pass(0);
    stored.set('a', { ...runOf(a), ...stored.get('a'), ...waiting });
    rules.now = 'r2';
    await pass(14 * minute);
    expect(asked).toHaveLength(1);
    await pass(minute);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.etag).toBe(undefined);
    expect(taken).toHaveLength(2);
    expect(stored.get('a')?.rules).toBe('r2');
  });

  test('whose address was changed is another: nothing that is remembered counts', async () => {
    const { asked, stored, pass } = world([a]);
    stored.set('a', runOf(a, { configured: 'https://old.example/', url: 'https://old.example/', next: undefined }));
    await pass(0);
    expect(asked[0]).toMatchObject({ url: a.url });
    expect(asked[0]?.etag).toBe(undefined);
    expect(stored.get('a')).toMatchObject({ configured: a.url, url: a.url });
  });

  test('that was asked by a clock that was years ahead is asked now, and from then on as any other', async () => {
    const { asked, pass, stored } = world([a]);
    const ahead = start + 50 * 365 * 24 * hour;
    stored.set('a', runOf(a, { asked: ahead, answered: ahead, news: ahead, next: ahead + hour }));
    await pass(0);
    expect(asked.map(({ url, at }) => [url, at])).toEqual([[a.url, start]]);
    expect(stored.get('a')).toMatchObject({ asked: start, next: start + hour });
    await pass(59 * minute);
    expect(asked).toHaveLength(1);
  });

  test('that was asked by a clock that was a little ahead waits for its time', async () => {
    const { asked, pass, stored } = world([a]);
    stored.set('a', runOf(a, { asked: start + minute, next: start + hour }));
    await pass(0);
    expect(asked).toEqual([]);
  });

  test('that is not configured is left alone, and so is what is remembered of it', async () => {
    const { asked, stored, pass } = world([a]);
    const other = runOf(feedSource('other'));
    stored.set('other', other);
    await pass(0);
    expect(asked.map(({ url }) => url)).toEqual([a.url]);
    expect(stored.get('other')).toBe(other);
  });

  test('that is gone is asked no more, but by hand', async () => {
    const answers: Answer[] = [{ kind: 'gone', reason: 'It is gone.' }];
    const { asked, stored, pass, polling, time } = world([a], {
      fetch: async ({ url }) => answers.pop() ?? document(url),
    });
    await pass(0);
    await pass(1000 * hour);
    expect(asked).toHaveLength(1);
    expect(stored.get('a')).toMatchObject({ next: undefined, failing: { reason: 'It is gone.' } });
    expect(await polling.run('a', time.now)).toMatchObject({ failing: undefined, answered: time.now });
    expect(stored.get('a')?.next).toBe(time.now + hour);
  });

  test('whose document cannot be read keeps how it was asked before, and says why', async () => {
    const { stored, pass } = world([a], {
      take: async (source, _, runOf) => {
        const refused = { kind: 'refused', reason: 'It is no feed.' } as const;
        stored.set(source.id, runOf(refused));
        return refused;
      },
    });
    stored.set('a', runOf(a, { digest: 'old' }));
    await pass(0);
    expect(stored.get('a')).toMatchObject({
      etag: '"1"',
      digest: 'old',
      failing: { since: start, reason: 'It is no feed.' },
    });
  });

  test('that another process asked meanwhile is not asked again', async () => {
    const { asked, stored, pass } = world([a]);
    await pass(0);
    stored.set('a', runOf(a, { asked: start + hour - minute, next: start + 2 * hour }));
    await pass(hour);
    expect(asked).toHaveLength(1);
    await pass(hour);
    expect(asked).toHaveLength(2);
  });
});

describe('what cannot be stored', () => {
  test('is asked for again as if it had not come, later, and others are not held up', async () => {
    const { asked, stored, failures, pass } = world([a, b], {
      take: async (source, _, runOf) => {
        if (source.id === 'a') throw new Error('The disk is full.');
        const result: Taken = { kind: 'taken', news: 1, pace, dates: [] };
        stored.set(source.id, runOf(result));
        return result;
      },
    });
    stored.set('a', runOf(a, { etag: '"0"', digest: 'd0' }));
    await pass(0);
    await until(() => stored.get('a')?.failing);
    expect(stored.get('a')).toMatchObject({ etag: '"0"', digest: 'd0', failures: 1, next: start + 15 * minute });
    expect(stored.get('b')).toMatchObject({ answered: start });
    expect(failures[0]).toMatch(/^What came of a could not be taken in/);
    await pass(15 * minute);
    expect(asked.filter(({ url }) => url === a.url).map(({ etag }) => etag)).toEqual(['"0"', '"0"']);
  });

  test('is remembered until it can be, without asking again', async () => {
    let isFull = true;
    const { asked, stored, failures, pass } = world([a], {
      fetch: async () => unchanged,
      note: async runs => {
        if (isFull) throw new Error('The disk is full.');
        for (const run of runs) stored.set(run.source, run);
      },
    });
    stored.set('a', runOf(a));
    await pass(0);
    await pass(minute);
    await until(() => failures[1]);
    expect(asked).toHaveLength(1);
    expect(stored.get('a')?.answered).toBe(undefined);
    isFull = false;
    await pass(minute);
    await until(() => stored.get('a')?.answered);
    expect(asked).toHaveLength(1);
  });
});

test('what could not be stored in time is not stored after what came later', async () => {
  let isFull = true;
  const answers: Answer[] = [document(b.url), document(a.url), unchanged];
  const { stored, pass, needs } = world([a], {
    fetch: async () => answers.pop() ?? unchanged,
    note: async runs => {
      if (isFull) throw new Error('The disk is full.');
      for (const run of runs) stored.set(run.source, run);
    },
  });
  stored.set('a', runOf(a));
  await pass(0);
  // What comes next is stored; the note of the time before is still here.
  await pass(hour);
  isFull = false;
  expect(stored.get('a')?.answered).toBe(start + hour);
  await pass(minute);
  await new Promise(resolve => setImmediate(resolve));
  expect(stored.get('a')?.answered).toBe(start + hour);
  expect(await needs.runs()).toHaveLength(1);
});

/** A fetch whose answers come when they are let go. */
function held() {
  const waiting: { readonly url: string; readonly go: () => void }[] = [];
  const fetch: PollingNeeds['fetch'] = ({ url, signal }) =>
    new Promise(resolve => {
      waiting.push({ url, go: () => resolve(document(url)) });
      signal?.addEventListener('abort', () => resolve({ kind: 'stopped' }));
    });
  const let1 = async (url?: string) => {
    const next = await until(() => waiting.find(each => url === undefined || each.url === url));
    waiting.splice(waiting.indexOf(next), 1);
    next.go();
  };
  return { waiting, fetch, let1 };
}

describe('sources that are due', () => {
  test('are asked so many at once, and no more', async () => {
    const sources = Array.from({ length: 10 }, (_, n) => feedSource(`s${n}`));
    const { waiting, fetch, let1 } = held();
    const { pass, asked } = world(sources, { fetch, concurrent: 3 });
    const done = pass(0);
    for (let n = 0; n < 10; n++) {
      await until(() => (asked.length === Math.min(10, n + 3) ? true : undefined));
      expect(waiting.length).toBe(Math.min(3, 10 - n));
      await let1();
    }
    await done;
    expect(asked).toHaveLength(10);
  });

  test('of one host are asked one after the other, with a rest between them', async () => {
    const same = [1, 2, 3].map(n => feedSource(`s${n}`, `https://same.example/${n}`));
    const { waiting, fetch, let1 } = held();
    const { pass, asked } = world([...same, a], { fetch });
    const done = pass(0);
    await until(() => (waiting.length === 2 ? true : undefined));
    expect(asked.map(({ url }) => url)).toEqual(['https://same.example/1', a.url]);
    await let1('https://same.example/1');
    await let1('https://same.example/2');
    await let1('https://same.example/3');
    await let1(a.url);
    await done;
    const times = asked.filter(({ url }) => url !== a.url).map(({ at }) => at - start);
    expect(times).toEqual([0, 1000, 2000]);
  });

  test('are asked once, however often they are looked for meanwhile', async () => {
    const { fetch, let1 } = held();
    const { pass, asked } = world([a, b], { fetch, concurrent: 1 });
    const looks = [pass(0), pass(minute), pass(minute)];
    await let1(a.url);
    await let1(b.url);
    await Promise.all(looks);
    expect(asked.map(({ url }) => url)).toEqual([a.url, b.url]);
  });

  test('are not asked again when they are done while it is read what is known of them', async () => {
    const { fetch, let1 } = held();
    const reading = [Promise.withResolvers<readonly Run[]>(), Promise.withResolvers<readonly Run[]>()];
    const answers = reading.values();
    const { pass, asked } = world([a], { fetch, runs: () => answers.next().value?.promise ?? Promise.resolve([]) });
    const first = pass(0);
    reading[0]?.resolve([]);
    await until(() => asked[0]);
    const second = pass(minute);
    await let1();
    await first;
    reading[1]?.resolve([]);
    await second;
    expect(asked).toHaveLength(1);
  });

  test('are asked the longest due first', async () => {
    const { asked, stored, pass } = world([a, b, c], { concurrent: 1 });
    stored.set('a', runOf(a, { next: start - 1 }));
    stored.set('b', runOf(b, { next: start - 3 }));
    stored.set('c', runOf(c, { next: start - 2 }));
    await pass(0);
    expect(asked.map(({ url }) => url)).toEqual([b.url, c.url, a.url]);
  });

  test('have their turn though there is more to do than can be done', async () => {
    // Each takes a minute and is due again after one: five at a time of fifty.
    const sources = Array.from({ length: 50 }, (_, n) => feedSource(`s${n}`, undefined, minute));
    const { fetch, waiting } = held();
    const { pass, asked } = world(sources, { fetch, concurrent: 5 });
    for (let round = 0; round < 100; round++) {
      void pass(minute);
      await until(() => (waiting.length === 5 ? true : undefined));
      for (const { go } of waiting.splice(0, 5)) go();
      await new Promise(resolve => setImmediate(resolve));
    }
    const counts = sources.map(({ url }) => asked.filter(each => each.url === url).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('are asked a hundred a minute when all are new', async () => {
    const sources = Array.from({ length: 250 }, (_, n) => feedSource(`s${n}`));
    const { pass, asked } = world(sources);
    await pass(0);
    expect(asked).toHaveLength(100);
    await pass(minute);
    expect(asked).toHaveLength(200);
    await pass(minute);
    expect(asked).toHaveLength(250);
    await pass(minute);
    expect(asked).toHaveLength(250);
  });

  test('that fail are noted, several in one note while another is written', async () => {
    const { stored, notes, pass } = world([a, b, c], {
      fetch: async () => failed,
      note: async runs => {
        notes.push(runs);
        await new Promise(resolve => setImmediate(resolve));
        for (const run of runs) stored.set(run.source, run);
      },
    });
    await pass(0);
    await until(() => (stored.size === 3 ? true : undefined));
    expect(notes.map(runs => runs.map(({ source }) => source))).toEqual([['a'], ['b', 'c']]);
  });
});

describe('a source that is asked by hand', () => {
  test('is asked though it is not due, and others are not', async () => {
    const { asked, stored, polling } = world([a, b]);
    stored.set('a', runOf(a, { next: start + hour }));
    expect(await polling.run('a', start)).toMatchObject({ source: 'a', answered: start });
    expect(asked.map(({ url }) => url)).toEqual([a.url]);
  });

  test('is asked before those that wait, and once', async () => {
    const { fetch, let1 } = held();
    const { pass, asked, polling, time } = world([a, b, c], { fetch, concurrent: 1 });
    const due = pass(0);
    await until(() => asked[0]);
    const both = [polling.run('c', time.now), polling.run('c', time.now), polling.run('a', time.now)];
    await let1(a.url);
    await let1(c.url);
    await let1(b.url);
    await due;
    expect((await Promise.all(both)).map(({ source }) => source)).toEqual(['c', 'c', 'a']);
    expect(asked.map(({ url }) => url)).toEqual([a.url, c.url, b.url]);
  });

  test('and waits is asked once, though it is due as well', async () => {
    const { fetch, let1 } = held();
    const { pass, asked, polling, time } = world([a, b], { fetch, concurrent: 1 });
    const first = polling.run('a', time.now);
    await until(() => asked[0]);
    const second = polling.run('b', time.now);
    await new Promise(resolve => setImmediate(resolve));
    const due = pass(0);
    await let1(a.url);
    await let1(b.url);
    await Promise.all([first, second, due]);
    expect(asked.map(({ url }) => url)).toEqual([a.url, b.url]);
  });

  test('has to be there', async () => {
    await expect(world([a]).polling.run('b', start)).rejects.toThrow('There is no source b');
  });
});

describe('stopping', () => {
  test('breaks off what is under way and remembers nothing of it; what came before is stored', async () => {
    const { fetch, let1 } = held();
    const { pass, asked, stored, polling } = world([a, b, c], { fetch, concurrent: 2 });
    const due = pass(0);
    const byHand = expect(polling.run('c', start)).rejects.toThrow('stopped');
    await let1(a.url);
    await until(() => stored.get('a'));
    await polling.stop();
    await due;
    expect([...stored.keys()]).toEqual(['a']);
    await byHand;
    const { length } = asked;
    await pass(hour);
    expect(asked).toHaveLength(length);
  });

  test('is no failure of what was being read', async () => {
    const reading = Promise.withResolvers<never>();
    const { taken, stored, failures, pass, polling } = world([a], {
      take: (_, brought) => {
        taken.push(brought);
        return reading.promise;
      },
    });
    const due = pass(0);
    await until(() => taken[0]);
    const stopped = polling.stop();
    reading.reject(new Error('Reading was stopped.'));
    await stopped;
    await due;
    expect(failures).toEqual([]);
    expect(stored.size).toBe(0);
  });

  test('lets nobody wait who asked by hand, nor take what was known before for an answer', async () => {
    const { fetch } = held();
    const { asked, polling } = world([a, b], { fetch, concurrent: 1 });
    const first = polling.run('a', start);
    await until(() => asked[0]);
    const second = polling.run('b', start);
    const refusals = [first, second].map(each => expect(each).rejects.toThrow('stopped'));
    await new Promise(resolve => setImmediate(resolve));
    await polling.stop();
    await Promise.all(refusals);
    await expect(polling.run('a', start)).rejects.toThrow('stopped');
  });

  test('waits for what is being stored', async () => {
    const { stored, polling, asked, pass } = world([a], {
      fetch: async () => unchanged,
      note: async runs => {
        await new Promise(resolve => setImmediate(resolve));
        for (const run of runs) stored.set(run.source, run);
      },
    });
    stored.set('a', runOf(a));
    await pass(0);
    expect(asked).toHaveLength(1);
    await polling.stop();
    expect(stored.get('a')?.answered).toBe(start);
  });
});

describe('a page that lists articles', () => {
  const list = pageSource('p');
  const pagesOf = (count: number) => Array.from({ length: count }, (_, n) => `${list.url}${n}`);
  const worldOf = (wanted: readonly string[], answers: Readonly<Record<string, Answer>> = {}) =>
    world([list], { wanted: async () => wanted, fetch: async ({ url }) => answers[url] ?? document(url) });

  test('has the pages of articles fetched that are not known yet, one after the other, and taken in with it', async () => {
    const { asked, taken, stored, pass } = worldOf(pagesOf(2));
    await pass(0);
    expect(asked.map(({ url, expects, at }) => [url, expects, at - start])).toEqual([
      [list.url, 'page', 0],
      [`${list.url}0`, 'page', 1000],
      [`${list.url}1`, 'page', 2000],
    ]);
    expect(
      taken.map(({ document: { url }, pages }) => [url, pages.map(({ listed, fetched }) => [listed, fetched.url])]),
    ).toEqual([[list.url, pagesOf(2).map(url => [url, url])]]);
    expect(stored.get('p')).toMatchObject({ etag: '"1"', digest: expect.any(String) });
  });

  test.each([true, false])('of the internet (%s) leads to nothing else', async isOutside => {
    const fetch: PollingNeeds['fetch'] = async ({ url }) => ({ ...document(url), isOutside });
    const { asked, pass } = world([list], { wanted: async () => pagesOf(1), fetch });
    await pass(0);
    expect(asked.map(request => request.isOutside)).toEqual([undefined, isOutside]);
  });

  test('has twenty pages fetched in a run, and the rest soon', async () => {
    const { asked, taken, stored, pass, needs } = worldOf(pagesOf(30));
    await pass(0);
    expect(taken[0]?.pages.map(({ listed }) => listed)).toEqual(pagesOf(20));
    expect(stored.get('p')).toMatchObject({ etag: undefined, digest: undefined, next: start + 15 * minute });
    expect(await needs.wanted(list, { bytes: new Uint8Array(), url: '', contentType: undefined })).toHaveLength(30);
    const before = asked.length;
    await pass(15 * minute);
    expect(asked[before]?.etag).toBe(undefined);
  });

  test('has pages tried again soon that did not come, and others the next day', async () => {
    const [passing, dead] = pagesOf(2);
    const { asked, taken, pass, stored, time } = worldOf(pagesOf(3), {
      [passing ?? '']: failed,
      [dead ?? '']: { ...failed, isPassing: false },
    });
    await pass(0);
    expect(taken[0]?.pages.map(({ listed }) => listed)).toEqual([`${list.url}2`]);
    expect(stored.get('p')).toMatchObject({ etag: undefined, next: start + 15 * minute, failing: undefined });
    await pass(20 * minute);
    const second = asked.slice(4).map(({ url }) => url);
    expect(second).toContain(passing);
    expect(second).not.toContain(dead);
    time.now += 24 * hour;
    await pass(0);
    expect(asked.slice(4 + second.length).map(({ url }) => url)).toContain(dead);
  });

  test('has a page that never comes tried three times, and is then known without it until the next day', async () => {
    const [never] = pagesOf(1);
    const { asked, stored, pass } = worldOf(pagesOf(1), { [never ?? '']: failed });
    const tries = () => asked.filter(({ url }) => url === never).length;
    for (const n of [1, 2, 3]) {
      expect(stored.get('p')?.etag).toBe(undefined);
      await pass(20 * minute);
      expect(tries()).toBe(n);
    }
    expect(stored.get('p')?.etag).toBe('"1"');
    await pass(hour);
    expect(tries()).toBe(3);
  });

  test('is not taken in by half when all is stopped', async () => {
    const { fetch, let1 } = held();
    const { taken, stored, asked, pass, polling } = world([list], { wanted: async () => pagesOf(2), fetch });
    const due = pass(0);
    await let1(list.url);
    await let1(`${list.url}0`);
    await until(() => asked[2]);
    await polling.stop();
    await due;
    expect(taken).toHaveLength(0);
    expect(stored.size).toBe(0);
  });

  test('is known when only pages are missing that are not there', async () => {
    const [dead] = pagesOf(1);
    const { stored, pass } = worldOf(pagesOf(1), { [dead ?? '']: { kind: 'gone', reason: 'It is gone.' } });
    await pass(0);
    expect(stored.get('p')).toMatchObject({ etag: '"1"', failing: undefined });
  });
});
