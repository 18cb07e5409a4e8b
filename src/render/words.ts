import type { Day } from '../model/day.ts';
import type { ScopeKind } from '../model/scope.ts';

/** Our own words in one language. */
export type Words = {
  readonly kinds: Readonly<Record<ScopeKind, string>>;
  readonly subscribe: string;
  /** Of one feed, beside its formats. */
  readonly subscribeTo: string;
  readonly subscribeHelp: string;
  readonly searchFeedHelp: string;
  readonly readers: string;
  /** A program on the reader's own machine. */
  readonly ownReader: string;
  readonly allFeeds: string;
  /** A link to all of a kind. */
  readonly all: (kind: string) => string;
  readonly menu: string;
  readonly next: string;
  readonly first: string;
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
  readonly enclosures: string;
  readonly besides: string;
  readonly newer: string;
  readonly older: string;
  readonly noContent: string;
  readonly nothingYet: string;
  readonly nothingFound: string;
  readonly articles: (count: number) => string;
  readonly newest: (count: number) => string;
  /** A date for reading: `2022年4月11日 星期一`. */
  readonly day: (day: Day) => string;
  readonly days: string;
  readonly earlierDay: string;
  readonly laterDay: string;
  /** How a query is written. */
  readonly searchHelp: string;
  readonly skip: string;
  readonly home: string;
  readonly error: string;
  /** What a person can do about an error, by its status. */
  readonly errors: Readonly<Record<number, string>>;
  /** For whoever looks at the source of a feed: its page. */
  readonly sourceNote: (page: string) => string;
  readonly programs: string;
  readonly extension: string;
  readonly perDay: string;
  /** Of a chart: all sources that it does not tell apart. */
  readonly others: string;
  readonly status: string;
  readonly state: Readonly<
    Record<
      'entries' | 'changed' | 'newest' | 'ready' | 'reading' | 'search' | 'complete' | 'filling' | 'revision',
      string
    >
  >;
  /** How the fetching of sources goes. */
  readonly fetching: Readonly<
    Record<'title' | 'asked' | 'news' | 'next' | 'well' | 'waiting' | 'gone' | 'failing' | 'silent', string>
  >;
  readonly problems: (count: number) => string;
  readonly noProblems: string;
  readonly file: string;
  readonly reason: string;
  readonly hint: string;
  readonly allProblems: string;
};

const chinese: Words = {
  kinds: { all: '全部文章', source: '来源', category: '分类', publisher: '发布者', search: '搜索' },
  subscribe: '订阅',
  subscribeTo: '订阅地址',
  subscribeHelp: '把地址复制到阅读器里，有新文章时它会告诉你。三种格式内容相同，任选一种；点一下地址就能全部选中。',
  searchFeedHelp: '搜索也可以订阅：先搜索，结果页上有它的订阅地址。',
  readers: '用阅读器打开',
  ownReader: '本机阅读器',
  allFeeds: '导出全部订阅源（OPML）',
  all: kind => `全部${kind}`,
  menu: '栏目',
  next: '下一页',
  first: '回到第一页',
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
  enclosures: '附件',
  besides: '同一来源的文章',
  newer: '后一篇',
  older: '前一篇',
  noContent: '这篇文章没有正文。',
  nothingYet: '这里还没有文章。',
  nothingFound: '没有找到文章。',
  articles: count => `${count} 篇文章`,
  newest: count => `最新的 ${count} 篇`,
  day: day => {
    const { year, month, date, weekday } = partsOf(day);
    return `${year}年${month}月${date}日 星期${'日一二三四五六'.charAt(weekday)}`;
  },
  days: '按日期',
  earlierDay: '前一天',
  laterDay: '后一天',
  searchHelp: '所有的词都要出现；“引号”里的词连在一起；词前加 - 表示不要。中文词至少两个字。',
  skip: '跳到正文',
  home: '首页',
  error: '出错了',
  errors: {
    400: '这个地址里有写错的地方。',
    404: '这里没有内容：地址可能写错了，或者从来没有过。',
    405: '这个地址只能读。',
    410: '这篇文章已经撤回。',
    429: '取得太频繁了，请稍后再试。',
    500: '这是我们的错，已经记下来了。',
    503: '现在读不到文章，请过一会儿再试。',
  },
  sourceNote: page => `这是给阅读器用的订阅源：把它的地址复制到阅读器里。给人看的页面在 ${page}`,
  programs: '写给程序',
  extension:
    'JSON Feed 的每个条目带有一个 _huiliu 对象：source 是文章的来源（id、title、home_page_url、feed_url；从另一个 feed 读来的还有它的地址 upstream_url），publisher 是最初发布它的机构，editor 是编辑，categories 是分类（term、label），只在分类的名字与代码不同时才有，also 是讲述同一件事的其他文章（id、url、title、source）；没有的项不写。',
  perDay: '每天的文章',
  others: '其他',
  status: '运行状态',
  state: {
    entries: '文章',
    changed: '上次变化',
    newest: '最新一篇',
    ready: '已读完全部文件',
    reading: '正在第一次读取文件',
    search: '搜索',
    complete: '可以搜到全部文章',
    filling: '索引还在补，暂时搜不到最近的文章',
    revision: '版本号',
  },
  fetching: {
    title: '定时抓取',
    asked: '上次抓取',
    news: '上次有新内容',
    next: '下次抓取',
    well: '正常',
    waiting: '还没有抓取过',
    gone: '对方说已永久下线，不再抓取',
    failing: '出错，始于',
    silent: '比平时安静，最后一次更新在',
  },
  problems: count => `读不成文章的文件（${count}）`,
  noProblems: '没有：每个文件都成了文章。',
  file: '文件',
  reason: '原因',
  hint: '怎么办',
  allProblems: '全部问题（JSON）',
};

