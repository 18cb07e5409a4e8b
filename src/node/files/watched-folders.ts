/** Every folder below a root, watched by itself: what the system reports of a folder, it reports of the files in it alone. */
import { type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs';
import { sep } from 'node:path';
import { codeOf } from '../code-of.ts';
import { isTemporary } from './scan.ts';

/** A watched folder, and those in it by their names. */
type Folder = { readonly watcher: FSWatcher; readonly inner: Map<string, Folder> };

/** macOS and Windows report what is below a folder with it. */
const isDeep = process.platform === 'darwin' || process.platform === 'win32';

/** Watches nothing until `renew('')` is called, which watches all. */
export class WatchedFolders {
  readonly #root: string;
  readonly #note: (path: string | undefined) => void;
  readonly #failed: (error: unknown) => void;
  #top: Folder | undefined;
  #hasFailed = false;

  /** `note` is told the path of what came, changed or went, relative to the root; nothing where the system does not know it. */
  constructor(root: string, note: (path: string | undefined) => void, failed: (error: unknown) => void) {
    this.#root = root;
    this.#note = note;
    this.#failed = failed;
  }

  /**
   * Watches what is at a path now, if it is a folder, with all below; what was watched there before, which may have been moved away
   * or deleted, no more. The root is the empty path; throws when that cannot be watched.
   */
  renew(path: string): void {
    if (path === '') {
      close(this.#top);
      this.#top = this.#open('');
      return;
    }
    if (isDeep) return;
    const names = path.split('/');
    const name = names.pop();
    let parent = this.#top;
    for (const each of names) parent = parent?.inner.get(each);
    if (parent === undefined || name === undefined) return;
    close(parent.inner.get(name));
    parent.inner.delete(name);
    if (!isTemporary(name)) this.#add(parent, name, path);
  }

  close(): void {
    close(this.#top);
    this.#top = undefined;
  }

  #add(parent: Folder, name: string, path: string): void {
    try {
      // A link is not followed.
      if (lstatSync(`${this.#root}/${path}`).isDirectory()) parent.inner.set(name, this.#open(path));
    } catch (error) {
      // Gone already, or nobody may look: the scan tells of what cannot be read.
      if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? '')) return;
      // Where one is too many for the system, all others are.
      if (!this.#hasFailed) this.#failed(error);
      this.#hasFailed = true;
    }
  }

  #open(path: string): Folder {
    const full = `${this.#root}/${path}`;
    const watcher = watch(full, { recursive: isDeep }, (_, name) => {
      if (name === null) this.#note(undefined);
      else {
        const below = name.split(sep).join('/');
        this.#note(path === '' ? below : `${path}/${below}`);
      }
    });
    watcher.on('error', this.#failed);
    const folder: Folder = { watcher, inner: new Map() };
    if (isDeep) return folder;
    try {
      // Listed after it is watched: a folder that comes meanwhile is found here, or reported.
      for (const entry of readdirSync(full, { withFileTypes: true })) {
        const { name } = entry;
        if (entry.isDirectory() && !isTemporary(name)) this.#add(folder, name, path === '' ? name : `${path}/${name}`);
      }
    } catch (error) {
      close(folder);
      throw error;
    }
    return folder;
  }
}

function close(folder: Folder | undefined): void {
  if (folder === undefined) return;
  folder.watcher.close();
  for (const each of folder.inner.values()) close(each);
}
