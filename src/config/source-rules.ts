/** The vocabulary of a source's rules in `sources.yaml`: what each key may hold, and what holds without it. */
import * as v from 'valibot';
import { isRecord } from '../model/record.ts';
import { newNames, type Rules, textFacts } from '../model/source.ts';
import { record } from './record.ts';

/** A picture of these services is made up on the spot. */
const madeUpPictures = [
  '^https?://(?:[a-z]+\\.)?(?:picsum\\.photos|placehold\\.co|placehold\\.it|placeholder\\.com|dummyimage\\.com)/',
];

/** `作者：`, `文/`, `By `, `记者 `: what stands before a name and is none. */
const bylines = ['^(?:(?:本报|特约)?(?:作者|记者|撰文|编辑|责任编辑|责编|文)\\s?[：:/／|｜]\\s?|[Bb]y:?\\s)'];

/**
 * One step of a selector: `p`, `.note`, `#id`, `a[href^="x"]`, `center:has(> img)`. A small part of CSS, so that no
 * selector can take longer than the document is long.
 */
const part = '(?:[a-z][a-z0-9-]*|\\*)?(?:[.#][\\w-]+|\\[[\\w-]+(?:[~|^$*]?="[^"\\]]*")?\\])*';
const step = `(?=[a-z*.#[])${part}(?::has\\(> (?=[a-z*.#[])${part}\\)|:not\\((?=[a-z*.#[])${part}\\)|:(?:first|last|only)-child|:empty)*`;
const selectorSyntax = new RegExp(`^${step}(?:\\s?>\\s?${step}|\\s${step})*$`);

/** A selector as rules have it. */
export const selector = v.pipe(
  v.string('a selector such as p.note'),
  v.regex(
    selectorSyntax,
    'a selector of tag, .class, #id, [attribute="x"], :has(> x), :not(x), :first-child, :last-child, :only-child, :empty, joined by a space or >',
  ),
);
const selectors = v.array(selector, 'a list of selectors');

/** A regular expression with the `u` flag whose named groups are among `groups`. */
const pattern = (...groups: readonly string[]) =>
  v.pipe(
    v.string('a regular expression'),
    v.check(isRegExp, issue => `a regular expression (${whyNot(issue.input)})`),
    v.check(
      text => groupsOf(text).every(group => groups.includes(group)),
      groups.length === 0
        ? 'a regular expression without named groups'
        : `a regular expression with groups of ${groups.join(', ')} only`,
    ),
    v.transform(text => new RegExp(text, 'u')),
  );

const factPattern = v.pipe(
  pattern(...textFacts),
  v.check(expression => expression.source !== '(?:)', 'a regular expression that is not empty'),
);
const patterns = v.array(pattern(), 'a list of regular expressions');
const key = v.pipe(v.string('a front matter key'), v.nonEmpty('a front matter key'));
const keys = v.array(key, 'a list of front matter keys');
const place = 'link, path, body or a front matter key';
const one = <const T extends readonly string[]>(...options: T) => v.picklist(options, `one of ${options.join(', ')}`);

/** The front matter keys that may hold a fact, the best first; without keys of its own these. */
const keysOr = (...usual: readonly string[]) => v.optional(keys, [...usual]);

/** Where articles of Jekyll, Hexo, Hugo and Astro keep their facts. */
const fields = record(
  {
    title: keysOr('title'),
    date: keysOr(
      ...['date', 'dateCreated', 'pubDate', 'publishDate', 'published', 'datePublished', 'created'],
      ...['date_published', 'published_at', 'created_at'],
    ),
    modified: keysOr(
      ...['updated', 'updatedDate', 'lastmod', 'last_modified_at', 'modified', 'dateModified'],
      ...['date_modified', 'updated_at'],
    ),
    link: keysOr('link', 'url', 'permalink', 'canonical', 'canonical_url', 'from', 'source'),
    author: keysOr('author', 'authors', 'creator'),
    editor: keysOr('editor'),
    publisher: keysOr('publisher', 'source', 'from'),
    category: keysOr('categories', 'category', 'tags', 'tag'),
    summary: keysOr('description', 'excerpt', 'summary', 'subtitle'),
    picture: keysOr(
      ...['image', 'headimg', 'thumbnail', 'heroImage', 'cover', 'picture', 'banner'],
      // Hugo and its themes, Ghost, exports of WordPress.
      ...['images', 'featured_image', 'featuredImage', 'feature_image', 'coverImage'],
    ),
    enclosure: keysOr('enclosures', 'enclosure', 'attachments', 'audio', 'podcast'),
    language: keysOr('lang', 'language'),
    id: keysOr('guid', 'id'),
  },
  'facts, each with a list of front matter keys',
);

/** The keys of a record of `sources.yaml` that are rules; each has a default. */
export const ruleEntries = {
  body: v.optional(one('html', 'markdown', 'auto'), 'auto'),
  templates: v.optional(one('drop', 'keep'), 'drop'),
  fields: v.optional(fields, {}),
  cut: v.optional(v.array(record({ from: pattern(), to: pattern() }, 'from and to'), 'a list of from and to'), []),
  head: v.optional(v.array(factPattern, 'a list of regular expressions'), []),
  tail: v.optional(v.array(factPattern, 'a list of regular expressions'), []),
  elements: v.optional(
    v.array(record({ select: selector, pattern: factPattern }, 'select and pattern'), 'a list of select and pattern'),
    [],
  ),
  drop: v.optional(selectors, []),
  unwrap: v.optional(selectors, []),
  rename: v.optional(
    v.pipe(
      v.custom<Readonly<Record<string, unknown>>>(isRecord, 'new names, each with a list of selectors'),
      v.record(one(...newNames), selectors),
    ),
    {},
  ),
  nativeId: v.optional(
    v.array(
      record(
        {
          in: v.pipe(v.string(place), v.nonEmpty(place)),
          pattern: pattern('id'),
        },
        'in and pattern',
      ),
      'a list of in and pattern',
    ),
    [],
  ),
  category: v.optional(
    record(
      {
        split: v.optional(one('auto', 'comma', 'space', 'none'), 'auto'),
        label: v.optional(record({ field: key, pattern: pattern('label') }, 'field and pattern'), undefined),
      },
      'split and label',
    ),
    {},
  ),
  people: v.optional(record({ split: v.optional(one('comma', 'none'), 'comma') }, 'split'), {}),
  noise: v.optional(patterns, bylines),
  placeholders: v.optional(patterns, madeUpPictures),
};

/** What holds for a source that is fetched and says nothing: its parser knows what is HTML, and what each article is known by. */
export const feedRuleDefaults = {
  body: 'html',
  // The buttons of FeedBurner and Jetpack, the players of Ghost beside its recordings, and the icons of sites that it links.
  drop: ['.feedflare', '.sharedaddy', '.kg-audio-player', '.kg-video-player', '.kg-bookmark-icon'],
  templates: 'keep',
  nativeId: [{ in: 'key', pattern: '^.+$' }],
  category: { split: 'none' },
  people: { split: 'none' },
} as const;

/** Rules alone. */
export const rulesSchema: v.GenericSchema<unknown, Rules> = record(ruleEntries, 'rules');

function isRegExp(text: string): boolean {
  return whyNot(text) === undefined;
}

function whyNot(text: string): string | undefined {
  try {
    new RegExp(text, 'u');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function groupsOf(text: string): readonly string[] {
  return [...text.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name = '']) => name);
}
