/** A server whose configuration is changed while it serves. */
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EntryRecord } from '../../src/model/store.ts';
import { record } from '../contract/records.ts';
import { serve, until, workplace } from './cli.ts';
import { server } from './fetching/loopback.ts';

/** A workplace with a configuration of its own. */
function ownPlace() {
  const { dir, seeds, args } = workplace();
  const config = join(dir, 'config');
  cpSync(args.at(-1) ?? '', config, { recursive: true });
  const change = (name: string, from: string | RegExp, to: string) => {
    const path = join(config, name);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    // In the two ways of editors: a new file in its place, or the same one written again.
    if (name === 'site.yaml') {
      writeFileSync(`${path}.new`, changed);
      renameSync(`${path}.new`, path);
    } else writeFileSync(path, changed);
    return () => writeFileSync(path, text);
  };
  return { dir, seeds, args: [...args.slice(0, -1), config], change };
}

const text = async (url: string) => (await fetch(url)).text();

describe('a configuration that is changed while Huiliu serves', () => {
  test('brings a new source, without a new start', async () => {
    const { seeds, args, change } = ownPlace();
    mkdirSync(join(seeds, 'blog'));
    writeFileSync(join(seeds, 'blog/a.md'), '---\ntitle: 博客一则\ndate: 2022-07-01 08:00:00 +0800\n---\n正文。\n');
    const { base, child } = await serve(args);
    expect((await fetch(`${base}/sources/blog/atom.xml`)).status).toBe(404);
    change('sources.yaml', /^/, 'blog:\n  title: 博客\n  folder: blog\n  timeZone: Asia/Shanghai\n');
    const feed = await until(async () => {
      const response = await fetch(`${base}/sources/blog/atom.xml`);
      const body = await response.text();
      return body.includes('博客一则') ? body : undefined;
    }, child.said);
    expect(feed).toContain('<title type="text">博客');
    await until(() =>
      /The configuration was changed: \d+ sources; new: blog$/m.test(child.said()) ? true : undefined,
    );
    // The thread that stores now watches as the one before did.
    writeFileSync(join(seeds, 'blog/b.md'), '---\ntitle: 博客又一则\ndate: 2022-07-02 08:00:00 +0800\n---\n正文。\n');
    await until(async () => ((await text(`${base}/atom.xml`)).includes('博客又一则') ? true : undefined), child.said);
    child.kill('SIGINT');
    expect((await child.finished).status).toBe(0);
  });

  test('says nothing new of an article that is to be published later', async () => {
    const { seeds, args, change } = ownPlace();
    const later = '---\ntitle: 以后\ndate: 2026-01-01 10:00:00\npublishDate: 2090-01-01\n---\n正文。\n';
    writeFileSync(join(seeds, 'sina/later.md'), later);
    const { child } = await serve(args);
    const changes = (count: number) =>
      until(() => (child.said().match(/configuration was changed/g)?.length === count ? true : undefined), child.said);
    change('site.yaml', /^title:.*$/m, 'title: 一');
    await changes(1);
    // It is taken up when the files were looked at under the one before.
    change('site.yaml', /^title:.*$/m, 'title: 二');
    await changes(2);
    expect(child.said().match(/1 to be published later/g)).toHaveLength(1);
  });

  test('brings the first source that is fetched, which is asked at once', async () => {
    const { args, change } = ownPlace();
    const feed = '<rss version="2.0"><channel><title>F</title><item><title>抓来的一则</title></item></channel></rss>';
    const site = await server((_, response) => response.end(feed));
    const { base, child } = await serve(args);
    change('site.yaml', /$/, 'fetch: { allow: [127.0.0.1] }\n');
    change('sources.yaml', /$/, `news:\n  kind: feed\n  title: 新闻\n  url: ${site.base}/\n`);
    await until(async () => ((await text(`${base}/atom.xml`)).includes('抓来的一则') ? true : undefined), child.said);
  });

  test('is seen in the next answer, under another tag; a comment is no change', async () => {
    const { args, change } = ownPlace();
    const { base, child } = await serve(args);
    const tag = (await fetch(`${base}/atom.xml`)).headers.get('etag') ?? '';
    change('sources.yaml', /^/, '# a comment\n');
    const before = /^title: *(.*)$/m;
    change('site.yaml', before, 'title: Another title');
    await until(
      async () => ((await text(`${base}/atom.xml`)).includes('<title type="text">Another title') ? true : undefined),
      child.said,
    );
    expect((await fetch(`${base}/atom.xml`, { headers: { 'if-none-match': tag } })).status).toBe(200);
    expect(child.said().match(/The configuration was changed/g)).toHaveLength(1);
  });

  test('that is taken away is missed, and what was read of it holds; put back, it is taken up again', async () => {
    const { dir, args, change } = ownPlace();
    const { base, child } = await serve(args);
    const [path, aside] = [join(dir, 'config/sources.yaml'), join(dir, 'sources.yaml')];
    renameSync(path, aside);
    const failure = await until(() => /^\{.*is gone.*\}$/m.exec(child.said())?.[0], child.said);
    expect(JSON.parse(failure).err.message).toContain('sources.yaml');
    expect((await fetch(`${base}/atom.xml`)).status).toBe(200);
    renameSync(aside, path);
    change('site.yaml', /^title: *(.*)$/m, 'title: Another title');
    await until(
      async () => ((await text(`${base}/atom.xml`)).includes('Another title') ? true : undefined),
      child.said,
    );
    expect(child.said().match(/is gone/g)).toHaveLength(1);
  });

  test('with a mistake in it is named and not used; mended, it is', async () => {
    const { args, change } = ownPlace();
    const { base, child } = await serve(args);
    const undo = change('sources.yaml', /^/, 'Blog!:\n  title: 1\n');
    const failure = await until(() => /^\{.*cannot be used.*\}$/m.exec(child.said())?.[0], child.said);
    expect(JSON.parse(failure).err).toEqual({ type: 'UsageError', message: expect.stringContaining('sources.yaml') });
    expect((await fetch(`${base}/atom.xml`)).status).toBe(200);
    undo();
    change('site.yaml', /^title: *(.*)$/m, 'title: Another title');
    await until(
      async () => ((await text(`${base}/atom.xml`)).includes('<title type="text">Another title') ? true : undefined),
      child.said,
    );
  });

  test('refuses no reader and loses nothing that is put in meanwhile', async () => {
    const { args, change } = ownPlace();
    const { base, child } = await serve(args, { HUILIU_TOKEN: 'secret' });
    const post = (revision: number, entry: EntryRecord) =>
      fetch(`${base}/api/entries`, {
        method: 'POST',
        headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
        body: JSON.stringify({ epoch: 'elsewhere', revision, entries: [entry], retracted: [] }),
      });
    let done = false;
    const putting = (async () => {
      const put: string[] = [];
      for (let n = 1; !done; n++) {
        const response = await post(n, record(`n${n}`));
        expect(response.status, await response.text()).toBe(200);
        put.push(`n${n}`);
      }
      return put;
    })();
    const reading = (async () => {
      while (!done) expect((await fetch(`${base}/rss.xml`)).status).toBe(200);
    })();
    for (const title of ['One', 'Two', 'Three']) {
      change('site.yaml', /^title: *(.*)$/m, `title: ${title}`);
      await until(
        async () => ((await text(`${base}/atom.xml`)).includes(`<title type="text">${title}`) ? true : undefined),
        child.said,
      );
    }
    done = true;
    const [put] = await Promise.all([putting, reading]);
    const answers = await Promise.all(put.map(key => fetch(`${base}/entries/sina/${key}`)));
    expect(answers.map(({ status }) => status)).toEqual(put.map(() => 200));
  });
});
