import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/node/database/open.ts';
import { addressOf, freePort, run, serve, start, started, startFull, until, workplace } from './cli.ts';

type JsonFeed = {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly title: string; readonly date_modified?: string }[];
};

const feedOf = async (base: string, path: string): Promise<JsonFeed> =>
  (await fetch(base + path)).json() as Promise<JsonFeed>;
const problemsOf = async (base: string) =>
  (
    (await (await fetch(`${base}/api/problems`)).json()) as {
      problems: { path: string; reason: string; hint: string }[];
    }
  ).problems;

const post = (title: string, text = '正文一段。') =>
  `---\ntitle: '${title}'\ncategories:\n - 金融\nauthor: 新浪财经\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<div><p>${text}</p></div>\n`;

/** How many entries a server says it has; undefined where none answers yet. */
const entriesAt = async (port: number): Promise<number | undefined> => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return answer && ((await answer.json()) as { entries: number }).entries;
};

describe('huiliu serve', () => {
  test('says what it read and where it serves, and stops cleanly on Ctrl-C', async () => {
    const { args } = workplace();
    const { child, base } = await serve(args);
    expect(child.said()).toContain('5 files, 5 read, 5 new, 0 changed');
    expect(child.said()).toContain('5 entries: eastmoney 1, shanghaifabu 1, sina 3');
    expect((await feedOf(base, '/feed.json')).items).toHaveLength(5);
    expect((await feedOf(base, '/sources/sina/feed.json')).items).toHaveLength(3);
    child.kill('SIGINT');
    const { status, err } = await child.finished;
    expect(status).toBe(0);
    expect(err).toBe('');
  });

  test('says once in whose name ids are made, where they are published and that is nobody’s', async () => {
    const { args, dir } = workplace();
    const said = async (...more: readonly string[]) => {
      const { child } = await serve([...args, ...more]);
      child.kill('SIGTERM');
      await child.finished;
      return /^Every id begins with .*, which is nobody's\./m.test(child.said());
    };
    expect(await said()).toBe(false);
    rmSync(join(dir, 'data'), { recursive: true });
    expect(await said('--base-url', 'https://a.example')).toBe(true);
    expect(await said('--base-url', 'https://a.example')).toBe(false);
  });

  test('says of another authority than that of the stored ids what it does, at the start and when it is changed', async () => {
    const { args, dir } = workplace();
    const config = join(dir, 'config');
    cpSync('config', config, { recursive: true });
    const site = readFileSync(join(config, 'site.yaml'), 'utf8');
    const authority = (name: string) =>
      writeFileSync(join(config, 'site.yaml'), site.replace(/^authority:.*$/m, `authority: ${name}`));
    const own = [...args.slice(0, -1), config];
    expect((await run(['ingest', ...own])).err).toBe('');
    authority('other.example,2026');
    const told = /^Ids in .* begin with tag:huiliu\.example,2026:, .* with tag:other\.example,2026: /m;
    expect((await run(['ingest', ...own])).err).toMatch(told);
    const { child } = await serve(own);
    expect(child.said()).toMatch(told);
    authority('third.example,2026');
    await until(() => (/with tag:third\.example,2026:/.test(child.said()) ? true : undefined), child.said);
  });

  test('says of what comes and is no article why, once', async () => {
    const { args, seeds } = workplace();
    const { child } = await serve(args);
    writeFileSync(join(seeds, 'sina/undated.md'), '---\ntitle: T\n---\nText.\n');
    // Looks unfinished at first, and is looked at again.
    writeFileSync(join(seeds, 'sina/empty.md'), '');
    const lines = () =>
      child.said().match(/^ {2}sina\/(?:undated\.md: it has no date|empty\.md: the file is empty)\. .+$/gm) ?? [];
    await until(() => (lines().length === 2 ? true : undefined), child.said);
    writeFileSync(join(seeds, 'sina/good.md'), post('好', '正文。'));
    await until(() => (/1 new/.test(child.said()) ? true : undefined), child.said);
    expect(lines()).toHaveLength(2);
  });

  test.skipIf(process.platform !== 'linux' || process.env.MALLOC_ARENA_MAX !== undefined)(
    'keeps the memory of all threads in one place, unless it is told otherwise, and collects what requests leave not too often',
    async () => {
      const { args } = workplace();
      const beginning = ({ pid }: { readonly pid?: number | undefined }) =>
        ['environ', 'cmdline']
          .flatMap(name => readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0'))
          .filter(each => /^(?:MALLOC_ARENA_MAX|--min-semi-space-size)=/.test(each));
      expect(beginning((await serve(args)).child)).toEqual(['MALLOC_ARENA_MAX=1', '--min-semi-space-size=4']);
      const other = workplace();
      const { child } = await serve(other.args, { MALLOC_ARENA_MAX: '3' });
      expect(beginning(child)).toEqual(['MALLOC_ARENA_MAX=3', '--min-semi-space-size=4']);
    },
  );

  test('a restart reads nothing again and changes no byte and no validator', async () => {
    const { args } = workplace();
    const first = await serve([...args, '--base-url', 'https://a.example']);
    const ask = async (base: string) => {
      const response = await fetch(`${base}/atom.xml`);
      return {
        text: await response.text(),
        etag: response.headers.get('etag'),
        modified: response.headers.get('last-modified'),
      };
    };
    // Last-Modified is not said before it is past (RFC 9110 8.8.2.1).
    await until(async () => (await ask(first.base)).modified ?? undefined);
    const before = await ask(first.base);
    first.child.kill('SIGTERM');
    await first.child.finished;
    const second = await serve([...args, '--base-url', 'https://a.example']);
    expect(second.child.said()).toContain('5 files, 0 read, 0 new, 0 changed');
    expect(await ask(second.base)).toEqual(before);
  });

  test('what is stored is served before the files are looked at; at first, when they have been read', async () => {
    const { args, seeds } = workplace();
    const first = await serve(args);
    expect(first.child.said()).toMatch(/5 files, 5 read[\s\S]*^Serving [\s\S]*^Watching /m);
    // In the columns of a terminal.
    expect(first.child.said()).not.toMatch(/^ {2}(?:merged|others|all) .{74}/m);
    first.child.kill('SIGTERM');
    await first.child.finished;
    writeFileSync(join(seeds, 'sina/new.md'), post('停机时来的'));
    const second = await serve(args);
    expect(second.child.said()).toMatch(/^\nServing [\s\S]*6 files, 1 read[\s\S]*^Watching /m);
    expect((await feedOf(second.base, '/feed.json')).items.map(({ title }) => title)).toContain('停机时来的');
  });

  test('starting over with no database gives the same bytes', async () => {
    const [one, two] = [workplace(), workplace()];
    const [a, b] = [await serve(one.args), await serve(two.args)];
    for (const path of ['/rss.xml', '/atom.xml', '/feed.json', '/publishers/解放日报/rss.xml']) {
      const text = async (base: string) => (await (await fetch(base + path)).text()).replaceAll(base, 'BASE');
      expect(await text(a.base)).toBe(await text(b.base));
    }
  });

  test('a new file is served, and stays when the file goes; an edited one keeps its id', async () => {
    const { args, seeds } = workplace();
    const { base } = await serve(args);
    const file = join(seeds, 'sina/new.md');
    writeFileSync(file, post('新的文章'));
    const added = await until(async () =>
      (await feedOf(base, '/sources/sina/feed.json')).items.find(({ title }) => title === '新的文章'),
    );
    writeFileSync(file, post('新的文章', '改过的正文。'));
    const edited = await until(async () =>
      (await feedOf(base, '/sources/sina/feed.json')).items.find(
        ({ id, date_modified }) => id === added.id && date_modified !== added.date_modified,
      ),
    );
    expect(edited.title).toBe('新的文章');
    const before = await (await fetch(`${base}/sources/sina/feed.json`)).text();
    rmSync(file);
    // A second file, once it is served, proves that the removal before it has been seen.
    writeFileSync(join(seeds, 'eastmoney/later.md'), post('后来的文章'));
    await until(async () =>
      (await feedOf(base, '/sources/eastmoney/feed.json')).items.find(({ title }) => title === '后来的文章'),
    );
    expect(await (await fetch(`${base}/sources/sina/feed.json`)).text()).toBe(before);
  });

  test('renaming a file, moving it and rewriting a whole folder change nothing', async () => {
    const { args, seeds } = workplace();
    const { base, child } = await serve(args);
    const bytes = async () => await (await fetch(`${base}/atom.xml`)).text();
    const before = await bytes();
    const names = readdirSync(join(seeds, 'sina'));
    const texts = names.map(name => readFileSync(join(seeds, 'sina', name)));
    rmSync(join(seeds, 'sina'), { recursive: true });
    mkdirSync(join(seeds, 'sina/again'), { recursive: true });
    for (const [index, name] of names.entries())
      writeFileSync(join(seeds, 'sina/again', `${index}-${name}`), texts[index] ?? '');
    renameSync(join(seeds, 'eastmoney/2022-04-11-202204112338984892.md'), join(seeds, 'eastmoney/renamed.md'));
    writeFileSync(join(seeds, 'shanghaifabu/last.md'), post('最后'));
    await until(async () => (await feedOf(base, '/feed.json')).items.length === 6 || undefined, child.said);
    rmSync(join(seeds, 'shanghaifabu/last.md'));
    const after = (await bytes()).replace(
      / {2}<entry>\n {4}<id>[^<]+<\/id>\n {4}<title type="text">最后[\s\S]*?<\/entry>\n/,
      '',
    );
    expect(after).toBe(before);
  });

  test('a file that is mended is served, and its problem is gone', async () => {
    const { args, seeds } = workplace();
    const { base } = await serve(args);
    const file = join(seeds, 'sina/broken.md');
    writeFileSync(file, '');
    await until(async () => (await problemsOf(base)).find(({ path }) => path === 'sina/broken.md'));
    writeFileSync(file, post('修好了'));
    await until(async () => (await feedOf(base, '/feed.json')).items.find(({ title }) => title === '修好了'));
    expect(await problemsOf(base)).toEqual([]);
  });

  test('a port in use is one clear line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise(resolve => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { status, err } = await run(['serve', ...workplace().args, '--port', port]);
    expect(status).toBe(2);
    expect(err).toBe(
      `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${Number(port) + 1}\n`,
    );
  });

  test('an older Node is told which one is needed, and how to start it', async () => {
    const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
    const { status, err } = await run(['help'], { NODE_OPTIONS: `--import=data:text/javascript,${encodeURI(older)}` });
    expect(status).toBe(2);
    expect(err).toMatch(/^Huiliu runs on Node\.js 26, .*; this is 20\.20\.2\. Start it with npm start, .*\n$/);
  });

  test('a seeds folder that is not there is one clear line', async () => {
    const { status, err } = await run(['serve', ...workplace().args, '--port', '0', '--seeds', '/nowhere']);
    expect(status).toBe(2);
    expect(err).toMatch(/^The seeds folder \/nowhere cannot be .* \(ENOENT\)\. .*\n$/);
  });
});

