import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, chromiumPath, layoutShift, openChromium, type Visit, visit } from './chromium.ts';
import { openSite, type Site } from './site.ts';

/** Every type of page, by name. */
const pages: Readonly<Record<string, string>> = {
  home: '/',
  source: '/sources/sina/',
  category: `/categories/${encodeURIComponent('消费')}/`,
  publisher: `/publishers/${encodeURIComponent('新华社')}/`,
  search: `/search/?q=${encodeURIComponent('防控')}`,
  'search-none': `/search/?q=${encodeURIComponent('没有的词')}`,
  'search-start': '/search/',
  entry: '/entries/eastmoney/202204112338984892',
  'entry-rich': '/entries/sina/rich',
  'entry-told': '/entries/sina/told',
  'entry-english': '/entries/sina/english',
  'entry-arabic': '/entries/sina/arabic',
  'entry-deep': '/entries/sina/deep',
  day: '/days/2022-06-20/',
  sources: '/sources/',
  categories: '/categories/',
  subscribe: '/subscribe/',
  status: '/status',
  error: '/nothing',
};
const rows = Object.entries(pages);
/** Where pictures of all of it go, for looking at them; nowhere unless asked. */
const pictures = process.env.HUILIU_PICTURES;

describe.skipIf(chromiumPath === undefined)('in Chromium (skipped where it is not installed)', () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
    [browser, site] = await Promise.all([openChromium(), openSite()]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), site?.close()]);
  });

  test.each(rows)(
    '%s fits, moves nothing, asks for one style sheet, and axe-core finds nothing',
    async (name, path) => {
      const wide = 'document.documentElement.scrollWidth';
      for (const width of [360, 1280]) {
        const seen = await visit(browser, site.base + path, { viewport: { width, height: 900 } });
        const keep = (kind: string | number) =>
          seen.page.screenshot(pictures === undefined ? {} : { path: join(pictures, `${name}-${kind}.png`) });
        // Painted before it is scrolled, as by who reads it: what moves otherwise depends on when pictures come.
        expect((await keep(width)).length).toBeGreaterThan(5000);
        expect(await seen.page.evaluate(wide)).toBeLessThanOrEqual(width);
        // Nobody told us how large pictures are: those of the first screen push on what stands below them, less than is noticed.
        expect(await layoutShift(seen)).toBeLessThanOrEqual(name === 'entry-rich' ? 0.1 : 0);
        expect(seen.asked).toEqual([path, '/style.css']);
        if (width === 360) {
          expect(await axeFindings(seen)).toEqual([]);
          await seen.page.emulateMedia({ colorScheme: 'dark' });
          // The rest of its rules ask for no colour.
          expect(await axeFindings(seen, ['color-contrast', 'link-in-text-block'])).toEqual([]);
          await seen.page.setViewportSize({ width: 768, height: 900 });
          expect(await seen.page.evaluate(wide)).toBeLessThanOrEqual(768);
        } else {
          await seen.page.evaluate('window.scrollTo(0, 0)');
          await seen.page.emulateMedia({ colorScheme: 'dark' });
          if (pictures !== undefined) await keep('dark');
        }
        // The browser itself reports the status of an error.
        expect(seen.messages.filter(message => !(name === 'error' && message.includes('404')))).toEqual([]);
        await seen.close();
      }
    },
  );

  test.each(['home', 'entry', 'entry-rich', 'search', 'subscribe'])(
    '%s takes at most 40 KB with its style sheet',
    async name => {
      const seen = await visit(browser, site.base + (pages[name] ?? ''));
      const kept = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]`;
      const own = `.filter(({ name }) => new URL(name).host === location.host).reduce((sum, { transferSize }) => sum + transferSize, 0)`;
      const bytes = Number(await seen.page.evaluate(kept + own));
      expect(bytes).toBeGreaterThan(1000);
      expect(bytes).toBeLessThanOrEqual(40_000);
      await seen.close();
    },
  );

  test('the first key leads past the header, and every further one is seen', async () => {
    const { page, close } = await visit(browser, `${site.base}/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBe(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    const outline =
      'getComputedStyle(document.activeElement).outlineWidth + getComputedStyle(document.activeElement).outlineStyle';
    expect(await page.evaluate(outline)).toBe('2pxsolid');
    await close();
  });

  test('a search is written, sent and found without script', async () => {
    const seen = await visit(browser, `${site.base}/`, { javaScriptEnabled: false });
    await seen.page.getByRole('searchbox').fill('上海发布');
    await seen.page.getByRole('button', { name: '搜索' }).click();
    await seen.page.waitForURL(/\/search\/\?q=/);
    expect(await seen.page.locator('mark').first().textContent()).toBe('上海发布');
    await seen.close();
  });

  test('a site that is opened under another name than its own has its style and its search all the same', async () => {
    const seen = await visit(browser, `${site.base.replace('127.0.0.1', 'localhost')}/`);
    expect(seen.asked).toEqual(['/', '/style.css']);
    await seen.page.getByRole('searchbox').fill('上海发布');
    await seen.page.getByRole('button', { name: '搜索' }).click();
    await seen.page.waitForURL(/\/search\/\?q=/, { timeout: 5000 });
    expect(await seen.page.locator('mark').first().textContent()).toBe('上海发布');
    expect(seen.messages).toEqual([]);
    await seen.close();
  });

  test('a click selects a whole address, to be copied', async () => {
    const { page, close } = await visit(browser, `${site.base}/subscribe/`);
    await page.locator('.addresses code').first().click();
    expect(await page.evaluate('String(getSelection())')).toBe(`${site.base}/rss.xml`);
    await close();
  });

  test('pictures come when they are looked at, and tell nobody where they are shown', async () => {
    const { page, close } = await visit(browser, `${site.base}/entries/sina/rich`);
    const lazy = `[...document.querySelectorAll('.content img')].map(({ loading }) => loading)`;
    expect(await page.evaluate(lazy)).toEqual(['lazy', 'lazy']);
    expect(await page.evaluate(`document.querySelector('meta[name=referrer]').content`)).toBe('no-referrer');
    await close();
  });

  test('what is written from right to left is shown so, and turns nothing around it', async () => {
    const direction = ({ page }: Visit, selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).direction`);
    const article = await visit(browser, `${site.base}/entries/sina/arabic`);
    for (const selector of ['h1', '.content', '.content ul', '.facts bdi', '.facts a[href*="/categories/"]'])
      expect(await direction(article, selector)).toBe('rtl');
    for (const selector of ['header nav', '.facts', '.facts time', '.content pre', '.beside'])
      expect(await direction(article, selector)).toBe('ltr');
    await article.close();
    const list = await visit(browser, `${site.base}/days/2022-06-30/`);
    expect(await direction(list, 'li:has(a[href$="/arabic"])')).toBe('rtl');
    expect(await direction(list, 'li:has(a[href$="/english"])')).toBe('ltr');
    await list.close();
  });

  test('in the few colours that a reader chose (forced-colors) a button has an edge', async () => {
    const { page, close } = await visit(browser, `${site.base}/`, { forcedColors: 'active' });
    expect(await page.evaluate("getComputedStyle(document.querySelector('.button')).borderWidth")).toBe('1px');
    await close();
  });

  test('on paper only the article is left', async () => {
    const { page, close } = await visit(browser, `${site.base}/entries/sina/rich`);
    await page.emulateMedia({ media: 'print' });
    for (const selector of ['nav', 'form', 'footer.site', 'aside', '.original'])
      expect(await page.locator(selector).first().isVisible()).toBe(false);
    expect(await page.locator('.content').isVisible()).toBe(true);
    await close();
  });

  test('no part of a wide table is cut off on paper', async () => {
    const { page, close } = await visit(browser, `${site.base}/entries/sina/rich`, {
      viewport: { width: 360, height: 900 },
    });
    const hidden = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.content table'))`;
    expect(await page.evaluate(hidden)).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(hidden)).toBeLessThanOrEqual(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await close();
  });

  test('without the style sheet words stand apart, and pictures of ours are no larger than they say', async () => {
    const { page, close } = await visit(browser, `${site.base}/`);
    await page.evaluate(`document.querySelector('link[rel=stylesheet]').remove()`);
    const text = String(await page.evaluate('document.body.innerText'));
    expect(text).toContain('RSS Atom JSON');
    expect(text).toMatch(/^\d\d:\d\d 新华社$/m);
    const widest = `Math.max(...[...document.querySelectorAll('svg')].map(node => node.getBoundingClientRect().width))`;
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(400);
    await close();
  });

  test.each(['/rss.xml', '/atom.xml', '/feed.json'])('%s opened itself says first where its page is', async path => {
    const { page, close } = await visit(browser, `${site.base}${path}`);
    const text = String(await page.evaluate('document.body.innerText'));
    expect(text.slice(0, 300)).toContain(`给人看的页面在 ${site.base}/`);
    await close();
  });
});

test('a README without Chromium still says which pictures it shows', () => {
  const root = join(import.meta.dirname, '../..');
  const shown = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/docs\/pictures\/[\w-]+\.png/g)];
  expect(shown.length).toBeGreaterThan(2);
  for (const [path] of shown) expect(readFileSync(join(root, path)).length).toBeLessThan(200_000);
});
