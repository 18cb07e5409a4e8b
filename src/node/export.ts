/** The static export: every address of the app, asked for and written as a file. */
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import {
  entryPath,
  feedPath,
  iconPath,
  opmlPath,
  pagePath,
  robotsPath,
  sitemapPath,
  stylesheetPath,
} from '../http/address.ts';
import { mediaTypes } from '../http/respond.ts';
import type { Config } from '../model/config.ts';
import { formatFacts, formatNames } from '../model/feed.ts';
import type { Store } from '../model/store.ts';
import { formats } from '../render/formats.ts';
import { directory } from '../select/directory.ts';
import { codeOf } from './code-of.ts';
import { makeFolder } from './make-folder.ts';
import { UsageError } from './usage-error.ts';

type App = { readonly request: (path: string) => Response | Promise<Response> };

export type Exported = {
  readonly files: number;
  readonly written: number;
  readonly removed: number;
  /** Folders that were left out, since a file of their name is there: a category called `index.html`. */
  readonly leftOut: readonly string[];
  /** Folders and files that are one where capitals and a full stop at the end make no other name (macOS, Windows), as a line each. */
  readonly alike: readonly string[];
};

/** The list of what an export wrote: what it no longer writes goes, and nothing else does. */
const listName = '.exported';

/**
 * Writes every feed with its archive, OPML, the page of every scope and entry, and whatever page one of them leads to, below
 * `out`. The app answers as for `isStatic` and under `baseUrl`. Files that are right already are left alone. Throws rather
 * than follow a link out of the folder.
 */
export async function exportSite(
  app: App,
  store: Store,
  config: Config,
  baseUrl: string,
  out: string,
): Promise<Exported> {
  const wanted = new Map<string, Uint8Array | string>();
  const addresses = await addressesOf(store, config);
  for (const [path, file] of addresses) {
    const response = await app.request(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    wanted.set(file, bytes);
    if (file.endsWith(formatFacts.json.file))
      for (const page of olderThan(bytes, baseUrl)) addresses.set(page, fileOf(page));
    if ((file.endsWith('.html') && !isOfEntry(path)) || path === sitemapPath)
      for (const page of linkedFrom(bytes, baseUrl)) addresses.set(page, fileOf(page));
  }
  wanted.set('_headers', headerRules);
  const leftOut = new Set<string>();
  for (const file of wanted.keys()) {
    const taken = foldersOf(file).find(folder => wanted.has(folder));
    if (taken === undefined) continue;
    leftOut.add(taken);
    wanted.delete(file);
  }
  const before = await listed(out);
  wanted.set(listName, `${[...wanted.keys()].sort().join('\n')}\n`);
  makeFolder(out);
  const root = await realpath(out);
  let written = 0;
  for (const [file, bytes] of wanted) if (await write(root, file, bytes)) written++;
  const stale = before.filter(file => !wanted.has(file));
  for (const file of stale) await remove(root, file);
  return {
    files: wanted.size,
    written,
    removed: stale.length,
    leftOut: [...leftOut],
    alike: alikeOf([...wanted.keys()].flatMap(file => [...foldersOf(file), file])),
  };
}

/** The folders that a file is in, the outermost first. */
function foldersOf(file: string): readonly string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Those of which somewhere only one can be; what is in such folders is not named again. */
function alikeOf(paths: readonly string[]): readonly string[] {
  const folded = (path: string) =>
    path
      .normalize('NFC')
      .toLowerCase()
      .replace(/\.+(?=\/|$)/g, '');
  const groups = Map.groupBy(new Set(paths), path => `${dirname(path)}/${folded(basename(path))}`);
  return [...groups.values()].filter(({ length }) => length > 1).map(group => group.join(', '));
}

/** Path in the app -> file, of what no page need lead to. A file's name is the decoded path; a key is one safe segment (see scopeKey). */
async function addressesOf(store: Store, config: Config): Promise<Map<string, string>> {
  const alone = ['/', opmlPath, stylesheetPath, iconPath, robotsPath, sitemapPath];
  const paths = new Map(alone.map(path => [path, fileOf(path)]));
  for (const { scope } of await directory(store, config)) {
    for (const path of [pagePath(scope), ...formatNames.map(format => feedPath(scope, format))])
      paths.set(path, fileOf(path));
  }
  for (const path of await entryPages(store)) paths.set(path, fileOf(path));
  return paths;
}

/** The paths of this site that a page of ours, or the site map, leads to. */
function linkedFrom(page: Uint8Array, baseUrl: string): readonly string[] {
  const links = new TextDecoder().decode(page).matchAll(/(?: href="|<loc>)([^"<]*)/g);
  return [...links].flatMap(([, link = '']) => {
    // The signs that pages escape; one of them looks like the beginning of a fragment.
    const written = link.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const address = written.split('#')[0] ?? '';
    return address.startsWith(`${baseUrl}/`) ? [address.slice(baseUrl.length)] : [];
  });
}