const english: Words = {
  kinds: { all: 'All articles', source: 'Sources', category: 'Categories', publisher: 'Publishers', search: 'Search' },
  subscribe: 'Subscribe',
  subscribeTo: 'Feed addresses',
  subscribeHelp:
    'Copy an address into your feed reader, and it tells you about new articles. The three formats say the same, take any; one click selects a whole address.',
  searchFeedHelp: 'A search is a feed too: search, and its page has the addresses.',
  readers: 'Open in a reader',
  ownReader: 'On this device',
  allFeeds: 'All feeds as OPML',
  all: kind => `All ${kind.toLowerCase()}`,
  menu: 'Sections',
  next: 'Next page',
  first: 'First page',
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
  enclosures: 'Attached',
  besides: 'From the same source',
  newer: 'Newer',
  older: 'Older',
  noContent: 'This article has no text.',
  nothingYet: 'No articles here yet.',
  nothingFound: 'No articles found.',
  articles: count => (count === 1 ? '1 article' : `${count} articles`),
  newest: count => `The newest ${count}`,
  day: day => {
    const { year, month, date, weekday } = partsOf(day);
    return `${weekdays[weekday] ?? ''}, ${date} ${months[month - 1] ?? ''} ${year}`;
  },
  days: 'By day',
  earlierDay: 'Earlier',
  laterDay: 'Later',
  searchHelp:
    'All words must be there; "words in quotes" in a row; -words must not. A Chinese word has at least two characters.',
  skip: 'Skip to content',
  home: 'Home',
  error: 'Something went wrong',
  errors: {
    400: 'Something in this address is not written as it has to be.',
    404: 'There is nothing here: the address may be misspelt, or never was.',
    405: 'This address can only be read.',
    410: 'This article was taken back.',
    429: 'That was too often. Please wait a little.',
    500: 'This is our fault, and it has been noted.',
    503: 'The articles cannot be read at the moment. Please try again soon.',
  },
  sourceNote: page => `This is a feed, for feed readers: copy its address into one. The page for people is ${page}`,
  programs: 'For programs',
  extension:
    'Each item of a JSON Feed has a _huiliu object: source is where the article came from (id, title, home_page_url, feed_url, and upstream_url where it was read from a feed), publisher is who first published it, editor is who edited it, categories lists terms and labels where the two differ, also lists other articles that tell the same story (id, url, title, source); what is unknown is left out.',
  perDay: 'Articles per day',
  others: 'Others',
  status: 'Status',
  state: {
    entries: 'Articles',
    changed: 'Last change',
    newest: 'Newest article',
    ready: 'All files have been read',
    reading: 'The files are being read for the first time',
    search: 'Search',
    complete: 'Finds every article',
    filling: 'The index is being filled; the latest articles cannot be found yet',
    revision: 'Revision',
  },
  fetching: {
    title: 'Fetched sources',
    asked: 'Asked',
    news: 'Last news',
    next: 'Next',
    well: 'well',
    waiting: 'not asked yet',
    gone: 'gone for good, asked no more',
    failing: 'fails since',
    silent: 'quieter than usual; last news',
  },
  problems: count => `Files that are no articles (${count})`,
  noProblems: 'None: every file is an article.',
  file: 'File',
  reason: 'Reason',
  hint: 'What to do',
  allProblems: 'All problems (JSON)',
};

/** The words for a language (BCP 47): Chinese for every Chinese, English for all others. */
export function wordsFor(language: string): Words {
  return /^zh\b/i.test(language) ? chinese : english;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** A day is the same day of the week everywhere: no zone. */
function partsOf(day: Day) {
  const date = new Date(`${day}T00:00:00Z`);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}
