import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import type { EntryPage } from '../../../src/model/page.ts';
import { entryPage } from '../../../src/render/pages/entry.ts';
import { errorPage } from '../../../src/render/pages/error.ts';
import { homePage } from '../../../src/render/pages/home.ts';
import { scopePage } from '../../../src/render/pages/scope.ts';
import { stylesheet } from '../../../src/render/pages/stylesheet.ts';
import { base, entryOf, feedOf, fullEntry, linksOf, listingOf, site, sources } from '../samples.ts';

const attack = '</title><script>alert(1)</script>" onload="x';
const all = listingOf({ kind: 'all' }, '全部文章', '/', 5);
const sina = listingOf({ kind: 'source', key: 'sina' }, '某财经', '/sources/sina/', 3);
const emnews = listingOf({ kind: 'category', key: 'emnews' }, '滚动新闻（旧名）', '/categories/emnews/', 2);
const source = sources[0] ?? { id: 'sina', title: '某财经', home: undefined };

const pageOf = (entry: EntryPage['entry']): EntryPage => {
  return { entry, source, also: [], address: `${base}/entries/sina/k1`, feeds: [sina, emnews] };
};

const pages: readonly [string, string][] = [
  ['home', homePage(site, [all, sina, emnews])],
  ['home in English', homePage({ ...site, language: 'en' }, [all, sina, emnews])],
  ['home without feeds', homePage(site, [])],
  ['scope', scopePage(site, feedOf([fullEntry(), entryOf()]), linksOf('rss'))],
  ['scope without entries', scopePage(site, feedOf([]), linksOf('rss'))],
  ['entry', entryPage(site, pageOf(fullEntry()))],
  ['entry without anything', entryPage(site, { ...pageOf(entryOf()), feeds: [] })],
  ['error', errorPage(site, { status: 404, message: 'There is no /x here.' })],
  ['home under attack', homePage({ ...site, title: attack, subtitle: attack }, [{ ...sina, title: attack }])],
  [
    'scope under attack',
    scopePage(
      site,
      feedOf([fullEntry({ title: attack, summary: attack, publisher: attack })], { title: attack }),
      linksOf('rss'),
    ),
  ],
  [
    'entry under attack',
    entryPage(
      site,
      pageOf(fullEntry({ title: attack, authors: [attack], editor: attack, link: `https://x.example/${attack}` })),
    ),
  ],
  ['error under attack', errorPage(site, { status: 400, message: attack })],
];