/** The archive page that a JSON Feed leads to, in every format: the way into the archive is in the feeds alone. */
function olderThan(feed: Uint8Array, baseUrl: string): readonly string[] {
  const { next_url: next }: { next_url?: unknown } = JSON.parse(new TextDecoder().decode(feed));
  if (typeof next !== 'string') return [];
  const folder = next.slice(baseUrl.length, -formatFacts.json.file.length);
  return formatNames.map(format => folder + formatFacts[format].file);
}

/** Our own pages of all entries. */
async function entryPages(store: Store): Promise<readonly string[]> {
  const paths: string[] = [];
  let since: Parameters<Store['changes']>[1] = 0;
  for (;;) {
    const changes = await store.changes({ kind: 'all' }, since, 500);
    const last = changes.at(-1);
    if (last === undefined) return paths;
    for (const { entry, retracted } of changes) {
      if (retracted === undefined) paths.push(entryPath(entry.source, entry.key));
    }
    since = { revision: last.revision, id: last.entry.id };
  }
}

/** Every static host finds `a/index.html` for `a/`, and leads there from `a`; few find `a.html` for `a`. */
function fileOf(path: string): string {
  const name = decodeURIComponent(path.slice(1));
  if (path.endsWith('/')) return `${name}index.html`;
  return isOfEntry(path) ? `${name}/index.html` : name;
}

/** Whether it is the page of an entry. It leads to no page of ours that no other leads to, and wherever its article leads. */
function isOfEntry(path: string): boolean {
  return path.startsWith('/entries/');
}

async function write(root: string, file: string, bytes: Uint8Array | string): Promise<boolean> {
  const path = await placeOf(root, file);
  const before = await readFile(path).catch(() => undefined);
  if (before !== undefined && Buffer.compare(before, Buffer.from(bytes)) === 0) return false;
  // A static host may read at any moment: a file is old or new, never half.
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
  return true;
}

/** With the folders that it leaves empty: the page of an article has one of its own. */
async function remove(root: string, file: string): Promise<void> {
  const path = await placeOf(root, file);
  await rm(path, { force: true });
  for (let folder = dirname(path); folder !== root && (await readdir(folder)).length === 0; folder = dirname(folder))
    await rmdir(folder);
}

/** Where a file goes, its folder made. Throws when that is outside the export, by its name or by a link on the way. */
async function placeOf(root: string, file: string): Promise<string> {
  const folder = join(root, dirname(file));
  const outside = () =>
    new UsageError(`${file} would lie outside ${root}; nothing is written there. Remove the link on its way.`);
  if (!isWithin(root, folder)) throw outside();
  // Of what exists already: a folder is made only below one that is really ours.
  let deepest = folder;
  while ((await realpath(deepest).catch(() => undefined)) === undefined) deepest = dirname(deepest);
  if (!isWithin(root, await realpath(deepest))) throw outside();
  await mkdir(folder, { recursive: true });
  return join(folder, basename(file));
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/**
 * Makes the folder that is written to. Throws a UsageError for one in the seeds folder, where pages would be taken for articles, and
 * for one that cannot be made.
 */
export async function needOut(out: string, seedsDir: string): Promise<void> {
  try {
    makeFolder(out);
  } catch (error) {
    throw new UsageError(`${out} cannot be made (${codeOf(error) ?? error}). Name another folder with --out DIR.`);
  }
  if (!(await stat(out)).isDirectory()) throw new UsageError(`${out} is no folder. Name another with --out DIR.`);
  if (isWithin(await realpath(seedsDir), await realpath(out)))
    throw new UsageError(
      `${out} is in the seeds folder ${seedsDir}, where pages would be taken for articles. Name another folder with --out DIR.`,
    );
}

/** What the last export into a folder wrote. */
async function listed(out: string): Promise<readonly string[]> {
  const text = await readFile(join(out, listName), 'utf8').catch(() => '');
  return text.split('\n').filter(line => line !== '');
}

/** For static hosts that read it (Cloudflare, Netlify): extensions alone would give application/xml. */
const headerRules = [
  '/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n',
  ...['/', '/*/'].flatMap(folder =>
    formatNames.map(format => typeRule(folder + formatFacts[format].file, formats[format].mediaType)),
  ),
  typeRule(opmlPath, mediaTypes.opml),
].join('');

function typeRule(path: string, mediaType: string): string {
  return `${path}\n  Content-Type: ${mediaType}\n`;
}
