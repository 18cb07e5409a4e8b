/** Article + Source -> Draft: what a careful editor would make of it. The policy is docs/normalizing.md. */
import type { Draft } from '../model/entry.ts';
import type { Article, Outcome } from '../model/seed.ts';
import type { Source } from '../model/source.ts';
import { readArticle } from './reading.ts';

/** Normalizes one article; `path` is its seed's. Never throws for what is in it; a Problem for an article that says nothing or has no date. */
export function normalize(article: Article, source: Source, path: string): Outcome<Draft> {
  const read = readArticle(article, source, path);
  if (read.kind === 'problem') return read;
  const said = read.value;
  return {
    kind: 'ok',
    value: {
      source: source.id,
      title: said.title.value,
      link: said.link?.value,
      written: said.written.value.instant,
      timed: said.written.value.timed,
      notBefore: said.notBefore?.value,
      notAfter: said.notAfter?.value,
      modified: said.modified?.value,
      authors: said.authors?.value ?? [],
      editor: said.editor?.value,
      publisher: said.publisher?.value,
      categories: said.categories.value,
      summary: said.summary?.value,
      content: said.content.value.html === '' ? undefined : said.content.value.html,
      image: said.image?.value,
      enclosures: said.enclosures?.value,
      language: said.language.value,
      nativeId: said.nativeId?.value,
      upstreamId: said.upstreamId?.value,
      withdrawn: said.withdrawn !== undefined,
      repairs: said.repairs,
      textLength: said.content.value.textLength,
    },
  };
}
