/** What one article becomes, field by field, and which rule found each value: what `huiliu show` prints. */
import { isLabelled, type Picture, undated } from '../model/entry.ts';
import type { Article, Outcome } from '../model/seed.ts';
import type { Source } from '../model/source.ts';
import type { Found } from './fields.ts';
import { readArticle } from './reading.ts';

/** One field of an entry. `rule` names what found it: `field date`, `tail 2`, `elements p.em_media`, `first sentence`… */
export type Explanation = { readonly field: string; readonly value: string; readonly rule: string };

/** Every field an article has a value for, in the order of an entry, then what had to be mended; or why it is none. */
export function explain(article: Article, source: Source, path: string): Outcome<readonly Explanation[]> {
  const read = readArticle(article, source, path);
  if (read.kind === 'problem') return read;
  const said = read.value;
  const lines: readonly (Explanation | undefined)[] = [
    line('title', said.title),
    line('link', said.link),
    line('published', said.written, ({ instant, timed }) =>
      instant === undated ? whenUndated(said.withdrawn) : `${iso(instant)}${timed ? '' : ' (no time of day)'}`,
    ),
    line('not before', said.notBefore, iso),
    line('not after', said.notAfter, iso),
    line('updated', said.modified, iso),
    line('authors', said.authors, names => names.join(', ')),
    line('editor', said.editor),
    line('publisher', said.publisher),
    line('categories', said.categories, all =>
      all.map(each => (isLabelled(each) ? `${each.term} (${each.label})` : each.term)).join(', '),
    ),
    line('summary', said.summary),
    line('image', said.image, fileOf),
    line('enclosures', said.enclosures, all => all.map(fileOf).join(', ')),
    line('language', said.language),
    line('native id', said.nativeId),
    line('upstream id', said.upstreamId),
    line('withdrawn', said.withdrawn, () => 'yes'),
    line('content', said.content, ({ html, textLength }) =>
      html === '' ? '' : `${textLength} characters of text\n${html}`,
    ),
    ...said.repairs.map(repair => ({ field: 'repair', value: repair, rule: '' })),
  ];
  return { kind: 'ok', value: lines.filter(found => found !== undefined) };
}

/** A draft is not seen by anybody: published without a date, its file is a problem. */
function whenUndated(withdrawn: Found<true> | undefined): string {
  return withdrawn === undefined ? 'the time of the run' : 'not yet';
}

function line(field: string, found: Found<string> | undefined): Explanation | undefined;
function line<T>(field: string, found: Found<T> | undefined, show: (value: T) => string): Explanation | undefined;
function line<T>(field: string, found: Found<T> | undefined, show: (value: T) => string = String) {
  const value = found === undefined ? '' : show(found.value);
  return found === undefined || value === '' ? undefined : { field, value, rule: found.rule };
}

function fileOf({ url, type }: Picture): string {
  return type === undefined ? url : `${url} (${type})`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