describe('bad input', () => {
  test('is named, file by file; the good ones are served', async () => {
    const { args, seeds } = workplace();
    const bad = breakage(join(seeds, 'sina'));
    const { base } = await serve(args);
    expect((await feedOf(base, '/feed.json')).items.length).toBe(5 + bad.mended.length);
    const problems = await problemsOf(base);
    expect(problems.map(({ path }) => path).sort()).toEqual(bad.problems.map(name => `sina/${name}`).sort());
    for (const { reason, hint } of problems) {
      expect(reason.length).toBeGreaterThan(5);
      expect(hint.length).toBeGreaterThan(5);
    }
    const check = await run(['check', '--json', ...args.slice(0, 2), ...args.slice(4)]);
    expect(check.status).toBe(1);
    const found = JSON.parse(check.out);
    expect(found.problems.map(({ path }: { path: string }) => path)).toEqual(problems.map(({ path }) => path));
    expect(found.entries + found.duplicates + found.problems.length).toBe(found.files);
    expect(found.repaired).toBe(bad.mended.length);
  });

  test('an article that is to be published later is told of each time until it is', async () => {
    const { args, seeds } = workplace();
    const looking = [...args.slice(0, 2), ...args.slice(4)];
    writeFileSync(
      join(seeds, 'sina', 'later.md'),
      '---\ntitle: 以后\ndate: 2026-01-01 10:00:00\npublishDate: 2090-01-01\n---\n正文。\n',
    );
    expect((await run(['ingest', ...args])).out).toContain('6 read, 5 new, 0 changed, 1 to be published later');
    expect((await run(['ingest', ...args])).out).toContain('1 read, 0 new, 0 changed, 1 to be published later');
    const { out, status } = await run(['check', ...looking]);
    expect(status).toBe(0);
    expect(out).toContain('6 files: 5 entries, 0 repaired, 0 duplicates, 1 to be published later, 0 problems');
    expect(out).toMatch(/^ {2}sina\/later\.md: 2089-12-31T16:00:00\.000Z$/m);
    const { files, entries, waiting } = JSON.parse((await run(['check', '--json', ...looking])).out);
    expect({ files, entries, waiting }).toEqual({ files: 6, entries: 5, waiting: 1 });
  });

  test('an article whose time is over is no draft', async () => {
    const { args, seeds } = workplace();
    const over = 'date: 2026-01-01 10:00:00\nexpiryDate: 2026-01-02\n';
    writeFileSync(join(seeds, 'sina', 'over.md'), `---\ntitle: 以前\n${over}---\n正文。\n`);
    writeFileSync(join(seeds, 'sina', 'both.md'), `---\ntitle: 草稿\n${over}draft: true\n---\n正文。\n`);
    const { out } = await run(['check', ...args.slice(0, 2), ...args.slice(4)]);
    expect(out).toContain('7 files: 7 entries (1 draft, 1 expired among them), 0 repaired,');
  });

  test('none of it: check says so with exit status 0', async () => {
    const { args } = workplace();
    const { status, out } = await run(['check', ...args.slice(0, 2), ...args.slice(4)]);
    expect(status).toBe(0);
    expect(out).toContain('5 files: 5 entries, 0 repaired, 0 duplicates, 0 problems');
  });

  test('is said by source, whatever that is called', async () => {
    const { dir, seeds } = workplace();
    writeFileSync(join(dir, 'site.yaml'), 'title: T\n');
    writeFileSync(join(dir, 'sources.yaml'), 'constructor: { title: T, folder: sina }\n');
    const { out } = await run(['check', '--seeds', seeds, '--config', dir]);
    expect(out).toMatch(/^ {2}constructor +\d+$/m);
  });
});

