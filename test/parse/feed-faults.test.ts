import { describe, expect, test } from 'vitest';
import type { FeedDocument, Fetched } from '../../src/model/feed-document.ts';
import type { Outcome } from '../../src/model/seed.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { encoded } from './encoded.ts';

const url = 'https://feeds.example/news/feed.xml';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array<ArrayBuffer>, contentType?: Fetched['contentType'], encoding = 'gb18030') =>
  parseFeed({ bytes, url, contentType }, encoding);
const documentOf = (outcome: Outcome<FeedDocument>): FeedDocument => {
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value;
};
const parsed = (text: string) => documentOf(read(bytesOf(text)));
const rss = (items: string, start = '<?xml version="1.0"?>') =>
  `${start}<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>${items}</channel></rss>`;
const item = (at: number, more = '') =>
  `<item><title>Item ${at}</title><link>https://a.example/${at}</link>${more}</item>`;
const titlesOf = ({ articles }: FeedDocument) => articles.map(({ fields }) => fields.title);
const bodyOf = ({ articles }: FeedDocument) => articles[0]?.body;

describe('a document that is not quite XML is read, and what was mended is said', () => {
  const three = rss(item(1, '<description>&lt;p&gt;One&lt;/p&gt;</description>') + item(2) + item(3));
  const all = ['Item 1', 'Item 2', 'Item 3'];

  test.each<readonly [name: string, text: string, titles: readonly string[], repairs: readonly string[]]>([
    ['white space before the declaration', `\n \t${three}`, all, []],
    ['a byte order mark', `\ufeff${three}`, all, []],
    [
      'text before the declaration',
      `Warning: x on line 3\n${three}`,
      all,
      ['What stood before the document was left out.'],
    ],
    [
      'elements before the declaration',
      `<br/><b>Notice</b>: x<br/>\n${three}`,
      all,
      ['What stood beside the document was left out.'],
    ],
    ['text behind the end', `${three}\nPage made in 0.1 s`, all, []],
    ['a comment behind the end', `${three}<!-- cached -->`, all, []],
    ['a second document', three + three, all, ['What stood beside the document was left out.']],
    ['a wrapper', `<response>${three.slice(21)}</response>`, all, []],
    ['a page around it', `<!DOCTYPE html><html><head/><body>${three.slice(21)}</body></html>`, all, []],
    ['tags in capitals', three.replace(/<\/?(?:item|title|link)/g, tag => tag.toUpperCase()), all, []],
    ['ends in other letters than starts', three.replaceAll('</title>', '</TITLE>'), all, []],
    [
      'an end within an element',
      three.slice(0, -60),
      ['Item 1', 'Item 2'],
      ['It ends in the middle; what was whole before was read.'],
    ],
    [
      'an end between items',
      three.slice(0, three.indexOf('<item><title>Item 3')),
      ['Item 1', 'Item 2'],
      ['It ends in the middle; what was whole before was read.'],
    ],
    [
      'an end within a section',
      rss(item(1) + item(2, '<description><![CDATA[<p>a'))
        .split(']</')[0]
        ?.slice(0, -60) ?? '',
      ['Item 1'],
      ['It ends in the middle; what was whole before was read.'],
    ],
    [
      'an end within a tag',
      rss(item(1) + item(2)).slice(0, -33),
      ['Item 1'],
      ['It ends in the middle; what was whole before was read.'],
    ],
    ['items without ends', three.replaceAll('</item>', ''), all, ['Elements that did not end were ended.']],
    [
      'a title without an end',
      three.replace('Item 2</title>', 'Item 2'),
      all,
      ['Elements that did not end were ended.'],
    ],
    [
      'an end of nothing',
      three.replace('Item 2</title>', 'Item 2</title></b></title>'),
      all,
      ['Ends of elements that never began were left out.'],
    ],
    ['control characters', three.replace('Item 2', 'It\x0bem\x00 2'), all, ['Control characters were left out.']],
    [
      'a < that begins nothing',
      three.replace('Item 2', 'Item <3 < 4'),
      ['Item 1', 'Item &lt;3 &lt; 4', 'Item 3'].map(title => title.replaceAll('&lt;', '<')),
      ['A < that begins no element was read as itself.'],
    ],
    [
      'a bare &',
      three.replace('Item 2', 'Item 2 & co &c; AT&T'),
      ['Item 1', 'Item 2 & co &c; AT&T', 'Item 3'],
      ['A bare & was read as itself.', 'Names of characters that XML does not know were read as HTML.'],
    ],
    [
      'names of HTML',
      three.replace('Item 2', 'Item&nbsp;2 caf&eacute;'),
      ['Item 1', 'Item\u00a02 café', 'Item 3'],
      ['Names of characters that XML does not know were read as HTML.'],
    ],
    ['attributes without quotes', three.replaceAll('<item>', '<item id=a b>'), all, []],
    ['a declaration without an end', three.replace('?>', '>'), all, []],
    ['an attribute twice', three.replaceAll('<item>', '<item a="1" a="2">'), all, []],
    [
      'a declaration that is wrong',
      three.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="nonsense"?>'),
      all,
      [],
    ],
    ['prefixes that nobody declared', three.replaceAll('title>', 'media:title>'), all, []],
    ['no channel', three.replace(/<\/?channel>/g, ''), all, []],
    ['two channels', three.replace('<item><title>Item 3', '</channel><channel><item><title>Item 3'), all, []],
    [
      'items beside the channel',
      three.replace('<item>', '</channel><item>').replace('</channel></rss>', '</rss>'),
      all,
      [],
    ],
    ['a namespace that is not its', three.replace('<rss', '<rss xmlns="http://www.w3.org/2005/Atom"'), all, []],
  ])('%s', (_name, text, titles, repairs) => {
    const document = parsed(text);
    expect(titlesOf(document)).toEqual(titles);
    expect(document.repairs).toEqual(repairs);
    expect(document.problems).toEqual([]);
  });

  test('HTML that was not escaped stays HTML', () => {
    const text = rss(
      item(1, '<description><p class="a">One<br>two &amp; &lt;three&gt;</p><hr/><p>b</p></description>'),
    );
    expect(bodyOf(parsed(text))).toBe('<p class="a">One<br>two &amp; &lt;three&gt;</p><hr><p>b</p>');
  });

  test('what stands behind an enclosure without an end belongs to the item', () => {
    const text = rss(
      item(1, '<enclosure url="https://a.example/a.jpg" type="image/jpeg"><pubDate>2026-01-01</pubDate>'),
    );
    expect(parsed(text).articles[0]?.fields).toMatchObject({ date: '2026-01-01', image: ['https://a.example/a.jpg'] });
  });

  test('a section that never ends takes what is behind it, and nothing before', () => {
    const text = rss(item(1) + item(2, '<description><![CDATA[x</description>') + item(3));
    expect(titlesOf(parsed(text))).toEqual(['Item 1']);
  });
});

