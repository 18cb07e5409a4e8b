/** Reads an article by its source's rules: each fact with the rule that found it. */
import { type Category, type Enclosure, type Picture, undated } from '../model/entry.ts';
import { isLongerAsJson, limits } from '../model/limits.ts';
import { problem } from '../model/problem.ts';
import { isRecord } from '../model/record.ts';
import type { Article, Outcome } from '../model/seed.ts';
import { type FieldFact, isOfFiles, type Source } from '../model/source.ts';
import { carve, toHtml } from './content/body.ts';
import { type Marked, mark } from './content/document.ts';
import { isForeign } from './content/foreign.ts';
import { type Node, textOf } from './content/nodes.ts';
import { sanitize } from './content/sanitize.ts';
import type { Written } from './content/writer.ts';
import { categoriesOf } from './facts/categories.ts';
import { dateInName, type ReadDate, readDate } from './facts/dates.ts';
import { enclosuresIn } from './facts/enclosures.ts';
import { peopleIn, person } from './facts/people.ts';
import { permalinkOf } from './facts/permalink.ts';
import { pictureIn } from './facts/picture.ts';
import { summaryOf } from './facts/summary.ts';
import { mediaTitle, plainLine, plainTitle } from './facts/title.ts';
import { upstreamId } from './facts/upstream-id.ts';
import { asText, asTexts, type Found, firstField, type TextFacts } from './fields.ts';
import { firstSentence } from './text.ts';
import { belowHome, isWebUrl, webUrl } from './urls.ts';

/** What an article says, fact by fact; absent is what it does not say. */
export type Facts = {
  readonly title: Found<string>;
  readonly link: Found<string> | undefined;
  readonly written: Found<ReadDate>;
  readonly notBefore: Found<number> | undefined;
  readonly notAfter: Found<number> | undefined;
  readonly modified: Found<number> | undefined;
  readonly authors: Found<readonly string[]> | undefined;
  readonly editor: Found<string> | undefined;
  readonly publisher: Found<string> | undefined;
  readonly categories: Found<readonly Category[]>;
  readonly summary: Found<string> | undefined;
  readonly content: Found<Written>;
  readonly image: Found<Picture> | undefined;
  readonly enclosures: Found<readonly Enclosure[]> | undefined;
  readonly language: Found<string>;
  readonly nativeId: Found<string> | undefined;
  readonly upstreamId: Found<string> | undefined;
  readonly withdrawn: Found<true> | undefined;
  readonly repairs: readonly string[];
};

/** Pure. Fails for an article without a title and text, for one whose date nothing tells, and for content that is too large. */
export function readArticle(article: Article, source: Source, path: string): Outcome<Facts> {
  const { fields } = article;
  const { rules } = source;
  const carved = carve(article.body, rules);
  const html = toHtml(carved.text, source);
  const marked = mark(html.value, rules);
  const look: Look = { fields, source, facts: carved.facts, marked };
  const stated = linkOf(look);
  const nativeId = nativeIdOf(look, path, stated?.value, article.body);
  const withdrawn = withdrawnOf(fields, path);
  const date = writtenOf(look, path, nativeId?.value) ?? whenSeen(source, withdrawn);
  const link = stated ?? (date && madeLinkOf(look, path, date.value.instant));
  const base = article.base ?? link?.value ?? source.home;
  const named = titleOf(look);
  const content = sanitize(marked.root, marked.verdicts, { base, link: link?.value, placeholders: rules.placeholders });
  const image = fact(look, 'picture', value => pictureIn(value, base, rules.placeholders));
  const enclosures = fact(look, 'enclosure', value => enclosuresIn(value, base));
  const seen = { html: content.html, link: link?.value, image: image?.value, recording: enclosures?.value[0] };
  const title = named ?? titleFromText(content.lead) ?? (isOfFiles(source) ? undefined : mediaTitle(seen));
  if (title === undefined) return nothing();
  if (isLongerAsJson(content.html, limits.content)) return tooLarge();
  if (date === undefined) return withoutDate(fields, rules.fields.date);
  const publisher = publisherOf(look);
  return {
    kind: 'ok',
    value: {
      title,
      link,
      written: date,
      notBefore: instantOf(look, ['publishDate', 'publishdate']),
      notAfter: instantOf(look, ['expiryDate', 'expirydate', 'unpublishDate', 'unpublishdate']),
      modified: modifiedOf(look),
      authors: fact(look, 'author', value => peopleIn(value, rules)),
      editor: fact(look, 'editor', value => peopleIn(value, rules)?.join('、')),
      publisher,
      categories: categoriesOf(fields, rules.fields.category, rules.category),
      summary: summaryOf(fact(look, 'summary', asProse), content, publisher?.value),
      content: { value: content, rule: html.rule },
      image,
      enclosures,
      language: languageOf(look, `${title.value} ${content.lead.slice(0, 400)}`),
      nativeId,
      upstreamId: firstField(fields, rules.fields.id, upstreamId),
      withdrawn,
      repairs: [
        ...article.repairs,
        ...(named === undefined ? [`It has no title; the ${title.rule} is its title.`] : []),
        ...repairsOf(look, date),
      ],
    },
  };
}

