/** Watches the seeds folder: events, once settled, become paths to look at again. */
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type AsyncSubscription, subscribe } from '@parcel/watcher';

export type Watch = { readonly close: () => Promise<void> };

/** Silence after the last event of a path before it is looked at: a file is not read while it is written. */
const settle = 30;

/** Calls `onChange` with paths relative to `root` that changed; `onError` when the system drops events or stops. */
export async function watch(
  root: string,
  onChange: (paths: readonly string[]) => void,
  onError: (error: Error) => void,
): Promise<Watch> {
  // The system reports real paths: below a link they would not be ours.
  const real = await realpath(root);
  const waiting = new Map<string, NodeJS.Timeout>();
  const settled = new Set<string>();
  let flush: NodeJS.Immediate | undefined;

  const note = (path: string) => {
    clearTimeout(waiting.get(path));
    waiting.set(
      path,
      setTimeout(() => finish(path), settle),
    );
  };
  const finish = (path: string) => {
    waiting.delete(path);
    settled.add(path);
    // What settles together is put together.
    flush ??= setImmediate(() => {
      flush = undefined;
      const paths = [...settled].sort();
      settled.clear();
      onChange(paths);
    });
  };

  const subscription: AsyncSubscription = await subscribe(real, (error, events) => {
    if (error !== null) onError(error);
    else for (const { path } of events) note(relative(real, path).split(sep).join('/'));
  });
  return {
    close: async () => {
      for (const timer of waiting.values()) clearTimeout(timer);
      clearImmediate(flush);
      await subscription.unsubscribe();
    },
  };
}
