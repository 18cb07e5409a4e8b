/** The static export: every address of the app, asked for and written as a file. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { entryPath, feedPath, formatFiles, formatNames, pagePath } from '../http/address.ts';
import type { Store } from '../model/store.ts';

type App = { readonly request: (path: string) => Response | Promise<Response> };

export type Exported = { readonly files: number; readonly written: number; readonly removed: number };

/** Folders that hold nothing but what an export wrote: what is stale in them goes. */
const ours = ['sources', 'categories', 'publishers', 'entries', 'archive'];

/** Writes every feed with its archive, every page, OPML and the pages that are some article's only address below `out`. Files that are right already are left alone. */
export async function exportSite(app: App, store: Store, out: string): Promise<Exported> {
  const wanted = new Map<string, Uint8Array | string>();
  const addresses = await addressesOf(store);
  for (const [path, file] of addresses) {
    const response = await app.request(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    wanted.set(file, bytes);
    if (file.endsWith(formatFiles.json)) for (const page of olderThan(bytes)) addresses.set(page, fileOf(page));
  }
  wanted.set('_headers', headerRules);
  let written = 0;
  for (const [file, bytes] of wanted) if (await write(out, file, bytes)) written++;
  const removed = await removeStale(out, new Set(wanted.keys()));
  return { files: wanted.size, written, removed };
}

/** Path in the app -> file. A file's name is the decoded path; a key is one safe segment (see scopeKey). */
async function addressesOf(store: Store): Promise<Map<string, string>> {
  const paths = new Map([
    ['/opml.xml', 'opml.xml'],
    ['/style.css', 'style.css'],
  ]);
  for (const { scope } of await store.scopes()) {
    paths.set(pagePath(scope), `${fileOf(pagePath(scope))}index.html`);
    for (const format of formatNames) paths.set(feedPath(scope, format), fileOf(feedPath(scope, format)));
  }
  for (const path of await permalinks(store)) paths.set(path, `${fileOf(path)}.html`);
  return paths;
}

/** The archive page that a JSON Feed leads to, in every format: the way into the archive is in the feeds alone. */
function olderThan(feed: Uint8Array): readonly string[] {
  const { next_url: next }: { next_url?: unknown } = JSON.parse(new TextDecoder().decode(feed));
  const [, folder] = archiveFolder.exec(typeof next === 'string' ? next : '') ?? [];
  return folder === undefined ? [] : formatNames.map(format => folder + formatFiles[format]);
}

/** Of an address that may begin with more than a host. */
const archiveFolder = /((?:\/(?:sources|categories|publishers)\/[^/]+)?\/archive\/[^/]+\/)feed\.json$/;

/** The pages of entries that have no address but ours. */
async function permalinks(store: Store): Promise<readonly string[]> {
  const paths: string[] = [];
  let since: Parameters<Store['changes']>[1] = 0;
  for (;;) {
    const changes = await store.changes({ kind: 'all' }, since, 500);
    const last = changes.at(-1);
    if (last === undefined) return paths;
    for (const { entry, retracted } of changes) {
      if (entry.link === undefined && retracted === undefined) paths.push(entryPath(entry.source, entry.key));
    }
    since = { revision: last.revision, id: last.entry.id };
  }
}

function fileOf(path: string): string {
  return decodeURIComponent(path.slice(1));
}

async function write(out: string, file: string, bytes: Uint8Array | string): Promise<boolean> {
  const path = join(out, file);
  const way = relative(out, path);
  if (way === '' || way.startsWith(`..${sep}`) || way === '..')
    throw new Error(`${file} would be outside ${out}; nothing is written there.`);
  const before = await readFile(path).catch(() => undefined);
  if (before !== undefined && Buffer.compare(before, Buffer.from(bytes)) === 0) return false;
  await mkdir(dirname(path), { recursive: true });
  // A static host may read at any moment: a file is old or new, never half.
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
  return true;
}

async function removeStale(out: string, wanted: ReadonlySet<string>): Promise<number> {
  let removed = 0;
  for (const folder of ours) {
    const names = await readdir(join(out, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of names) {
      const file = relative(out, join(entry.parentPath, entry.name)).split(sep).join('/');
      if (!entry.isFile() || wanted.has(file)) continue;
      await rm(join(out, file));
      removed++;
    }
  }
  return removed;
}

/** For static hosts that read it (Cloudflare, Netlify): extensions alone would give application/xml. */
const headerRules = `/*
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
/rss.xml
  Content-Type: application/rss+xml; charset=utf-8
/atom.xml
  Content-Type: application/atom+xml; charset=utf-8
/feed.json
  Content-Type: application/feed+json; charset=utf-8
/*/rss.xml
  Content-Type: application/rss+xml; charset=utf-8
/*/atom.xml
  Content-Type: application/atom+xml; charset=utf-8
/*/feed.json
  Content-Type: application/feed+json; charset=utf-8
/opml.xml
  Content-Type: text/x-opml; charset=utf-8
`;
