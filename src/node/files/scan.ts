/**
 * The seeds folder: which files are there, which of them are seeds, what they hold. Without promises: a file costs a few
 * microseconds this way, and several times that with one; whoever must not wait calls it on another thread.
 */
import { lstatSync, opendirSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { SeedFile, UnreadableFile } from '../../model/reading.ts';
import { maxBytes, type Problem } from '../../model/seed.ts';
import { codeOf } from '../code-of.ts';
import { UsageError } from '../usage-error.ts';

/** A file as its folder lists it: small enough to read, or already known not to be a seed. */
export type Found = {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  /** Why it is not read; absent for a seed. */
  readonly refused: Pick<Problem, 'reason' | 'hint'> | undefined;
};

const article = /\.(?:md|markdown|mdown|mkd|mdx|html?|txt)$/i;
/** Hidden files, what editors, copying programs and file systems leave beside a file while they work, and what Hugo and Zola say of a folder. */
const temporary =
  /^\.|~$|^#.*#$|^_index(?:\.[\w-]+)?\.(?:md|markdown|html)$|\.(?:tmp|temp|swp|swx|swo|bak|part|partial|crdownload|lock)$/i;

/**
 * Every file below `folder` (relative to `root`; empty for all), in the order of their paths, which is that in which the store
 * remembers them. Throws when the root cannot be read.
 */
export function* walk(root: string, folder: string): Generator<Found> {
  const entries = readdirSync(below(root, folder), { withFileTypes: true });
  // A folder stands where its files do: `a-b` before `a/b`, and `a` behind it.
  const names = entries.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  for (const name of apart(names)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) yield* walkFolder(root, path.slice(0, -1));
    else if (!temporary.test(name)) yield look(root, path);
  }
}

/** Names that are no UTF-8 may look alike, and lead to one path: what stands there is looked at once. */
function apart(names: readonly string[]): readonly string[] {
  if (!names.some(isMisread)) return names;
  const first = Map.groupBy(names, name => (name.endsWith('/') ? name.slice(0, -1) : name));
  return [...first.values()].flatMap(([name]) => name ?? []);
}

/** Whether a name is not what the disk has: what is no UTF-8 in it was replaced, and nothing is there by this name. */
function isMisread(name: string): boolean {
  return name.includes('\ufffd');
}

/** What is at a path now, seen as `walk` would; nothing for a folder, a hidden file or a place where nothing is. */
export function lookAt(root: string, path: string): readonly Found[] {
  const parts = path.split('/');
  if (parts.some(part => temporary.test(part) && !article.test(part))) return [];
  const there = statsOf(below(root, path));
  if (there === undefined) return [];
  if (there.isDirectory()) return [...walkFolder(root, path)];
  return temporary.test(parts.at(-1) ?? '') ? [] : [look(root, path)];
}

/** Reads a found file. One that vanished or cannot be opened meanwhile comes back refused. */
export function readSeed(root: string, found: Found): SeedFile | Found {
  try {
    const { path, size, mtime } = found;
    return { path, size, mtime, bytes: readFileSync(below(root, path)) };
  } catch (error) {
    // Permissions and passing failures change no time and no size: with these it is news at every look until it is read.
    return { ...found, size: -1, mtime: -1, refused: unreadable(error) };
  }
}

/** The seeds among found files, one after the other when they are asked for, so that few are in memory at a time; the others go to `unreadable`. */
export function* seedsOf(root: string, found: readonly Found[], unreadable: UnreadableFile[]): Generator<SeedFile> {
  for (const each of found) {
    const seed = each.refused === undefined ? readSeed(root, each) : each;
    if ('bytes' in seed) yield seed;
    else if (seed.refused !== undefined) unreadable.push({ ...seed, source: undefined, ...seed.refused });
  }
}

function* walkFolder(root: string, path: string): Generator<Found> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (article.test(name)) yield { path, size: 0, mtime: 0, refused: folderNamedAsFile };
  if (temporary.test(name)) return;
  try {
    yield* walk(root, path);
  } catch (error) {
    // A folder that vanishes while it is walked holds nothing any more.
    if (isMissing(error) && !isMisread(name)) return;
    yield { path, size: 0, mtime: 0, refused: isMissing(error) ? misread : unreadable(error) };
  }
}

