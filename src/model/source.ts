import type { Keep } from './keep.ts';

/** Where entries come from: one record of `config/sources.yaml`. Everything particular to a source is here, as data. */
export type Source = SourceFacts & (FileSource | FetchedSource);

/** Files that somebody puts into a folder. */
export type FileSource = {
  readonly kind: 'files';
  /** Folder below the seeds folder, searched with all below it. */
  readonly folder: string;
  /** Front matter that a file of the folder must have to be this source's; absent: every file. */
  readonly where?: Readonly<Record<string, string>> | undefined;
  /** The pattern that the source's generator makes addresses by, below `home`: `/:year/:month/:title/` (model/permalink.ts). */
  readonly permalink?: string | undefined;
};

/** What is fetched from an address, again and again. */
export type FetchedSource =
  /** A feed: RSS, RDF, Atom or JSON Feed. */
  (Polled & { readonly kind: 'feed' }) | PageSource;

/** A page that lists articles, and the pages of these, where there is no feed. */
export type PageSource = Polled & { readonly kind: 'page'; readonly page: PageRules };

type Polled = {
  /** http(s), absolute. */
  readonly url: string;
  /** Milliseconds from one run to the next, at least; absent: how often is learned from how often the source publishes. */
  readonly every?: number | undefined;
  /** Whether feeds and pages name `url`: an address may hold a secret. */
  readonly isUnlisted: boolean;
};

/** Where the parts of a list page and of article pages are: selectors. What they do not say, the page's metadata says. */
export type PageRules = {
  /** On the list page, one for each article. */
  readonly item: string;
  /** Within an item, the element with the `href`; absent: the item itself, else its first `a[href]`. */
  readonly link?: string | undefined;
  /** On the article's page; absent: `og:title`, the first `h1`, `title`. */
  readonly title?: string | undefined;
  /** On the article's page, its `datetime`, `content` or text; absent: `article:published_time`, JSON-LD, the first `time`. */
  readonly date?: string | undefined;
  /** On the article's page; absent: the item says all there is, and no article page is fetched. */
  readonly content?: string | undefined;
};

export function isOfFiles(source: Source): source is Source & FileSource {
  return source.kind === 'files';
}

export function isFetchedSource(source: Source): source is Source & FetchedSource {
  return source.kind !== 'files';
}

/** Whether a path lies in the folder of a source, which may be the seeds folder itself. No text is made: it is asked of every file. */
export function liesIn({ folder }: Pick<FileSource, 'folder'>, path: string): boolean {
  return folder === '' || (path[folder.length] === '/' && path.startsWith(folder));
}

type SourceFacts = {
  readonly id: string;
  /** As people know it. */
  readonly title: string;
  /** Its home page: absolute; relative URLs of articles without a link of their own are resolved against it. */
  readonly home?: string | undefined;
  /** BCP 47; absent: its articles say it, and its feed is in what they say. */
  readonly language?: string | undefined;
  /** IANA name, for dates that name no zone. */
  readonly timeZone: string;
  /** WHATWG label for files that are not UTF-8 and have no byte order mark. */
  readonly encoding: string;
  /** How much of it is kept; absent: everything, for ever. */
  readonly keep?: Keep | undefined;
  readonly rules: Rules;
};

/** How an article of a source is read and cleaned: patterns and selectors, no code. `config/source-rules.ts` has the defaults. */
export type Rules = {
  /** How bodies are written; `auto` looks at each. */
  readonly body: 'html' | 'markdown' | 'auto';
  /** Whether template tags ({% … %}, {{ … }}) in bodies are somebody's text or a generator's that will never run. */
  readonly templates: 'drop' | 'keep';
  /** The front matter keys that may hold each fact, the best first. */
  readonly fields: Readonly<Record<FieldFact, readonly string[]>>;
  /** Parts of the raw body that leave it: from a match of `from` to the next match of `to`, both included. */
  readonly cut: readonly { readonly from: RegExp; readonly to: RegExp }[];
  /** Patterns tried in order on the first 4,096 characters of the raw body. Named groups are facts; what matches leaves the body. */
  readonly head: readonly RegExp[];
  /** The same on the last 4,096 characters. */
  readonly tail: readonly RegExp[];
  /** Facts in elements: the pattern is tried on the element's text, as one line; an element that matches leaves the content. */
  readonly elements: readonly { readonly select: string; readonly pattern: RegExp }[];
  /** Elements that leave the content with all they hold. */
  readonly drop: readonly string[];
  /** Elements that leave the content but for what they hold. */
  readonly unwrap: readonly string[];
  /** Elements that become others: by their new name, which ones. */
  readonly rename: { readonly [name in (typeof newNames)[number]]?: readonly string[] | undefined };
  /** Where the source's own id of an article is: the group `id`, else the whole match. The first that matches has it. */
  readonly nativeId: readonly { readonly in: string; readonly pattern: RegExp }[];
  readonly category: CategoryRule;
  readonly people: PeopleRule;
  /** What is cut out of the names of people: labels, codes. */
  readonly noise: readonly RegExp[];
  /** URLs of pictures that say nothing about the article. */
  readonly placeholders: readonly RegExp[];
};

/** Facts that front matter can hold. */
export type FieldFact =
  | 'title'
  | 'date'
  | 'modified'
  | 'link'
  | 'author'
  | 'editor'
  | 'publisher'
  | 'category'
  | 'summary'
  | 'picture'
  | 'enclosure'
  | 'language'
  | 'id';

/** Facts that a pattern can find in a body, each as a named group. */
export const textFacts = [
  'title',
  'date',
  'link',
  'author',
  'editor',
  'publisher',
  'summary',
  'picture',
] as const satisfies readonly FieldFact[];

/** What an element can be renamed to. */
export const newNames = [
  'strong',
  'em',
  'figure',
  'figcaption',
  'p',
  'blockquote',
  'h2',
  'h3',
  'h4',
  'pre',
  'code',
] as const;

export type PeopleRule = {
  /** Whether a member of a list of people is one name, or several with commas between them; a text is always split. */
  readonly split: 'comma' | 'none';
};

export type CategoryRule = {
  /**
   * How a text becomes several categories: at commas, at white space (Jekyll), or never. `auto`: at commas; in a Jekyll
   * post (one with a `layout`) without commas at white space.
   */
  readonly split: 'auto' | 'comma' | 'space' | 'none';
  /** The label of the first category: the group `label` of the pattern, matched against another field; absent: its term. */
  readonly label?: { readonly field: string; readonly pattern: RegExp } | undefined;
};