describe('files that are not whole', () => {
  test('a file that is written in pieces becomes one entry, once, with the id of the whole', async () => {
    const { args, seeds } = workplace();
    const { base } = await serve(args);
    const file = join(seeds, 'sina/slow.md');
    const whole = post('写得很慢');
    for (let at = 0; at < whole.length; at += 40) {
      appendFileSync(file, whole.slice(at, at + 40));
      await new Promise(resolve => setTimeout(resolve, 80));
    }
    const found = await until(async () =>
      (await feedOf(base, '/feed.json')).items.find(({ title }) => title === '写得很慢'),
    );
    const other = workplace();
    writeFileSync(join(other.seeds, 'sina/slow.md'), whole);
    const calm = await serve(other.args);
    expect((await feedOf(calm.base, '/feed.json')).items.map(({ id }) => id)).toContain(found.id);
    expect((await feedOf(base, '/feed.json')).items).toHaveLength(6);
    expect(await problemsOf(base)).toEqual([]);
  });
});

describe('a database that another process holds', () => {
  test('delays a new file and no reader', async () => {
    const { args, seeds, dir } = workplace();
    const { base } = await serve(args);
    await fetch(`${base}/feed.json`);
    const other = new DatabaseSync(join(dir, 'data/huiliu.sqlite'));
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    writeFileSync(join(seeds, 'sina/late.md'), post('被锁住'));
    await new Promise(resolve => setTimeout(resolve, 500));
    expect((await fetch(`${base}/rss.xml`)).status).toBe(200);
    other.exec('ROLLBACK');
    await until(async () => (await feedOf(base, '/feed.json')).items.find(({ title }) => title === '被锁住'));
  });

  test('holds up no end', async () => {
    const { args, seeds, dir } = workplace();
    const { child } = await serve(args);
    const other = new DatabaseSync(join(dir, 'data/huiliu.sqlite'), { timeout: 5000 });
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    writeFileSync(join(seeds, 'sina/late.md'), post('被锁住'));
    await new Promise(resolve => setTimeout(resolve, 500));
    child.kill('SIGTERM');
    await until(() => child.exitCode ?? undefined, child.said);
    other.exec('ROLLBACK');
    const { base } = await serve(args);
    expect((await feedOf(base, '/feed.json')).items.map(({ title }) => title)).toContain('被锁住');
  });

  test('is named as such where its tables must be changed first', async () => {
    const { args, dir } = workplace();
    await run(['ingest', ...args]);
    const other = new DatabaseSync(join(dir, 'data/huiliu.sqlite'));
    onTestFinished(() => other.close());
    other.exec('DROP TABLE d1_migrations; BEGIN IMMEDIATE');
    const { status, err } = await run(['serve', '--port', '0', ...args]);
    expect([status, err]).toEqual([
      2,
      'The database is locked by another process. Wait for it to end, then try again.\n',
    ]);
  });

  test('delays no reader at a start, also where feeds are written otherwise than before', async () => {
    const { args, dir } = workplace();
    // A date that is yet to come, as the store's clock may have it after two changes within a second, is not said.
    const modified = (base: string) =>
      until(async () => (await fetch(`${base}/atom.xml`)).headers.get('last-modified') ?? undefined);
    const first = await serve([...args, '--base-url', 'https://a.example']);
    const before = await modified(first.base);
    first.child.kill('SIGTERM');
    await first.child.finished;
    const other = new DatabaseSync(join(dir, 'data/huiliu.sqlite'));
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    const held = start(['serve', '--port', '0', ...args, '--base-url', 'https://b.example']);
    const during = await modified(await addressOf(held));
    expect(Date.parse(during)).toBeGreaterThan(Date.parse(before));
    other.exec('ROLLBACK');
    // It is noted behind all else, and who is ended before does not wait for that.
    const noted = other.prepare('SELECT 1 FROM store WHERE rendering_modified = ?');
    await until(() => noted.get(Date.parse(during)), held.said);
    held.kill('SIGTERM');
    await held.finished;
    const last = await serve([...args, '--base-url', 'https://b.example']);
    expect(await modified(last.base)).toBe(during);
  });
});