function look(root: string, path: string): Found {
  const full = below(root, path);
  try {
    const own = lstatSync(full);
    const isLink = own.isSymbolicLink();
    if (isLink && outside(realpathSync(root), realpathSync(full)))
      return { path, size: 0, mtime: 0, refused: leadsOut };
    const there = isLink ? statSync(full) : own;
    const { size } = there;
    const mtime = Math.trunc(there.mtimeMs);
    if (there.isDirectory()) return { path, size: 0, mtime: 0, refused: leadsToFolder };
    if (!there.isFile()) return { path, size: 0, mtime: 0, refused: notRegular };
    if (!article.test(path)) return { path, size, mtime, refused: notAnArticle(path) };
    return { path, size, mtime, refused: size > maxBytes ? tooLarge(size) : undefined };
  } catch (error) {
    if (!isMissing(error)) return { path, size: 0, mtime: 0, refused: unreadable(error) };
    return { path, size: 0, mtime: 0, refused: isMisread(path) ? misread : dangling };
  }
}

/** Whether a file or a folder of this name is passed over, with all that is in it. */
export function isTemporary(name: string): boolean {
  return temporary.test(name);
}

/** Not `join`: it takes as long as asking the system about the file, and there is nothing to tidy in a path that was walked. */
function below(root: string, path: string): string {
  return `${root}/${path}`;
}

function outside(root: string, target: string): boolean {
  const way = relative(root, target);
  return way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep);
}

const folderNamedAsFile = {
  reason: 'a folder with the name of an article',
  hint: 'Rename the folder; the articles in it are read all the same.',
};
const leadsOut = {
  reason: 'a link out of the seeds folder',
  hint: 'Put there what it leads to, or name the folder that holds that with --seeds DIR.',
};
const leadsToFolder = {
  reason: 'a link to a folder',
  hint: 'Put the folder itself there; links to folders are not followed.',
};
const notRegular = { reason: 'not a regular file', hint: 'Remove it: only files can be articles.' };
const misread = {
  reason: 'a name that is not UTF-8',
  hint: 'Rename it (convmv -f gbk -t utf8 does so for whole folders); until then nothing below this name can be read.',
};
const dangling = { reason: 'a link to nothing', hint: 'Remove the link or put its target back.' };

function tooLarge(size: number) {
  const mib = (size / 1048576).toFixed(1);
  return {
    reason: `too large: ${mib} MiB`,
    hint: `An article is at most ${maxBytes / 1048576} MiB; split it or take out embedded pictures.`,
  };
}

function notAnArticle(path: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : 'no ending';
  return {
    reason: `not an article (${ending})`,
    hint: 'Articles end in .md, .markdown, .html or .txt; keep other files elsewhere.',
  };
}

function unreadable(error: unknown) {
  const code = codeOf(error) ?? String(error);
  return {
    reason: `cannot be read (${code})`,
    hint: 'Let the user that runs Huiliu read it (chmod, chown), or remove it.',
  };
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** What is at a path itself; nothing where nothing is. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isMissing(error) || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Throws a UsageError for a seeds folder that is not there or may not be read. What the system fails at may be over in a moment. */
export function needFolder(seedsDir: string): void {
  try {
    opendirSync(seedsDir).closeSync();
  } catch (cause) {
    const error = folderError(seedsDir, cause);
    if (error instanceof UsageError) throw error;
  }
}

/** What a failure to read the seeds folder itself means for whoever named it; other failures as they are. */
export function folderError(seedsDir: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !['ENOENT', 'EACCES', 'ENOTDIR', 'EPERM', 'ELOOP', 'ENAMETOOLONG'].includes(code))
    return error;
  return new UsageError(
    `The seeds folder ${seedsDir} cannot be read (${code}). Make it, or name another with --seeds DIR.`,
  );
}
