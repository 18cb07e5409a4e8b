import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Draft } from '../../src/model/entry.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { parse } from '../../src/parse/parse.ts';

type Golden = {
  readonly file: string;
  readonly source: string;
  readonly title: string;
  readonly link: string | null;
  readonly published: string;
  readonly categories: readonly { readonly term: string; readonly label: string }[];
  readonly publisher: string | null;
  readonly authors: readonly string[];
  readonly editor: string | null;
  readonly image: string | null;
  readonly images: readonly string[];
  readonly strong_count: number;
  readonly summary: string | null;
  readonly paragraph_count: number;
  readonly first_paragraph: string;
  readonly last_paragraph: string;
  readonly text_characters: number;
  readonly content_must_not_contain: readonly string[];
  readonly native_id: string | null;
  readonly language: string;
};

const home = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(home, path), 'utf8');
const goldens: readonly Golden[] = JSON.parse(text('test/fixtures/seeds.golden.json'));
const read = readConfig({ site: text('config/site.yaml'), sources: text('config/sources.yaml') });

describe('the five seeds become what an editor made of them', () => {
  test.each(goldens)('$file', golden => {
    const draft = draftOf(golden);
    expect(draft).toMatchObject({
      source: golden.source,
      title: golden.title,
      link: golden.link ?? undefined,
      written: Date.parse(golden.published),
      timed: true,
      categories: golden.categories,
      publisher: golden.publisher ?? undefined,
      authors: golden.authors,
      editor: golden.editor ?? undefined,
      nativeId: golden.native_id ?? undefined,
      language: golden.language,
      textLength: golden.text_characters,
      withdrawn: false,
      repairs: [],
    });
    expect(draft.image?.url ?? null).toBe(golden.image);
    if (golden.summary !== null) expect(draft.summary).toBe(golden.summary);
    else expect(draft.content?.replace(/<[^>]*>|\s/g, '')).toContain(draft.summary?.replace(/…$|\s/g, ''));
  });

  test.each(goldens)('$file: its content', golden => {
    const { content = '' } = draftOf(golden);
    const { document } = new JSDOM(`<body>${content}</body>`).window;
    const paragraphs = [...document.querySelectorAll('p')].map(p => p.textContent.trim()).filter(p => p !== '');
    expect(paragraphs.length).toBe(golden.paragraph_count);
    expect(paragraphs.at(0)).toBe(golden.first_paragraph);
    expect(paragraphs.at(-1)).toBe(golden.last_paragraph);
    expect([...document.querySelectorAll('strong')].length).toBe(golden.strong_count);
    expect([...document.querySelectorAll('img')].map(img => img.getAttribute('src'))).toEqual(golden.images);
    expect(document.body.textContent.replace(/\s/g, '').length).toBe(golden.text_characters);
    for (const unwanted of golden.content_must_not_contain) expect(content).not.toContain(unwanted);
  });
});

function draftOf({ file, source: id }: Golden): Draft {
  if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes));
  const source = read.config.sources.find(candidate => candidate.id === id);
  if (source === undefined) throw new Error(`sources.yaml has no ${id}`);
  const article = parse(readFileSync(join(home, file)), source.encoding);
  if (article.kind === 'problem') throw new Error(article.reason);
  const draft = normalize(article.value, source, file.replace(/^seeds\//, ''));
  if (draft.kind === 'problem') throw new Error(draft.reason);
  return draft.value;
}
