import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, serve, until, workplace } from './cli.ts';

/** A folder with the configuration of this repository, in which sina is replaced by a source of short posts. */
function shop(keep: string) {
  const { dir, seeds } = workplace();
  const config = join(dir, 'config');
  cpSync(join(import.meta.dirname, '../../config'), config, { recursive: true });
  const folder = join(seeds, 'short');
  mkdirSync(folder);
  const configure = (kept: string) =>
    writeFileSync(join(config, 'sources.yaml'), `short:\n  title: Short\n  timeZone: UTC\n${kept}\n`);
  configure(keep);
  const write = (number: number, text = 'Text.') =>
    writeFileSync(
      join(folder, `${number}.md`),
      `---\ntitle: "Post ${number}"\ndate: 2026-01-${String(number).padStart(2, '0')} 08:00:00\n---\n${text}\n`,
    );
  const looking = ['--seeds', seeds, '--config', config];
  const options = [...looking, '--data', join(dir, 'data')];
  return { dir, folder, options, looking, configure, write, file: (number: number) => join(folder, `${number}.md`) };
}

const titlesAt = async (base: string, path = '/sources/short/feed.json'): Promise<readonly string[]> => {
  const { items } = (await (await fetch(base + path)).json()) as { items: { title: string }[] };
  return items.map(({ title }) => title);
};

describe('a source with keep: 3', () => {
  test('has three of six posts from the start, and what is said of a file and of all tells of the others', async () => {
    const { options, looking, write, file } = shop('  keep: 3');
    for (let number = 1; number <= 6; number++) write(number);
    const checked = await run(['check', ...looking, '--json']);
    expect(JSON.parse(checked.out)).toMatchObject({ entries: 3, beyond: 3 });
    expect((await run(['check', ...looking])).out).toContain('3 beyond what is kept');
    expect((await run(['show', ...looking, file(1)])).out).toMatch(
      /kept +while it is among the newest\n.*keep 3 entries/,
    );
    expect((await run(['ingest', ...options])).out).toContain('3 new, 0 changed, 3 beyond what is kept');
    expect((await run(['ingest', ...options])).out).toContain('0 read');
    const { base } = await serve(options);
    expect(await titlesAt(base)).toEqual(['Post 6', 'Post 5', 'Post 4']);
  });

  test('stores of more files than go into one transaction, named by their dates, only those that it keeps', async () => {
    const { options, folder } = shop('  keep: 3');
    for (let number = 1; number <= 1100; number++) {
      const date = new Date(Date.UTC(2020, 0, number)).toISOString();
      writeFileSync(
        join(folder, `${date.slice(0, 10)}.md`),
        `---\ntitle: "Post ${number}"\ndate: ${date}\n---\nText.\n`,
      );
    }
    const { out } = await run(['ingest', ...options]);
    expect(out).toContain('3 new, 0 changed, 1,097 beyond what is kept');
    expect(out).not.toContain('expired');
  });

  test('lets the oldest go when another comes while it serves, and takes it in again by no touch and no edit', async () => {
    const { options, write, file } = shop('  keep: 3');
    for (const number of [4, 5, 6]) write(number);
    const { base, child } = await serve(options);
    write(7);
    await until(() => (child.said().includes('1 entry expired') ? true : undefined), child.said);
    expect(await titlesAt(base)).toEqual(['Post 7', 'Post 6', 'Post 5']);
    write(4, 'Edited.');
    await until(() => (child.said().includes('1 file beyond what is kept') ? true : undefined), child.said);
    utimesSync(file(4), 1, 1);
    await until(() => (child.said().match(/1 file beyond/g)?.length === 2 ? true : undefined), child.said);
    expect(await titlesAt(base)).toEqual(['Post 7', 'Post 6', 'Post 5']);
  });

  test('that keeps more later reads again what it left out; one that keeps less lets it go', async () => {
    const { dir, options, configure, write } = shop('  keep: 3');
    for (let number = 1; number <= 6; number++) write(number);
    const out = join(dir, 'feeds');
    const exported = async () => {
      const { out: said } = await run(['export', ...options, '--out', out]);
      const { items } = JSON.parse(readFileSync(join(out, 'sources/short/feed.json'), 'utf8'));
      return { said, count: items.length, pages: readdirSync(join(out, 'entries/short')).length };
    };
    expect(await exported()).toMatchObject({ count: 3, pages: 3 });
    configure('  keep: 5');
    expect(await exported()).toMatchObject({ count: 5, pages: 5 });
    configure('');
    expect(await exported()).toMatchObject({ count: 6, pages: 6 });
    configure('  keep: 2');
    const last = await exported();
    expect(last).toMatchObject({ count: 2, pages: 2 });
    expect(last.said).toContain('4 expired');
  });
});

describe('a source with keep: 30 days', () => {
  test('has the posts of the last thirty days, and says of a file whether it is one', async () => {
    const { options, looking, folder, file } = shop('  keep: 30 days');
    const dated = (name: number, age: number) =>
      writeFileSync(
        join(folder, `${name}.md`),
        `---\ntitle: "Post ${name}"\ndate: ${new Date(Date.now() - age * 86_400_000).toISOString()}\n---\nText.\n`,
      );
    dated(1, 31);
    dated(2, 29);
    expect((await run(['show', ...looking, file(1)])).out).toMatch(/kept +no: too old\n.*keep 30 days/);
    expect((await run(['show', ...looking, file(2)])).out).toMatch(/kept +yes\n/);
    const { base } = await serve(options);
    expect(await titlesAt(base)).toEqual(['Post 2']);
    expect(await titlesAt(base, '/feed.json')).toEqual(['Post 2']);
  });
});
