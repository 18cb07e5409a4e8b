/** Watches the seeds folder: events, once settled, become paths to look at again. */
import { WatchedFolders } from './watched-folders.ts';

export type Watch = { readonly close: () => void };

/** Silence after the last event of a path before it is looked at: a file is not read while it is written. */
const settle = 30;

/**
 * Linux keeps 16,384 events, three or four a file, for a program that is busy; it drops the rest, and Node does not say so. After half as many
 * without a pause, some may be lost.
 */
const many = 8192;

export type Watcher = {
  /** Paths relative to the folder that changed. Of a folder, all that is in it must be looked at. */
  readonly onChange: (paths: readonly string[]) => void;
  /** Events may have been lost: the whole folder must be looked at. */
  readonly onMissed: () => void;
  /** A folder that cannot be watched, or no more. */
  readonly onError: (error: unknown) => void;
};

/** Watches a folder and all below it from now on. Throws for one that cannot be watched itself. */
export function watch(root: string, { onChange, onMissed, onError }: Watcher): Watch {
  const waiting = new Map<string, NodeJS.Timeout>();
  const settled = new Set<string>();
  let flush: NodeJS.Immediate | undefined;
  let burst = 0;

  const note = (path: string | undefined) => {
    burst = path === undefined ? many : burst + 1;
    const name = path ?? '';
    clearTimeout(waiting.get(name));
    waiting.set(
      name,
      setTimeout(() => finish(name), settle),
    );
  };
  const finish = (path: string) => {
    waiting.delete(path);
    settled.add(path);
    // What settles together is put together.
    flush ??= setImmediate(report);
  };
  const report = () => {
    flush = undefined;
    const paths = [...settled].filter(path => path !== '');
    settled.clear();
    // Before anybody looks: what comes into a new folder is either seen then, or reported.
    for (const path of paths) folders.renew(path);
    if (paths.length > 0) onChange(paths);
    if (waiting.size > 0) return;
    const isWhole = burst < many;
    burst = 0;
    if (isWhole) return;
    try {
      folders.renew('');
    } catch (error) {
      onError(error);
    }
    onMissed();
  };

  const folders = new WatchedFolders(root, note, onError);
  folders.renew('');
  return {
    close: () => {
      for (const timer of waiting.values()) clearTimeout(timer);
      clearImmediate(flush);
      folders.close();
    },
  };
}