describe.each(pages)('the page %s', (_, html) => {
  const page = new JSDOM(html).window.document;
  const all = (selector: string) => [...page.querySelectorAll(selector)];

  test('fits a Content-Security-Policy without unsafe-inline', () => {
    expect(all('script, style, iframe')).toEqual([]);
    const names = all('*').flatMap(({ attributes }) => [...attributes].map(({ name }) => name));
    expect(names.filter(name => name === 'style' || name.startsWith('on'))).toEqual([]);
  });

  test('says its language, has one title, one heading, one main part', () => {
    expect(all('html')[0]?.getAttribute('lang')).toMatch(/^(?:zh-CN|en)$/);
    expect([all('title').length, all('h1').length, all('main').length]).toEqual([1, 1, 1]);
    expect(html.startsWith('<!doctype html>\n<html lang="')).toBe(true);
    expect(all('meta[name=viewport]')).toHaveLength(1);
  });

  test('holds nothing that was not there', () => {
    expect(html).not.toMatch(/undefined|\[object|NaN|Promise/);
    expect(all('a').filter(link => !link.getAttribute('href')?.match(/^(?:https:|#)/))).toEqual([]);
  });
});

test('the home page lists every feed in three formats and offers the merged one to readers', () => {
  const page = new JSDOM(homePage(site, [all, sina, emnews])).window.document;
  const hrefs = [...page.querySelectorAll('.formats a')].map(link => link.getAttribute('href'));
  expect(hrefs).toEqual([all, sina, emnews].flatMap(({ formats }) => [formats.rss, formats.atom, formats.json]));
  expect([...page.querySelectorAll('.count')].map(({ textContent }) => textContent)).toEqual(['5', '3', '2']);
  expect(alternates(page)).toEqual([
    ['application/rss+xml', `${base}/rss.xml`],
    ['application/atom+xml', `${base}/atom.xml`],
    ['application/feed+json', `${base}/feed.json`],
  ]);
});

test('the home page explains our extension of JSON Feed where `about` points', () => {
  const [section] = new JSDOM(homePage(site, [])).window.document.querySelectorAll('#json-feed');
  expect(section?.textContent).toContain('_huiliu');
});

test('the page of a scope leads to our page of each entry, with its date in the zone of the site', () => {
  const feed = feedOf([fullEntry({ published: Date.parse('2026-03-01T18:30:00Z') })], { title: '某财经 - 汇流' });
  const page = new JSDOM(scopePage(site, feed, linksOf('rss'))).window.document;
  const [link] = page.querySelectorAll('ol.entries h2 a');
  const [time] = page.querySelectorAll('ol.entries time');
  expect(link?.getAttribute('href')).toBe(`${base}/entries/sina/k1`);
  expect(time?.getAttribute('datetime')).toBe('2026-03-01T18:30:00Z');
  expect(time?.textContent).toBe('2026-03-02 02:30');
  expect([...page.querySelectorAll('title')][0]?.textContent).toBe('某财经 - 汇流');
  expect(alternates(page)).toHaveLength(3);
});

test.each([
  ['Asia/Shanghai', '2026-03-02 00:00'],
  ['UTC', '2026-03-01 16:00'],
  ['America/New_York', '2026-03-01 11:00'],
])('a date in %s is %s', (timeZone, expected) => {
  const html = scopePage(
    { ...site, timeZone },
    feedOf([entryOf({ published: Date.parse('2026-03-01T16:00:00Z') })]),
    linksOf('rss'),
  );
  expect(html).toContain(`<time datetime="2026-03-01T16:00:00Z">${expected}</time>`);
});

test('the page of an entry shows its facts, and its content as it is', () => {
  const page = new JSDOM(entryPage(site, pageOf(fullEntry()))).window.document;
  const [content] = page.querySelectorAll('.content');
  const facts = [...page.querySelectorAll('dl.facts div')].map(({ textContent }) => textContent);
  expect(content?.innerHTML.trim()).toBe('<p>正文 &amp; <strong>重点</strong></p>');
  expect(facts).toEqual([
    '发布于2026-03-01 20:00',
    '更新于2026-03-01 21:00',
    '发布者某日报',
    '作者甲、乙',
    '编辑丙',
    '来源某财经',
    '分类滚动新闻、金融',
  ]);
  // Found by their keys, not by their names.
  expect([...page.querySelectorAll('dl.facts a')].map(link => link.getAttribute('href'))).toEqual([
    sina.page,
    emnews.page,
  ]);
});

test.each([
  ['the original, where there is one', 'https://news.example/1', 'https://news.example/1'],
  ['itself, where it is the only address', undefined, `${base}/entries/sina/k1`],
])('the canonical address of an entry is %s', (_, link, expected) => {
  const page = new JSDOM(entryPage(site, pageOf(entryOf({ link })))).window.document;
  const [canonical] = page.querySelectorAll('link[rel=canonical]');
  expect(canonical?.getAttribute('href')).toBe(expected);
  expect([...page.querySelectorAll('.original a')].map(original => original.getAttribute('href'))).toEqual(
    link === undefined ? [] : [link],
  );
});

test('the style sheet asks for nothing from elsewhere', () => {
  expect(stylesheet).not.toMatch(/@import|url\(/);
});

function alternates(page: {
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}) {
  return [...page.querySelectorAll('link[rel=alternate]')].map(link => [
    link.getAttribute('type'),
    link.getAttribute('href'),
  ]);
}