describe('a document type is never obeyed', () => {
  test('entities stay what they are called', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
    const text = rss(item(1, '<description>&c;</description>'), `<?xml version="1.0"?>${bomb}`);
    expect(parsed(text).articles[0]?.fields.description).toBe('&amp;c;');
  });

  test('nothing is fetched for an external one', () => {
    const text = rss(
      item(1, '<description>[&x;]</description>'),
      `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>`,
    );
    expect(parsed(text).articles[0]?.fields.description).toBe('[&amp;x;]');
  });

  test('a comment in front that speaks of one is none', () => {
    expect(titlesOf(parsed(`<!-- no <!DOCTYPE -->\n${rss(item(1), '')}`))).toEqual(['Item 1']);
  });

  test('elements that it names are none of the document', () => {
    const type = `<!DOCTYPE rss [<!-- don't ]> --><!ELEMENT rss (channel)><!ENTITY e "<rss><channel><item><title>Not me</title></item></channel></rss>">\n]\n>`;
    expect(titlesOf(parsed(rss(item(1), `<?xml version="1.0"?>\n<!-- x -->${type}`)))).toEqual(['Item 1']);
  });
});

describe('what is no feed is a problem that says what it is', () => {
  const rows: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
    ['nothing', '', /^the answer is empty$/],
    ['white space', ' \n', /^it is neither XML nor JSON/],
    ['text', 'Not found', /^it is neither XML nor JSON/],
    ['a page', '<!DOCTYPE html><html><head><title>x</title></head><body><p>a<br></body></html>', /^it is a web page/],
    [
      'a page of XHTML',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
      /^it is a web page/,
    ],
    ['a piece of a page', '<div>x</div>', /^it is a web page/],
    ['OPML', '<opml version="2.0"><body/></opml>', /^it is a list of feeds/],
    ['a sitemap', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', /root is <urlset>/],
    ['broken JSON', '{"version": "https://jsonfeed.org/version/1.1", ', /^it begins like JSON/],
    ['other JSON', '{"error": "x"}', /^it is JSON without a list of items/],
    ['a list in JSON', '[1]', /^it is JSON without a list of items/],
  ];
  test.each(rows)('%s', (_name, text, reason) => {
    const outcome = read(bytesOf(text));
    expect(outcome.kind === 'problem' && outcome.reason).toMatch(reason);
    expect(outcome.kind === 'problem' && outcome.hint).toMatch(/\.$/);
  });

  test('an item that says nothing is a problem of its own, by what it is known by', () => {
    const { articles, problems } = parsed(
      rss(`<item/><item><guid>g</guid></item>${item(1)}<item><link>/x</link></item>`),
    );
    expect(articles).toHaveLength(1);
    expect(problems.map(({ key }) => key)).toEqual(['item 1', 'g', 'https://a.example/x']);
  });
});