test.skipIf(process.platform !== 'linux')(
  'a disk that takes nothing is named, and not the rights to write on it',
  async () => {
    const { args, dir } = workplace();
    await run(['ingest', ...args]);
    const main = join(import.meta.dirname, '../../src/node/main.mjs');
    // No file may grow: to SQLite that is what a full disk is.
    const script = `ulimit -f 0; trap '' XFSZ; exec "$0" "$@"`;
    const asked = ['stories', '--data', join(dir, 'data')];
    const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, main, ...asked], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/huiliu\.sqlite: The disk that holds the database .* See that it works and has room/);
  },
);

describe('a search', () => {
  test('finds an article soon after it arrived', async () => {
    const { args, seeds } = workplace();
    const { base } = await serve(args);
    const path = `/search/feed.json?q=${encodeURIComponent('锂电池')}`;
    expect((await feedOf(base, path)).items).toEqual([]);
    writeFileSync(join(seeds, 'sina/new.md'), post('新的锂电池工厂'));
    await until(async () => (await feedOf(base, path)).items.find(({ title }) => title === '新的锂电池工厂'));
    await until(async () => {
      const { searchable } = (await (await fetch(`${base}/readyz`)).json()) as { searchable: boolean };
      return searchable || undefined;
    });
  });
});

describe('huiliu show', () => {
  test('says what a file becomes, field by field, with the rule that found each', async () => {
    const { args, seeds } = workplace();
    const places = [...args.slice(0, 2), ...args.slice(4)];
    const { status, out } = await run(['show', join(seeds, 'eastmoney/2022-04-11-202204112338984892.md'), ...places]);
    expect(status).toBe(0);
    expect(out).toMatch(/^publisher +上海发布\n +← \S/m);
    expect(out).toMatch(/^native id +202204112338984892\n +← \S/m);
    const { out: json } = await run([
      'show',
      '--json',
      join(seeds, 'sina/2022-05-05-004_052dece213ffd2e1.md'),
      ...places,
    ]);
    expect(JSON.parse(json).value).toContainEqual({
      field: 'published',
      value: '2022-05-05T13:11:00.000Z',
      rule: 'field date',
    });
  });

  test('says why a file becomes nothing, with exit status 1', async () => {
    const { args, seeds } = workplace();
    writeFileSync(join(seeds, 'sina/empty.md'), '');
    const { status, out } = await run(['show', join(seeds, 'sina/empty.md'), ...args.slice(0, 2), ...args.slice(4)]);
    expect(status).toBe(1);
    expect(out).toMatch(/^sina\/empty\.md: .*empty/i);
    writeFileSync(join(seeds, 'sina/_index.md'), post('一个栏目'));
    const passed = await run(['show', join(seeds, 'sina/_index.md'), ...args.slice(0, 2), ...args.slice(4)]);
    expect(passed).toMatchObject({ status: 1, out: expect.stringMatching(/^sina\/_index\.md: it is passed over/) });
    writeFileSync(join(seeds, 'sina/a.docx'), 'x');
    const other = await run(['show', join(seeds, 'sina/a.docx'), ...args.slice(0, 2), ...args.slice(4)]);
    expect(other).toMatchObject({ status: 1, out: expect.stringMatching(/^sina\/a\.docx: not an article \(\.docx\)/) });
  });
});

