import type { ScopeKind } from '../model/scope.ts';

/** Our own words in one language. */
export type Words = {
  readonly kinds: Readonly<Record<ScopeKind, string>>;
  readonly subscribe: string;
  readonly allFeeds: string;
  readonly author: string;
  readonly editor: string;
  readonly publisher: string;
  readonly source: string;
  readonly categories: string;
  /** Who else tells the same story. */
  readonly also: string;
  /** Between the items of a list. */
  readonly comma: string;
  readonly published: string;
  readonly updated: string;
  readonly original: string;
  readonly noContent: string;
  readonly nothingYet: string;
  readonly nothingFound: string;
  /** How a query is written. */
  readonly searchHelp: string;
  readonly skip: string;
  readonly home: string;
  readonly error: string;
  readonly programs: string;
  readonly extension: string;
};

const chinese: Words = {
  kinds: { all: '全部文章', source: '来源', category: '分类', publisher: '发布者', search: '搜索' },
  subscribe: '订阅',
  allFeeds: '导出全部订阅源（OPML）',
  author: '作者',
  editor: '编辑',
  publisher: '发布者',
  source: '来源',
  categories: '分类',
  also: '其他来源',
  comma: '、',
  published: '发布于',
  updated: '更新于',
  original: '阅读原文',
  noContent: '这篇文章没有正文。',
  nothingYet: '这里还没有文章。',
  nothingFound: '没有找到文章。',
  searchHelp: '所有的词都要出现；“引号”里的词连在一起；词前加 - 表示不要。中文词至少两个字。',
  skip: '跳到正文',
  home: '首页',
  error: '出错了',
  programs: '写给程序',
  extension:
    'JSON Feed 的每个条目带有一个 _huiliu 对象：source 是文章的来源（id、title、home_page_url、feed_url），publisher 是最初发布它的机构，editor 是编辑，also 是讲述同一件事的其他文章（id、url、title、source）；没有的项不写。',
};

const english: Words = {
  kinds: { all: 'All articles', source: 'Sources', category: 'Categories', publisher: 'Publishers', search: 'Search' },
  subscribe: 'Subscribe',
  allFeeds: 'All feeds as OPML',
  author: 'By',
  editor: 'Editor',
  publisher: 'Publisher',
  source: 'Source',
  categories: 'Categories',
  also: 'Also told by',
  comma: ', ',
  published: 'Published',
  updated: 'Updated',
  original: 'Read the original',
  noContent: 'This article has no text.',
  nothingYet: 'No articles here yet.',
  nothingFound: 'No articles found.',
  searchHelp:
    'All words must be there; "words in quotes" in a row; -words must not. A Chinese word has at least two characters.',
  skip: 'Skip to content',
  home: 'Home',
  error: 'Something went wrong',
  programs: 'For programs',
  extension:
    'Each item of a JSON Feed has a _huiliu object: source is where the article came from (id, title, home_page_url, feed_url), publisher is who first published it, editor is who edited it, also lists other articles that tell the same story (id, url, title, source); what is unknown is left out.',
};

/** The words for a language (BCP 47): Chinese for every Chinese, English for all others. */
export function wordsFor(language: string): Words {
  return /^zh\b/i.test(language) ? chinese : english;
}