describe('an article is known by', () => {
  const keys = (items: string) => parsed(rss(items)).articles.map(({ key, fields }) => [key, fields.guid]);

  test('its id, which one of its own address may be', () => {
    expect(
      keys(item(1, '<guid isPermaLink="true">/one</guid>') + item(2, '<guid isPermaLink="false">two</guid>')),
    ).toEqual([
      ['https://a.example/one', 'https://a.example/one'],
      ['two', 'two'],
    ]);
  });

  test('its link, where another has its id', () => {
    expect(keys(item(1, '<guid>same</guid>') + item(2, '<guid>same</guid>'))).toEqual([
      ['https://a.example/1', undefined],
      ['https://a.example/2', undefined],
    ]);
  });

  test('nothing, where another has both', () => {
    expect(keys(item(1) + item(1))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});

describe('characters are read as what they are', () => {
  const news = '上海发布今日新闻：天气晴朗，气温回升，市民出游。';
  const traditional = '臺北今日天氣晴朗，氣溫回升，市民出遊，風光明媚。';
  const japanese = '東京の天気は晴れです。ひらがなとカタカナのニュース。';
  const russian = 'Новости: погода сегодня ясная, тепло.';
  const western = 'Un été à Zürich: naïve café.';
  const feed = (text: string, label: string | undefined) =>
    rss(
      `<item><title>${text}</title><link>https://a.example/1</link></item>`,
      label === undefined ? '<?xml version="1.0"?>' : `<?xml version='1.0' encoding='${label}'?>`,
    );

  const rows: readonly (readonly [
    name: string,
    text: string,
    charset: string,
    declared?: string | undefined,
    contentType?: string | undefined,
    encoding?: string | undefined,
  ])[] = [
    ['UTF-8 that says nothing', news, 'utf-8'],
    ['UTF-8 that is called GB2312', news, 'utf-8', 'gb2312'],
    ['UTF-8 that is called UTF-16', news, 'utf-8', 'utf-16'],
    ['UTF-8 that a server calls Latin-1', western, 'utf-8', undefined, 'text/xml; charset=ISO-8859-1'],
    ['GB2312 that says so', news, 'gb18030', 'gb2312'],
    ['GBK that says so', news, 'gb18030', 'GBK'],
    ['GB18030 that a server names', news, 'gb18030', undefined, 'application/rss+xml; charset="GB18030"'],
    ['GB2312 that a server calls Latin-1', news, 'gb18030', 'gb2312', 'text/xml;charset=iso-8859-1'],
    ['GB2312 that is called UTF-8', news, 'gb18030', 'utf-8', 'text/xml; charset=utf-8'],
    ['GB2312 that is called Big5', news, 'gb18030', 'big5'],
    ['GB2312 that says nothing, of a source of Latin-1', news, 'gb18030', undefined, undefined, 'utf-8'],
    ['Big5 that says so', traditional, 'big5', 'Big5'],
    ['Big5 that is called GB2312', traditional, 'big5', 'gb2312'],
    ['Shift_JIS that says so', japanese, 'shift_jis', 'Shift_JIS'],
    ['Shift_JIS of a source of it', japanese, 'shift_jis', undefined, undefined, 'shift_jis'],
    ['Shift_JIS that says nothing', japanese, 'shift_jis'],
    ['EUC-JP that says nothing', japanese, 'euc-jp'],
    ['EUC-KR that says nothing', '서울 오늘 날씨 맑음, 기온 상승.', 'euc-kr'],
    ['windows-1251 that says nothing', russian, 'windows-1251'],
    ['Hebrew that says nothing', 'חדשות היום: מזג האוויר נאה.', 'windows-1255'],
    ['Greek that says nothing', 'Νέα της ημέρας: ο καιρός είναι καλός.', 'windows-1253'],
    ['Thai that says nothing', 'ข่าววันนี้: อากาศแจ่มใส', 'windows-874'],
    ['KOI8-R that is called UTF-8', russian, 'koi8-r', 'utf-8'],
    ['EUC-JP that says so', japanese, 'euc-jp', 'EUC-JP'],
    ['EUC-KR that says so', '서울 오늘 날씨 맑음, 기온 상승.', 'euc-kr', 'euc-kr'],
    ['windows-1251 that says so', russian, 'windows-1251', 'windows-1251'],
    ['windows-1251 that a server names', russian, 'windows-1251', undefined, 'text/xml; charset=windows-1251'],
    ['windows-1251 of a source of it', russian, 'windows-1251', undefined, undefined, 'windows-1251'],
    ['KOI8-R that says so', russian, 'koi8-r', 'KOI8-R'],
    ['windows-1252 that says so', `“${western}”`, 'windows-1252', 'windows-1252'],
    ['windows-1252 that calls itself Latin-1', `“${western}”`, 'windows-1252', 'ISO-8859-1'],
    ['Latin-1 that says nothing', western, 'windows-1252'],
    ['Portuguese that says nothing', 'Eleição: só há três inquéritos, já é público; às 10h não chove.', 'windows-1252'],
    ['French that says nothing', 'Un été créé à Paris, où les élèves ont été préférés, a été déçu.', 'windows-1252'],
    ['German that says nothing', 'Größe und Maß: daß Füße groß sind, ist gemäß Prüfung möglich.', 'windows-1252'],
    ['Russian of short words', 'И в этом году с нами он и она, я и ты; а у нас о том и речь.', 'windows-1251'],
    ['Latin-1 that is called UTF-8', western, 'windows-1252', 'utf-8'],
    ['Latin-2 that says so', 'Łódź: żółw i gęś.', 'iso-8859-2', 'iso-8859-2'],
    ['Greek that says so', 'Καλημέρα κόσμε.', 'windows-1253', 'windows-1253'],
    ['UTF-16 without a mark', news, 'utf-16le', 'UTF-16'],
    ['UTF-16 the other way round', news, 'utf-16be'],
  ];
  test.each(rows.map(row => [row[0], row] as const))(
    '%s',
    (_name, [, text, charset, declared, contentType, encoding]) => {
      expect(titlesOf(documentOf(read(encoded(feed(text, declared), charset), contentType, encoding)))).toEqual([text]);
    },
  );

  test('UTF-16 with a mark', () => {
    for (const charset of ['utf-16le', 'utf-16be']) {
      expect(titlesOf(documentOf(read(encoded(`\ufeff${feed(news, undefined)}`, charset))))).toEqual([news]);
    }
  });

  test('a document that is not what it is called says so', () => {
    expect(documentOf(read(encoded(feed(news, 'utf-8'), 'gb18030'))).repairs).toEqual([
      'The file is not UTF-8; it was read as GB18030.',
    ]);
  });

  test('controls of Latin-1 are what windows-1252 has there, however they are written', () => {
    const json = (text: string) =>
      `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"${text}"}]}`;
    const titles = ['It\x92s \\ 0', 'It&#146;s \\ 0'].map(title =>
      titlesOf(parsed(rss(`<item><title>${title}</title></item>`))),
    );
    expect([...titles, titlesOf(parsed(json('It\\u0092s \\\\ 0')))]).toEqual(Array(3).fill(['It’s \\ 0']));
    // An escaped backslash begins no escape.
    expect(titlesOf(parsed(json('A \\\\u0092')))).toEqual(['A \\u0092']);
  });

  test('a document with a few broken bytes keeps the rest', () => {
    const bytes = bytesOf(feed(`${news}x${news}`, 'utf-8'));
    bytes[bytes.indexOf(0x78, 100)] = 0xff;
    const document = documentOf(read(bytes, 'text/xml; charset=utf-8'));
    expect(titlesOf(document)).toEqual([`${news}\ufffd${news}`]);
    expect(document.repairs).toEqual(['The file is UTF-8 with 1 broken character.']);
  });
});