describe('the command line', () => {
  test('a configuration that is not UTF-8 is refused: what it says would be read wrongly', async () => {
    const { dir } = workplace();
    writeFileSync(join(dir, 'sources.yaml'), 'a: { title: A }\n');
    writeFileSync(join(dir, 'site.yaml'), Buffer.from('title: \xbb\xe3\xc1\xf7\n', 'latin1'));
    const { status, err } = await run(['check', '--config', dir]);
    expect(status).toBe(2);
    expect(err).toMatch(/site\.yaml: line 1: found what is not UTF-8/);
  });

  test.each([
    ['no such command', ['fly'], /no command "fly"/],
    ['no such command, by the name of what every object has', ['constructor'], /no command "constructor"/],
    [
      'no such option',
      ['stories', '--fly'],
      /^There is no option --fly\. There are --since, --json, --data, --help\.$/m,
    ],
    ['no such letter', ['check', '-x'], /^There is no option -x\./],
    ['an option without its value', ['check', '--seeds'], /^--seeds needs a value: --seeds DIR$/m],
    ['an option before another', ['check', '--seeds', '--json'], /^--seeds needs a value: --seeds DIR$/m],
    ['a value for a switch', ['check', '--json=yes'], /^--json takes no value\.$/m],
    ['a value for help', ['check', '--help=yes'], /^--help takes no value\.$/m],
    ['no place, as of a variable that is not set', ['check', '--seeds', ''], /^--seeds needs a value: --seeds DIR$/m],
    ['no place behind an equals sign', ['ingest', '--data='], /^--data needs a value: --data DIR$/m],
    ['a file in the place of the data', ['ingest', '--data', 'README.md'], /A file is where its folder should be/],
    ['a file to show that is not there', ['show', 'seeds/sina/no.md'], /\(ENOENT\)\. Name a file: huiliu show/],
    ['subscriptions that are not there', ['import', 'no.opml'], /\(ENOENT\)\. Name a file of OPML: huiliu import/],
    ['nowhere to push to', ['push'], /^Say where to: --to https/],
    ['no address to push to', ['push', '--to', 'example.org'], /^example\.org is no address to push to\./],
    ['no such port', ['serve', '--port', '70000'], /whole number from 0 to 65535/],
    ['no configuration', ['check', '--config', '/nowhere'], /\/nowhere\/site\.yaml cannot be read/],
    ['no seeds folder', ['serve', '--seeds', '/nowhere'], /seeds folder \/nowhere cannot be read \(ENOENT\)/],
    ['no entry to retract', ['retract'], /Name one entry/],
    ['a word too many', ['serve', 'now'], /"now" is one word too many/],
  ])('%s: one line and exit status 2', async (_name, args, says) => {
    const { status, err } = await run(args);
    expect(status).toBe(2);
    expect(err).toMatch(says);
    expect(err).not.toContain('    at ');
  });

  test.each([
    ['令牌', 'is none of one byte a character'],
    ['a\nb', 'has two lines'],
  ])('a token that no header can hold is refused, and not shown: %j %s', async token => {
    const { status, err } = await run(['push', '--to', 'http://127.0.0.1:1'], { HUILIU_PUSH_TOKEN: token });
    expect(status).toBe(2);
    expect(err).toMatch(/^The token in HUILIU_PUSH_TOKEN .* cannot be sent/);
    expect(err).not.toContain(token);
  });

  test('every command has help, in the columns of a terminal', async () => {
    const { out } = await run(['--help']);
    const names = [...out.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name ?? '');
    expect(names).toEqual(expect.arrayContaining(['serve', 'ingest', 'check', 'show', 'export', 'retract', 'push']));
    const helps = await Promise.all(names.map(async name => (await run([name, '--help'])).out));
    expect(helps.map(help => /^Usage: huiliu (\w+)/.exec(help)?.[1])).toEqual(names);
    expect((await run(['help', 'check'])).out).toBe(helps[names.indexOf('check')]);
    expect([out, ...helps].flatMap(text => text.split('\n')).filter(line => line.length > 80)).toEqual([]);
  });

  test('a base URL from the environment is every address; a wrong one is refused', async () => {
    const { dir, args } = workplace();
    const out = join(dir, 'out');
    await run(['export', '--out', out, ...args], { HUILIU_BASE_URL: 'https://feeds.example.org/' });
    const text = readFileSync(join(out, 'feed.json'), 'utf8');
    expect(JSON.parse(text).feed_url).toBe('https://feeds.example.org/feed.json');
    expect(text).not.toContain('127.0.0.1');
    const { status, err } = await run(['export', ...args], { HUILIU_BASE_URL: 'feeds.example.org' });
    expect(status).toBe(2);
    expect(err).toContain('baseUrl');
  });

  test('an ingest leaves the search index to the server, or fills it too when it is asked to', async () => {
    const { args, dir } = workplace();
    const isFound = async () => {
      const { store, close } = openStore(join(dir, 'data'), { mustExist: true });
      const found = await store.search('上海', 0, 50);
      close();
      return found.length > 0;
    };
    await run(['ingest', ...args]);
    expect(await isFound()).toBe(false);
    expect((await run(['ingest', '--search', ...args])).out).toContain('The search index took in 5 entries.');
    expect(await isFound()).toBe(true);
    expect((await run(['ingest', '--search', ...args])).out).toContain('The search index took in 0 entries.');
  });

  test('what is retracted is gone, also after its file was read again; undone, it is back', async () => {
    const { args, seeds } = workplace();
    const data = args.slice(2, 4);
    await run(['ingest', ...args]);
    const name = 'eastmoney/202204112338984892';
    expect((await run(['retract', name, ...data])).status).toBe(0);
    copyFileSync(join(seeds, 'eastmoney/2022-04-11-202204112338984892.md'), join(seeds, 'eastmoney/copy.md'));
    const { base, child } = await serve(args);
    expect((await feedOf(base, '/feed.json')).items).toHaveLength(4);
    expect((await fetch(`${base}/entries/${name}`)).status).toBe(410);
    // Another process changes the database under the running server.
    expect((await run(['retract', name, '--undo', ...data])).status).toBe(0);
    await until(async () => (await feedOf(base, '/feed.json')).items.length === 5 || undefined, child.said);
    expect((await run(['retract', 'tag:nobody', ...data])).status).toBe(2);
    expect((await run(['retract', name, '--data', '/nowhere'])).err).toMatch(
      /^The database .* cannot be opened \(ENOENT\)/,
    );
  });
});

