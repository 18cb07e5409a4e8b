/** The seeds folder: which files are seeds, and which of them changed. */
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SeedFile } from '../ingest.ts';
import { maxBytes, type Problem } from '../model/seed.ts';

/** A file as its folder lists it: small enough to read, or already known not to be a seed. */
export type Found = {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  /** Why it is not read; absent for a seed. */
  readonly refused: Pick<Problem, 'reason' | 'hint'> | undefined;
};

const article = /\.(?:md|markdown|mdown|mkd|mdx|html?|txt)$/i;
/** Hidden files, and what editors, copying programs and file systems leave beside a file while they work. */
const temporary = /^\.|~$|^#.*#$|\.(?:tmp|temp|swp|swx|swo|bak|part|partial|crdownload|lock)$/i;

/** Every file below `folder` (relative to `root`; empty for all), in no order. Throws when the root cannot be read. */
export async function* walk(root: string, folder: string): AsyncGenerator<Found> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walkFolder(root, path);
    else if (!temporary.test(entry.name)) yield await look(root, path);
  }
}

/** What is at a path now, seen as `walk` would; nothing for a folder, a hidden file or a place where nothing is. */
export async function lookAt(root: string, path: string): Promise<readonly Found[]> {
  const parts = path.split('/');
  if (parts.some(part => temporary.test(part) && !article.test(part))) return [];
  const there = await lstat(join(root, path)).catch(ignoreMissing);
  if (there === undefined) return [];
  if (there.isDirectory()) return Array.fromAsync(walkFolder(root, path));
  return temporary.test(parts.at(-1) ?? '') ? [] : [await look(root, path)];
}

/** Reads a found file. One that vanished or cannot be opened meanwhile comes back refused. */
export async function readSeed(root: string, found: Found): Promise<SeedFile | Found> {
  try {
    const { path, size, mtime } = found;
    return { path, size, mtime, bytes: await readFile(join(root, path)) };
  } catch (error) {
    // Permissions and passing failures change no time and no size: with these it is news at every look until it is read.
    return { ...found, size: -1, mtime: -1, refused: unreadable(error) };
  }
}

async function* walkFolder(root: string, path: string): AsyncGenerator<Found> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (article.test(name)) yield { path, size: 0, mtime: 0, refused: folderNamedAsFile };
  if (temporary.test(name)) return;
  try {
    yield* walk(root, path);
  } catch (error) {
    // A folder that vanishes while it is walked holds nothing any more.
    if (isMissing(error)) return;
    yield { path, size: 0, mtime: 0, refused: unreadable(error) };
  }
}

async function look(root: string, path: string): Promise<Found> {
  const refuse = (reason: string, hint: string): Found => ({ path, size: 0, mtime: 0, refused: { reason, hint } });
  const full = join(root, path);
  try {
    if ((await lstat(full)).isSymbolicLink()) {
      const target = await realpath(full);
      if (outside(await realpath(root), target))
        return refuse('a link out of the seeds folder', 'Copy the file instead of linking it.');
    }
    const { size, mtimeMs, ...kind } = await statOf(full);
    const mtime = Math.trunc(mtimeMs);
    if (kind.folder)
      return refuse('a link to a folder', 'Put the folder itself there; links to folders are not followed.');
    if (!kind.file) return refuse('not a regular file', 'Remove it: only files can be articles.');
    if (!article.test(path)) return { path, size, mtime, refused: notAnArticle(path) };
    return { path, size, mtime, refused: size > maxBytes ? tooLarge(size) : undefined };
  } catch (error) {
    return { path, size: 0, mtime: 0, refused: isMissing(error) ? dangling : unreadable(error) };
  }
}

async function statOf(full: string) {
  const { size, mtimeMs, isFile, isDirectory } = await stat(full).then(found => ({
    size: found.size,
    mtimeMs: found.mtimeMs,
    isFile: found.isFile(),
    isDirectory: found.isDirectory(),
  }));
  return { size, mtimeMs, file: isFile, folder: isDirectory };
}

function outside(root: string, target: string): boolean {
  const way = relative(root, target);
  return way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep);
}

const folderNamedAsFile = {
  reason: 'a folder with the name of an article',
  hint: 'Rename the folder; the articles in it are read all the same.',
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

function ignoreMissing(error: unknown): undefined {
  if (isMissing(error) || codeOf(error) === 'ENOTDIR') return undefined;
  throw error;
}

/** The system's name of a failure: ENOENT, EACCES… */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
