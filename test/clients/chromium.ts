/** Chromium, driven as a person's browser would be; tests that need it are skipped where it is not installed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Chromium is; undefined where it is not installed. */
export const chromiumPath: string | undefined = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => {
  try {
    return [execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()];
  } catch {
    return [];
  }
})[0];

/** Starts it; it speaks to nobody by itself. */
export function openChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed.');
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map(name => `--${name}`);
  return chromium.launch({ executablePath: chromiumPath, headless: true, args });
}

/** What was seen while a page was looked at. */
export type Visit = {
  readonly page: Page;
  /** Everything that was asked for of the site itself, in order; without its icon, which a browser asks for when it likes. */
  readonly asked: readonly string[];
  /** Warnings and errors, of the page and of the browser. */
  readonly messages: readonly string[];
  readonly close: () => Promise<void>;
};

/** A grey picture in place of every picture from elsewhere: tests reach nobody. */
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="100%" height="100%" fill="#999"/></svg>';

/** Opens an address in a window of its own. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const { host } = new URL(address);
  const asked: string[] = [];
  const messages: string[] = [];
  page.on('console', message => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => messages.push(String(error)));
  await page.route(
    url => url.host !== host,
    route => route.fulfill({ contentType: 'image/svg+xml', body: picture }),
  );
  page.on('request', request => {
    const { pathname, host: of, search } = new URL(request.url());
    if (of === host && pathname !== '/icon.svg') asked.push(pathname + search);
  });
  await page.goto(address, { waitUntil: 'load' });
  return { page, asked, messages, close: () => context.close() };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core has to say against a page: each rule with the elements that break it; of the rules named only, where some are. */
export async function axeFindings({ page }: Visit, rules?: readonly string[]): Promise<readonly string[]> {
  // Through the protocol: the page's own Content-Security-Policy allows no script.
  await page.evaluate(axe);
  const options = JSON.stringify({ resultTypes: ['violations'], runOnly: rules });
  const said: unknown = await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 150) + ' ' + failureSummary)))`,
  );
  return Array.isArray(said) ? said.map(String) : [String(said)];
}

/** How far things moved after they were first shown (Cumulative Layout Shift), scrolled to the end. */
export async function layoutShift({ page }: Visit): Promise<number> {
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
  return Number(
    await page.evaluate(
      `new Promise(resolve => {
        let sum = 0;
        new PerformanceObserver(list => list.getEntries().forEach(({ value }) => { sum += value; })).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 0)));
      })`,
    ),
  );
}