describe('what stands where Huiliu works', () => {
  test('another seeds folder in the place of the first is read and watched', async () => {
    const { args, seeds } = workplace();
    const { child, base } = await serve(args);
    cpSync(seeds, `${seeds}.new`, { recursive: true });
    rmSync(seeds, { recursive: true });
    renameSync(`${seeds}.new`, seeds);
    await until(
      () => (child.said().includes('was replaced; the new one was read and is watched') ? true : undefined),
      () => child.said(),
    );
    writeFileSync(join(seeds, 'sina/later.md'), post('后来的'));
    await until(async () =>
      (await feedOf(base, '/sources/sina/feed.json')).items.some(({ title }) => title === '后来的') ? true : undefined,
    );
  });

  test('a database that is taken away is served on, stores nothing, and goes on when it or another is there', async () => {
    const { args, dir, seeds } = workplace();
    await run(['ingest', ...args]);
    const copy = readFileSync(join(dir, 'data/huiliu.sqlite'));
    const { child, base } = await serve(args);
    const says = (text: RegExp, times = 1) =>
      until(() => (child.said().match(text) ?? []).length === times || undefined, child.said);
    const holds = (title: string, at = base) =>
      until(async () => (await feedOf(at, '/feed.json')).items.some(each => each.title === title) || undefined);
    const atom = async () => (await (await fetch(`${base}/atom.xml`)).text()).match(/<entry>/g)?.length;
    for (const [index, come] of [
      () => renameSync(join(dir, 'aside'), join(dir, 'data')),
      () => {
        mkdirSync(join(dir, 'data'));
        writeFileSync(join(dir, 'data/huiliu.sqlite'), copy);
      },
    ].entries()) {
      rmSync(join(dir, 'aside'), { recursive: true, force: true });
      renameSync(join(dir, 'data'), join(dir, 'aside'));
      await says(/huiliu\.sqlite was removed or replaced/g, index + 1);
      writeFileSync(join(seeds, `sina/meanwhile-${index}.md`), post(`其间 ${index}`));
      expect(await atom()).toBe(5 + index);
      expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ ready: true, current: false });
      expect(existsSync(join(dir, 'data'))).toBe(false);
      come();
      await holds(`其间 ${index}`);
      await says(/The database can be written/g, index + 1);
    }
    child.kill('SIGTERM');
    expect((await child.finished).status).toBe(0);
    expect((await feedOf((await serve(args)).base, '/feed.json')).items).toHaveLength(7);
  });

  test('a database that goes while a source is asked is told of once', async () => {
    const { args, dir } = workplace();
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('It listens.');
    mkdirSync(join(dir, 'config'));
    writeFileSync(join(dir, 'config/site.yaml'), 'title: T\nfetch: { allow: [127.0.0.1] }\n');
    writeFileSync(
      join(dir, 'config/sources.yaml'),
      `a: { kind: feed, title: A, url: "http://127.0.0.1:${address.port}/" }\n`,
    );
    const asked = once(silent, 'connection');
    const { child } = await serve([...args.slice(0, 4), '--config', join(dir, 'config')]);
    await asked;
    renameSync(join(dir, 'data'), join(dir, 'aside'));
    await until(() => child.said().includes('Nothing can be stored.') || undefined, child.said);
    expect(child.said().match(/was removed or replaced/g)).toHaveLength(1);
  });

  test('a configuration that is put back while the database is away is gone on by', async () => {
    const { args, dir } = workplace();
    cpSync('config', join(dir, 'config'), { recursive: true });
    const site = join(dir, 'config/site.yaml');
    const text = readFileSync(site, 'utf8');
    const { child, base } = await serve([...args.slice(0, 4), '--config', join(dir, 'config')]);
    const titled = (title: string) =>
      until(async () => (await feedOf(base, '/feed.json')).title === title || undefined, child.said);
    const { title } = await feedOf(base, '/feed.json');
    writeFileSync(site, text.replace(/^title: .*$/m, 'title: Another'));
    await titled('Another');
    renameSync(join(dir, 'data'), join(dir, 'aside'));
    await until(() => child.said().includes('huiliu.sqlite was removed or replaced') || undefined, child.said);
    writeFileSync(site, text);
    renameSync(join(dir, 'aside'), join(dir, 'data'));
    await titled(title);
  });

  test.each([
    ['is no database', () => Buffer.alloc(20_000, 'no database ')],
    ['is damaged', (whole: Buffer) => whole.fill('Z', 4096, whole.length - 4096)],
  ])('a database file that %s: one line says what to do, and the file is left as it is', async (_name, damaged) => {
    const { dir, args } = workplace();
    await run(['ingest', ...args]);
    const file = join(dir, 'data/huiliu.sqlite');
    const bytes = damaged(readFileSync(file));
    writeFileSync(file, bytes);
    const { status, err } = await run(['ingest', ...args]);
    expect(status).toBe(2);
    expect(err).toMatch(/The database is damaged, or no database\. Put a copy back .*\n$/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('a server whose log nobody reads any more goes on serving', async () => {
    const { seeds, args } = workplace();
    const { child, base } = await serve(args);
    child.stdout?.destroy();
    child.stderr?.destroy();
    for (const n of [1, 2, 3]) {
      writeFileSync(join(seeds, `sina/late-${n}.md`), post(`第 ${n} 篇`, '正文。'));
      await until(async () => (await feedOf(base, '/feed.json')).items.length === 5 + n || undefined);
    }
  });

  test.skipIf(!existsSync('/dev/full'))('a server whose log no disk has room for serves all the same', async () => {
    const { args } = workplace();
    const port = await freePort();
    const child = startFull(['serve', '--port', String(port), ...args]);
    await until(async () => (await entriesAt(port)) === 5 || undefined, child.said);
    child.kill('SIGTERM');
    expect(await child.finished).toMatchObject({ status: 0 });
  });

  // A system of its own, as root of nothing: the limit is for the processes in it.
  const isolated = ['-Ur', 'sh', '-c'] as const;
  const limit = '/proc/sys/user/max_inotify_watches';
  const mayLimit = spawnSync('unshare', [...isolated, `echo 0 > ${limit}`]).status === 0;
  test.skipIf(!mayLimit)('where the system watches no more folders, it is said what to raise', () => {
    const { args } = workplace();
    const main = join(import.meta.dirname, '../../src/node/main.mjs');
    const command = [process.execPath, main, 'serve', '--port', '0', ...args].join(' ');
    const { status, stderr } = spawnSync('unshare', [...isolated, `echo 0 > ${limit}; exec ${command}`], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /cannot be watched \(ENOSPC\)\. The limit is of the system: raise fs\.inotify\.max_user_watches/,
    );
  });

  test('a copy in the place of the database is read without the log of that, which is in what was moved aside', async () => {
    const { args, dir, seeds } = workplace();
    await run(['ingest', ...args]);
    const [file, copy, aside] = ['data/huiliu.sqlite', 'copy.sqlite', 'aside.sqlite'].map(name => join(dir, name));
    if (file === undefined || copy === undefined || aside === undefined) throw new Error('There are three.');
    copyFileSync(file, copy);
    writeFileSync(join(seeds, 'sina/since.md'), post('以后的'));
    const { child } = await serve(args);
    expect(child.said()).toContain('6 files, 1 read, 1 new');
    renameSync(file, aside);
    renameSync(copy, file);
    await until(() => (child.said().match(/6 files, 1 read, 1 new/g) ?? []).length === 2 || undefined, child.said);
    const whole = new DatabaseSync(aside, { readOnly: true });
    onTestFinished(() => whole.close());
    expect(whole.prepare('SELECT count(*) AS count FROM entries').get()).toEqual({ count: 6 });
  });

  const mayMount = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  test.skipIf(!mayMount)('a full disk is served at the start, and stores when there is room', async () => {
    const { args, dir, seeds } = workplace();
    mkdirSync(join(dir, 'data'));
    const huiliu = (command: string) =>
      [process.execPath, join(import.meta.dirname, '../../src/node/main.mjs'), command, ...args].join(' ');
    const room = join(dir, 'room');
    const script = `mount -t tmpfs -o size=4m tmpfs ${dir}/data && ${huiliu('ingest')} || exit 1
      cat /dev/zero > ${dir}/data/fill 2> ${dir}/full
      (until test -e ${room}; do sleep 0.1; done; rm ${dir}/data/fill) &
      exec ${huiliu('serve')} --port 0`;
    const child = started(spawn('unshare', ['-Urm', 'sh', '-c', script]));
    const base = await addressOf(child);
    expect((await feedOf(base, '/feed.json')).items).toHaveLength(5);
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ ready: true, current: false });
    writeFileSync(join(seeds, 'sina/late.md'), post('等着'));
    writeFileSync(room, '');
    await until(async () => (await feedOf(base, '/feed.json')).items.length === 6 || undefined, child.said);
    expect(child.said().match(/Nothing can be stored/g)).toHaveLength(1);
  });

  test.skipIf(process.platform !== 'linux')('a data folder where none can be made is refused at once', async () => {
    const { args } = workplace();
    const { status, err } = await run(['serve', '--port', '0', ...args.slice(0, 2), '--data', '/proc/huiliu']);
    expect(status).toBe(2);
    expect(err).toMatch(
      /^The database \/proc\/huiliu\/huiliu\.sqlite cannot be opened \(ENOENT\)\. Make the folder writable/,
    );
  });
});

