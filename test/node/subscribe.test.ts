import { cpSync, existsSync, lstatSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseOpml } from '../../src/parse/opml.ts';
import { run, start, startFull, workplace } from './cli.ts';

/** A folder with a copy of the configuration, and a file of subscriptions. */
function place(outlines: string) {
  const { dir } = workplace();
  const config = join(dir, 'config');
  cpSync(join(import.meta.dirname, '../../config'), config, { recursive: true });
  const file = join(dir, 'a.opml');
  writeFileSync(file, `<opml version="2.0"><body>${outlines}</body></opml>`);
  const sources = () => readFileSync(join(config, 'sources.yaml'), 'utf8');
  const write = (text: string) => writeFileSync(join(config, 'sources.yaml'), text);
  return { config, file, sources, write, import: () => run(['import', file, '--config', config]) };
}

test('the feeds of an OPML file become sources once, and can be printed as OPML again', async () => {
  const {
    config,
    sources,
    import: importing,
  } = place(
    '<outline text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/?x"/><outline text="B" xmlUrl="https://b.example/feed"/>',
  );
  const before = sources();
  expect(await importing()).toMatchObject({ status: 0, out: expect.stringContaining('2 sources added') });
  const after = sources();
  expect(after.startsWith(before.trimEnd())).toBe(true);
  expect(await importing()).toMatchObject({ status: 0, out: expect.stringContaining('0 sources added') });
  expect(sources()).toBe(after);
  const { out } = await run(['subscriptions', '--config', config]);
  expect(parseOpml(new TextEncoder().encode(out))).toMatchObject({
    value: [
      { title: 'A & B', url: 'https://a.example/feed', home: 'https://a.example' },
      { title: 'B', url: 'https://b.example/feed' },
    ],
  });
});

test('whoever has enough of what is printed ends nothing', async () => {
  const { config } = place('');
  const child = start(['subscriptions', '--config', config]);
  child.stdout?.destroy();
  expect(await child.finished).toMatchObject({ status: 0, err: '' });
});

test.skipIf(!existsSync('/dev/full'))('that a full disk does not hold what is printed is said in a line', async () => {
  const { config } = place('');
  const { finished } = startFull(['subscriptions', '--config', config]);
  expect(await finished).toMatchObject({ status: 2, err: 'What is to be printed cannot be written (ENOSPC).\n' });
});

test('what cannot be fetched is named, and the rest taken', async () => {
  const { sources, import: importing } = place(
    '<outline text="mail" xmlUrl="mailto:a@b.example"/><outline text="B" xmlUrl="https://b.example/feed"/>',
  );
  const { status, err } = await importing();
  expect([status, err]).toEqual([1, 'Not taken: mail <mailto:a@b.example>: only http and https are fetched.\n']);
  expect(sources()).toContain('\nb.example:\n  kind: feed\n');
});

test('what FreshRSS makes of a page by its own rules is no feed, and is named', async () => {
  const { sources, import: importing } = place(
    '<outline text="A" type="HTML+XPath" xmlUrl="https://a.example/news"/><outline text="B" type="rss" xmlUrl="https://b.example/feed"/>',
  );
  const { status, err } = await importing();
  expect(status).toBe(1);
  expect(err).toMatch(/^Not taken: A <https:\/\/a\.example\/news>: it is no feed/);
  expect(sources()).toContain('\nb.example:\n  kind: feed\n');
  expect(sources()).not.toContain('a.example');
});

test('what cannot be fetched is named without what a terminal obeys', async () => {
  const { import: importing } = place('<outline text="&#27;[2Jmail&#10;x" xmlUrl="mailto:a@b.example"/>');
  const { err } = await importing();
  expect(err).toBe('Not taken: \\x1b[2Jmail\\x0ax <mailto:a@b.example>: only http and https are fetched.\n');
});

test('a file that is no OPML is said to be none, and nothing is written', async () => {
  const { file, sources, import: importing } = place('');
  const before = sources();
  writeFileSync(file, 'hello');
  expect(await importing()).toMatchObject({ status: 2, err: expect.stringContaining('it is no OPML') });
  expect(sources()).toBe(before);
});

test('addresses are read as readers export them, each once', async () => {
  const {
    sources,
    write,
    import: importing,
  } = place(
    '<outline text="A" xmlUrl=" https://a.example/feed#top " htmlUrl="https://medium.example/@a"/><outline text="A" xmlUrl="https://a.example/feed"/><outline text="B" xmlUrl="feed://b.example/feed"/>',
  );
  write('');
  expect(await importing()).toMatchObject({ status: 0, out: expect.stringContaining('2 sources added') });
  expect(sources()).toBe(
    'a.example:\n  kind: feed\n  title: A\n  url: https://a.example/feed\n  home: https://medium.example/@a\n\nb.example:\n  kind: feed\n  title: B\n  url: http://b.example/feed\n',
  );
});

test('a link to the file goes on leading to it', async () => {
  const { config, sources, import: importing } = place('<outline text="A" xmlUrl="https://a.example/feed"/>');
  const link = join(config, 'sources.yaml');
  const real = join(config, 'elsewhere.yaml');
  renameSync(link, real);
  symlinkSync('elsewhere.yaml', link);
  expect(await importing()).toMatchObject({ status: 0 });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toContain('\na.example:\n');
  expect(sources()).toContain('\na.example:\n');
});

test.each([
  ['', ''],
  ['---\n# Ours.\n', '---\n# Ours.\n\n'],
  ['# Ours.\n{}\n', '# Ours.\n\n'],
])('the first source may be one that is added: %j', async (text, before) => {
  const { sources, write, import: importing } = place('<outline text="A" xmlUrl="https://a.example/feed"/>');
  write(text);
  expect(await importing()).toMatchObject({ status: 0, err: '' });
  expect(sources()).toBe(`${before}a.example:\n  kind: feed\n  title: A\n  url: https://a.example/feed\n`);
});

test.each(['{ x: { title: X } }\n', '  x:\n    title: X\n', 'x:\n  title: X\n...\n'])(
  'what nothing can be put behind stays as it is, and the record is shown: %j',
  async text => {
    const { sources, write, import: importing } = place('<outline text="A" xmlUrl="https://a.example/feed"/>');
    write(text);
    const { status, err } = await importing();
    expect([status, err]).toEqual([
      2,
      expect.stringContaining('Write there yourself:\n\na.example:\n  kind: feed\n  title: A\n'),
    ]);
    expect(sources()).toBe(text);
  },
);

test('lines end as they do in the file', async () => {
  const { sources, write, import: importing } = place('<outline text="A" xmlUrl="https://a.example/feed"/>');
  write('x:\r\n  title: X\r\n');
  expect(await importing()).toMatchObject({ status: 0 });
  expect(sources().match(/\r?\n/g)).toEqual(Array.from({ length: 7 }, () => '\r\n'));
});
