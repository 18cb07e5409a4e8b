import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, serve, until, workplace } from './cli.ts';

type Item = {
  readonly id: string;
  readonly title: string;
  readonly _huiliu: { readonly also?: readonly { readonly id: string; readonly source: { readonly title: string } }[] };
};

const itemsOf = async (base: string, path: string): Promise<readonly Item[]> =>
  ((await (await fetch(base + path)).json()) as { items: Item[] }).items;

/** As another portal would bring the release: its own headline, a byline, two paragraphs less, other marks. */
function retold(seeds: string): string {
  const [name = ''] = readdirSync(join(seeds, 'shanghaifabu'));
  const release = readFileSync(join(seeds, 'shanghaifabu', name), 'utf8');
  const paragraphs = [...release.matchAll(/<p>(.*?)<\/p>/g)].map(([, text = '']) => text.replace(/<[^>]+>/g, ''));
  const kept = paragraphs
    .filter((_, at) => at !== 2 && at !== 6)
    .map(text => `<p>　　${text.replaceAll('、', '，')}</p>`);
  return [
    '',
    '---',
    "title: '上海召开全市领导干部大会：对疫情防控再部署'",
    'categories:',
    ' - 金融',
    ' - 新浪财经',
    'author: 新浪财经',
    'date: Wed, 30 Mar 2022 16:02:00 GMT',
    '---',
    '',
    '<div>',
    '<p>　　来源：上海发布</p>',
    '<p>　　原标题：全市领导干部大会今晚举行</p>',
    ...kept,
    '<p class="article-editor">责任编辑：张三 SF100</p>',
    '</div>',
    '',
  ].join('\n');
}

describe('an edited copy of the Shanghai release among the articles of sina', () => {
  test('makes the merged feed no longer: the release says who else tells it, and sina’s own feed has it', async () => {
    const { seeds, args } = workplace();
    const { base } = await serve(args);
    const before = await fetch(`${base}/rss.xml`);
    const [etag, release] = [before.headers.get('etag') ?? '', (await itemsOf(base, '/feed.json')).find(isRelease)];
    expect(await before.text()).not.toContain('rel="related"');

    writeFileSync(join(seeds, 'sina', 'retold.md'), retold(seeds));
    const own = await until(async () => {
      const items = await itemsOf(base, '/sources/sina/feed.json');
      return items.length === 4 ? items : undefined;
    });
    const copy = own.find(({ title }) => title.startsWith('上海召开'));
    expect(copy?._huiliu.also).toMatchObject([{ id: release?.id, source: { title: '上海发布' } }]);

    const after = await fetch(`${base}/rss.xml`, { headers: { 'if-none-match': etag } });
    expect(after.status).toBe(200);
    const text = await after.text();
    expect(text.match(/<item>/g)).toHaveLength(5);
    expect(text).toContain('rel="related" type="text/html"');
    expect(text).toContain('title="新浪财经: 上海召开全市领导干部大会：对疫情防控再部署"');
    const items = await itemsOf(base, '/feed.json');
    expect(items).toHaveLength(5);
    expect(items.find(isRelease)).toEqual({
      ...release,
      _huiliu: { ...release?._huiliu, also: items.find(isRelease)?._huiliu.also },
    });
    expect(items.find(isRelease)?._huiliu.also).toMatchObject([{ id: copy?.id, source: { title: '新浪财经' } }]);
    expect(await itemsOf(base, '/feed.json?duplicates=show')).toHaveLength(6);
    expect((await fetch(`${base}/rss.xml?duplicates=all`)).status).toBe(400);

    const delta = await fetch(`${base}/atom.xml`, { headers: { 'a-im': 'feed', 'if-none-match': etag } });
    expect(delta.status).toBe(226);
    const changed = await delta.text();
    expect([...changed.matchAll(/<entry>\s*<id>([^<]*)/g)].map(([, id]) => id)).toEqual([release?.id]);
    const page = await (await fetch(`${base}/entries/shanghaifabu/NW202203302328599218`)).text();
    expect(page).toMatch(/新浪财经<\/span> <a href="[^"]+\/entries\/sina\/[^"]+" dir="auto">上海召开全市领导干部大会/);
  });

  test('is listed with how much alike they are, and read again changes nothing', async () => {
    const { dir, seeds, args } = workplace();
    writeFileSync(join(seeds, 'sina', 'a.md'), retold(seeds));
    expect((await run(['ingest', ...args])).out).toContain('6 read, 6 new, 0 changed');
    const data = ['--data', join(dir, 'data')];
    const { out, status } = await run(['stories', ...data]);
    expect(status).toBe(0);
    expect(out).toMatch(/^1 story told by 2 articles\.\n\n {2}shown .* shanghaifabu /);
    expect(out).toMatch(/\n +\d\d% +\d\d% {2}2022-03-30T16:02Z {2}sina +上海召开/);
    expect((await run(['stories', '--since', '2022-04-01', ...data])).out).toBe('No story is told twice.\n');
    for (const since of ['soon', '2026-02-30'])
      expect((await run(['stories', '--since', since, ...data])).status).toBe(2);
    const [story] = JSON.parse((await run(['stories', '--json', ...data])).out);
    expect(story.id).toBe('tag:huiliu.example,2026:shanghaifabu/NW202203302328599218');
    expect(story.tellers[1]).toMatchObject({ source: 'sina' });
    expect(story.tellers[1].containment).toBeGreaterThan(0.8);
    // Under another name it is read again, and is what it was.
    rmSync(join(seeds, 'sina', 'a.md'));
    writeFileSync(join(seeds, 'sina', 'b.md'), retold(seeds));
    expect((await run(['ingest', ...args])).out).toContain('1 read, 0 new, 0 changed');
    expect((await run(['stories', ...data])).out).toBe(out);
  });

  test('is shown by itself where stories are off', async () => {
    const { dir, seeds, args } = workplace();
    writeFileSync(join(seeds, 'sina', 'a.md'), retold(seeds));
    await run(['ingest', ...args]);
    const site = readFileSync('config/site.yaml', 'utf8').replace(/^stories:\n(?: .*\n)*/m, 'stories: off\n');
    writeFileSync(join(dir, 'site.yaml'), site);
    writeFileSync(join(dir, 'sources.yaml'), readFileSync('config/sources.yaml'));
    const { base } = await serve([...args, '--config', dir]);
    expect(await itemsOf(base, '/feed.json')).toHaveLength(6);
    expect(await itemsOf(base, '/feed.json?duplicates=hide')).toHaveLength(5);
    expect(await (await fetch(`${base}/rss.xml`)).text()).not.toContain('related');
  });
});

function isRelease({ id }: Item): boolean {
  return id.includes(':shanghaifabu/');
}