describe('kill -9', () => {
  test('in the middle of an ingest loses and doubles nothing', async () => {
    const { args, seeds, dir } = workplace();
    for (let n = 0; n < 4000; n++) {
      writeFileSync(join(seeds, `sina/${n}.md`), post(`第 ${n} 篇`, `正文 ${n}。`.repeat(50)));
    }
    const stored = () => {
      if (!existsSync(join(dir, 'data/huiliu.sqlite-wal'))) return 0;
      const database = new DatabaseSync(join(dir, 'data/huiliu.sqlite'), { readOnly: true });
      const [row] = database.prepare('SELECT count(*) AS n FROM entries').all();
      database.close();
      return Number(row?.n ?? 0);
    };
    // Killed twice, each time when it has stored some and not all.
    for (let kills = 0, seen = 0; kills < 2; kills++) {
      const child = start(['ingest', ...args]);
      await until(() => {
        try {
          return stored() > seen ? true : undefined;
        } catch {
          // The schema is being made.
          return undefined;
        }
      });
      child.kill('SIGKILL');
      await child.finished;
      seen = stored();
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(4005);
    }
    expect((await run(['ingest', ...args])).status).toBe(0);
    const calm = [...args.slice(0, 2), '--data', join(dir, 'data2'), ...args.slice(4)];
    expect((await run(['ingest', ...calm])).status).toBe(0);
    expect(contentsOf(join(dir, 'data'))).toEqual(contentsOf(join(dir, 'data2')));
    const again = await run(['ingest', ...args]);
    expect(again.out).toContain('4,005 files, 0 read, 0 new, 0 changed');
  });
});

