/** What a page says of its article for programs: Open Graph, meta elements, JSON-LD (schema.org). */
import { isRecord } from '../../model/record.ts';
import type { Node } from '../content/nodes.ts';
import { finderOf } from '../content/selectors.ts';
import { asText, asTexts } from '../fields.ts';
import { oneLine } from '../text.ts';
import { isWebUrl } from '../urls.ts';

/** Plain texts; addresses and dates as written. */
export type Metadata = {
  readonly title: string | undefined;
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly description: string | undefined;
  /** The best first. */
  readonly images: readonly string[];
  readonly authors: readonly string[];
  readonly tags: readonly string[];
};

/** The metadata of a page. */
export function metadataOf(page: Node): Metadata {
  const [metas = [], scripts = []] = finderOf([['meta[content]'], ['script[type="application/ld+json"]']])(page);
  const article = scripts.flatMap(articlesIn)[0] ?? {};
  const meta = (...names: readonly string[]) => names.flatMap(name => contentsOf(metas, name));
  const named = meta('author', 'article:author', 'dc.creator').filter(name => !isWebUrl(name));
  return {
    title: meta('og:title', 'twitter:title')[0] ?? asText(article.headline),
    published:
      meta('article:published_time', 'dc.date', 'datepublished', 'pubdate')[0] ?? asText(article.datePublished),
    updated: meta('article:modified_time', 'og:updated_time')[0] ?? asText(article.dateModified),
    description: meta('og:description', 'description', 'twitter:description')[0] ?? asText(article.description),
    images: [...meta('og:image', 'og:image:url', 'twitter:image'), ...asTexts(article.image, ['url', 'contentUrl'])],
    authors: [...new Set(named.length > 0 ? named : asTexts(article.author, ['name']))],
    tags: [...new Set(meta('article:tag'))],
  };
}

/** Texts of the meta elements of a name, in either attribute and any case; those that say nothing are left out. */
function contentsOf(metas: readonly Node[], wanted: string): readonly string[] {
  return metas.flatMap(({ attribs = {} }) => {
    const name = attribs.property ?? attribs.name ?? attribs.itemprop;
    const text = name?.trim().toLowerCase() === wanted ? oneLine(attribs.content ?? '') : '';
    return text === '' ? [] : text;
  });
}

type Json = Readonly<Record<string, unknown>>;

/** Things that were published, in a script of JSON-LD: alone, in a list, or in a graph. */
function articlesIn(script: Node): readonly Json[] {
  const text = (script.children ?? []).map(({ data = '' }) => data).join('');
  const root = parsed(text);
  const things = Array.isArray(root) ? root : isRecord(root) && Array.isArray(root['@graph']) ? root['@graph'] : [root];
  return things
    .filter(isRecord)
    .filter(thing => asTexts(thing['@type'], []).some(type => /Article|Posting|Report/.test(type)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SyntaxError: then the page says nothing here, as most do.
    return undefined;
  }
}
