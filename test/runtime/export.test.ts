import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { seedRecords } from '../fixtures/records.ts';
import { appOn } from './app.ts';

/** The static export of the five seeds as it is committed: what readers see, in a diff. `npm run export` writes it. */
const files: Readonly<Record<string, string>> = import.meta.glob('../../feeds/**/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
// Vite has views of its own on style sheets; test/node/export.test.ts holds that file, and _headers, which no address has.
const exported = Object.entries(files)
  .map(([path, text]) => [path.replace('../../feeds/', ''), text] as const)
  .filter(([file]) => !/\.css$|\.svg$|^_/.test(file));

let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeAll(async () => {
  platform = await openPlatform();
  await platform.store.put({ now: Date.parse('2026-01-01T00:00:00Z'), entries: seedRecords });
  app = appOn(platform, { baseUrl: 'http://127.0.0.1:3000', isStatic: true });
});
afterAll(() => platform.close());

test('the export holds every feed of every scope', () => {
  expect(exported.length).toBeGreaterThan(30);
});

test('no element of a page has an attribute twice', () => {
  const tags = exported.flatMap(([file, text]) =>
    file.endsWith('.html') ? text.match(/<[a-z](?:"[^"]*"|[^>"])*>/g) : [],
  );
  expect(tags.length).toBeGreaterThan(1000);
  expect(tags.filter(tag => /\s([a-z-]+)=(?=.*\s\1=)/s.test(tag?.replace(/"[^"]*"/g, '') ?? ''))).toEqual([]);
});

test.each(exported)('/%s has the committed bytes on this runtime', async (file, text) => {
  const path = file.replace(/(^|\/)index\.html$/, '$1').replace(/^(entries\/.*)\/$/, '$1');
  const response = await app.request(`http://127.0.0.1:3000/${path.split('/').map(encodeURIComponent).join('/')}`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(text);
});