/** All that a database holds, but for when and in which transaction it came. */
function contentsOf(folder: string): readonly (readonly unknown[])[] {
  const database = new DatabaseSync(join(folder, 'huiliu.sqlite'), { readOnly: true });
  const contents = [
    'SELECT n, id, source, key, fingerprint, published, updated, written, title, summary, content FROM entries ORDER BY n',
    'SELECT c.kind, c.key, m.ordinal, m.id, m.live FROM memberships m JOIN scopes c ON c.id = m.scope ORDER BY 1, 2, 3',
    'SELECT kind, key, label, next, live FROM scopes ORDER BY 1, 2',
    'SELECT source, name, entry FROM names ORDER BY 1, 2',
    'SELECT path, digest, entry, present FROM seeds ORDER BY 1',
  ].map(sql => database.prepare(sql).all());
  database.close();
  return contents;
}

/** Every kind of breakage beside good seeds; which of them are problems, and which are mended and served. */
function breakage(folder: string): { readonly problems: readonly string[]; readonly mended: readonly string[] } {
  const put = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes);
  put('empty.md', '');
  put('blank.md', ' \n\n\t\n');
  put('executable.md', '---js\nmodule.exports = { title: process.exit(1) }\n---\ntext\n');
  put('huge.md', `---\ntitle: x\ndate: 2022-01-01\n---\n${'x'.repeat(10_000_000)}`);
  put(
    'binary.md',
    Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256),
  );
  put('controls.md', '---\ntitle: "\u0001\u0002"\ndate: 2022-01-01 10:00:00\n---\n');
  put('year-800.md', '---\ntitle: x\ndate: +0800\n---\ntext\n');
  put('picture.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47]));
  mkdirSync(join(folder, 'folder.md'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.md'));
  symlinkSync('/etc/passwd', join(folder, 'outside.md'));
  put('quotes.md', '---\ntitle: "国泰："锂"行情"\ndate: 2022-01-02 10:00:00\n---\n<p>正文。</p>\n');
  put('.hidden.md', 'not looked at');
  put('draft.md~', 'not looked at');
  const problems = [
    'empty.md',
    'blank.md',
    'executable.md',
    'huge.md',
    'binary.md',
    'controls.md',
    'year-800.md',
    'picture.png',
    'folder.md',
    'dangling.md',
    'outside.md',
  ];
  return { problems, mended: ['quotes.md'] };
}