/** What facts are looked for in. */
type Look = {
  readonly fields: Article['fields'];
  readonly source: Source;
  readonly facts: TextFacts;
  readonly marked: Marked;
};

/** A source's own patterns know better than front matter, and an element says more exactly what it is than a stretch of text. */
function fact<T>(
  { fields, source, facts, marked }: Look,
  name: FieldFact,
  read: (value: unknown, key?: string) => T | undefined,
): Found<T> | undefined {
  for (const found of [marked.facts.get(name), facts.get(name)]) {
    const value = read(found?.value);
    if (found !== undefined && value !== undefined) return { value, rule: found.rule };
  }
  return firstField(fields, source.rules.fields[name], read);
}

function titleOf(look: Look): Found<string> | undefined {
  const { root, verdicts } = look.marked;
  const title = fact(look, 'title', value => plainTitle(asText(value) ?? ''));
  const heading = firstIn(root, title === undefined ? nothingElse : wrappers);
  if (heading?.name !== 'h1' && (title !== undefined || !/^h[2-3]$/.test(heading?.name ?? ''))) return title;
  const text = heading === undefined ? undefined : plainTitle(textOf(heading, 200) ?? '');
  if (heading === undefined || text === undefined || (title !== undefined && title.value !== text)) return title;
  // The heading is shown above the content already.
  verdicts.set(heading, 'drop');
  return title ?? { value: text, rule: 'first heading' };
}

/** The first element that is none of those named `around`: of these the first within. */
function firstIn(root: Node, around: ReadonlySet<string>): Node | undefined {
  let node: Node | undefined = root;
  do node = node.children?.find(({ type }) => type === 'tag');
  while (node !== undefined && around.has(node.name ?? ''));
  return node;
}

const nothingElse: ReadonlySet<string> = new Set();
/** What pages put around an article and its heading. */
const wrappers = new Set(['div', 'section', 'article', 'main', 'header', 'hgroup']);

function titleFromText(lead: string): Found<string> | undefined {
  return lead === '' ? undefined : { value: firstSentence(lead), rule: 'first sentence' };
}

/** A path of the site: `/a/`, Hexo's `a/` and `a.html`. None with a part that its generator fills in (`/:year/:title/`). */
const sitePath = /^(?:\/(?!\/)[^\s:{}]*|[^/.\s:{}]+(?:\/[^\s:{}]*)?(?:\/|\.html))$/;

function linkOf(look: Look): Found<string> | undefined {
  const home = isOfFiles(look.source) ? look.source.home : undefined;
  const names: readonly string[] = look.source.rules.fields.publisher;
  return fact(look, 'link', (value, key = '') => {
    const text = asText(value);
    if (text === undefined) return undefined;
    if (isWebUrl(text)) return webUrl(text, undefined);
    // `source: /r/news` is who published it.
    const isPath = home !== undefined && sitePath.test(text) && !names.includes(key);
    return isPath ? belowHome(text, home) : undefined;
  });
}

/** By the pattern of its source, unless the article has a permalink itself: one that nobody can fill in leads nowhere else. */
function madeLinkOf({ fields, source }: Look, path: string, written: number): Found<string> | undefined {
  if (!isOfFiles(source) || source.home === undefined || written === undated) return undefined;
  const { home, folder, permalink, timeZone, rules } = source;
  const own = asText(fields.permalink);
  const pattern = own ?? permalink;
  if (pattern === undefined) return undefined;
  const { value: categories } = categoriesOf(fields, ['categories', 'category'], rules.category);
  const terms = categories.map(({ term }) => term);
  const made = permalinkOf(pattern, { fields, path: path.slice(folder.length), written, timeZone, categories: terms });
  const value = made === undefined ? undefined : belowHome(made, home);
  return value === undefined
    ? undefined
    : { value, rule: own === undefined ? 'permalink of the source' : 'field permalink' };
}

function publisherOf(look: Look): Found<string> | undefined {
  return fact(look, 'publisher', value => {
    const [text] = asTexts(value, ['name', 'title']);
    return text === undefined || isWebUrl(text) ? undefined : person(text, look.source.rules.noise);
  });
}

function writtenOf(look: Look, path: string, nativeId: string | undefined): Found<ReadDate> | undefined {
  const { timeZone } = look.source;
  const stated = fact(look, 'date', value => readDate(value, timeZone));
  if (stated !== undefined) return stated;
  const named = dateInName(path, timeZone);
  if (named !== undefined) return { value: named, rule: 'file name' };
  const numbered = nativeId === undefined ? undefined : dateInName(nativeId, timeZone);
  if (numbered !== undefined) return { value: numbered, rule: 'native id' };
  return fact(look, 'modified', value => readDate(value, timeZone));
}

/**
 * A file's author can be asked for a date, but for that of a draft: there is none until it is published. What is fetched says what it
 * says, and was not there before it was seen.
 */
function whenSeen(source: Source, withdrawn: Found<true> | undefined): Found<ReadDate> | undefined {
  const value = { instant: undated, timed: false };
  if (!isOfFiles(source)) return { value, rule: 'when it is first seen' };
  return withdrawn && { value, rule: 'draft without a date' };
}

