/** Article + Source -> Draft: what a careful editor would make of it. The policy is docs/normalizing.md. */
import type { Draft } from '../model/entry.ts';
import type { Article, Outcome } from '../model/seed.ts';
import type { Source } from '../model/source.ts';
import { readArticle } from './reading.ts';

/** Normalizes one article; `path` is its seed's. Never throws for what is in it; a Problem for an article that says nothing or has no date. */
export function normalize(article: Article, source: Source, path: string): Outcome<Draft> {
  const read = readArticle(article, source, path);
  if (read.kind === 'problem') return read;
  const {
    title,
    link,
    written,
    notBefore,
    modified,
    authors,
    editor,
    publisher,
    categories,
    summary,
    content,
    image,
    enclosures,
  } = read.value;
  return {
    kind: 'ok',
    value: {
      source: source.id,
      title: title.value,
      link: link?.value,
      written: written.value.instant,
      timed: written.value.timed,
      notBefore: notBefore?.value,
      modified: modified?.value,
      authors: authors?.value ?? [],
      editor: editor?.value,
      publisher: publisher?.value,
      categories: categories.value,
      summary: summary?.value,
      content: content.value.html === '' ? undefined : content.value.html,
      image: image?.value,
      enclosures: enclosures?.value,
      language: read.value.language.value,
      nativeId: read.value.nativeId?.value,
      upstreamId: read.value.upstreamId?.value,
      withdrawn: read.value.withdrawn !== undefined,
      repairs: read.value.repairs,
      textLength: content.value.textLength,
    },
  };
}