function modifiedOf(look: Look): Found<number> | undefined {
  return fact(look, 'modified', value => readDate(value, look.source.timeZone)?.instant);
}

/** Hugo's words, which it reads in small letters too. What is fetched is published. */
function instantOf({ fields, source }: Look, keys: readonly string[]): Found<number> | undefined {
  if (!isOfFiles(source)) return undefined;
  return firstField(fields, keys, value => readDate(value, source.timeZone)?.instant);
}

function repairsOf({ fields, source }: Look, date: Found<ReadDate>): readonly string[] {
  const unread = source.rules.fields.date.find(
    key => date.rule !== `field ${key}` && isSaid(fields[key]) && readDate(fields[key], source.timeZone) === undefined,
  );
  if (unread === undefined) return [];
  return [`Its ${unread} cannot be read; the date is from: ${date.rule}.`];
}

/** Whether a date field holds what was meant as a date: `published: false` is about something else. */
function isSaid(value: unknown): boolean {
  const text = asText(value);
  return text !== undefined && !/^(?:true|false)$/i.test(text);
}

function nativeIdOf(
  { fields, source }: Look,
  path: string,
  link: string | undefined,
  body: string,
): Found<string> | undefined {
  for (const { in: place, pattern } of source.rules.nativeId) {
    const text = place === 'link' ? link : place === 'path' ? path : place === 'body' ? body : asText(fields[place]);
    const match = pattern.exec(text ?? '');
    const id = match?.groups?.id ?? match?.[0];
    if (id !== undefined && id !== '' && id.length <= limits.id) return { value: id, rule: `nativeId in ${place}` };
  }
  return undefined;
}

/** What articles are in that do not say it, of a source that does not either. */
const usual = 'zh-CN';

/** RFC 5646 4.1: `und` where a tag must stand and nobody knows the language. */
function languageOf({ fields, source }: Look, text: string): Found<string> {
  const found = firstField(fields, source.rules.fields.language, value => {
    const tag = asText(value)?.replaceAll('_', '-');
    return tag !== undefined && /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(tag) ? canonical(tag) : undefined;
  });
  if (found !== undefined) return found;
  const { language = usual } = source;
  // Whoever has the files knows their language; a feed was never asked.
  return !isOfFiles(source) && isForeign(text, language)
    ? { value: 'und', rule: 'script of the text' }
    : { value: language, rule: 'source' };
}

/** RFC 5646 2.1.1: `zh-cn` is written `zh-CN`. */
function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // Well formed for the pattern above, yet no language tag: `ab-cdefg-12` and such.
    return undefined;
  }
}

/** What an author writes who wants an article in no feed, and by which values. */
const withdrawing: Readonly<Record<string, (value: unknown) => boolean>> = {
  published: saysNo,
  draft: saysYes,
  // As some themes of Astro have it, and exports of WordPress.
  isDraft: saysYes,
  status: value => /^(?:draft|private|pending|trash)$/i.test(asText(value) ?? ''),
  // Of Qiita; locked by plugins of Hexo; of Docusaurus; of Eleventy; of Hugo.
  private: saysYes,
  password: value => asText(value) !== undefined && !saysNo(value),
  unlisted: saysYes,
  eleventyExcludeFromCollections: saysYes,
  headless: saysYes,
  build: isInNoList,
  _build: isInNoList,
};

function withdrawnOf(fields: Article['fields'], path: string): Found<true> | undefined {
  const key = Object.keys(withdrawing).find(each => withdrawing[each]?.(fields[each]));
  if (key !== undefined) return { value: true, rule: `field ${key}` };
  // Jekyll's folder for what is being written.
  const isDraft = /(?:^|\/)_drafts\//.test(path) && !saysYes(fields.published) && !saysNo(fields.draft);
  return isDraft ? { value: true, rule: 'folder _drafts' } : undefined;
}

function isInNoList(value: unknown): boolean {
  return isRecord(value) && /^(?:never|false)$/i.test(asText(value.list) ?? '');
}

function saysYes(value: unknown): boolean {
  return /^(?:true|yes)$/i.test(asText(value) ?? '');
}

function saysNo(value: unknown): boolean {
  return /^(?:false|no)$/i.test(asText(value) ?? '');
}

function asProse(value: unknown): string | undefined {
  return plainLine(asText(value) ?? '');
}

function nothing(): Outcome<never> {
  return problem('it has neither a title nor a text', 'Write one, or remove the file.');
}

function tooLarge(): Outcome<never> {
  return problem(
    `its content is larger than ${limits.content / 1_000_000} MB once its signs are written as HTML and JSON`,
    'Split the article, or take out what repeats: tags within tags, references to long addresses.',
  );
}

function withoutDate(fields: Article['fields'], keys: readonly string[]): Outcome<never> {
  const unread = keys.find(key => isSaid(fields[key]));
  return problem(
    unread === undefined ? 'it has no date' : `its ${unread} is no date: "${asText(fields[unread])?.slice(0, 60)}"`,
    'Write date: 2022-04-11 22:23:22 +0800 into its front matter, or begin its file name with the date.',
  );
}
