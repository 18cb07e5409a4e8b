import type { Store, StoredEntry } from '../../model/store.ts';
import { openStore } from '../database/open.ts';
import { type Arguments, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

/** `huiliu retract <id>`: takes an entry back, or gives it back with `--undo`. */
export async function run(args: Arguments): Promise<number> {
  const [name] = args.positionals;
  if (name === undefined)
    throw new UsageError('Name one entry: huiliu retract <id>, or huiliu retract <source>/<key>.');
  const { store, close } = openStore(settingsOf(args).dataDir, { mustExist: true });
  const undo = args.values.undo === true;
  try {
    const before = await find(store, name);
    if (before === undefined)
      throw new UsageError(
        `There is no entry "${name}". Its id is in every feed; <source>/<key> is in the address of its page.`,
      );
    const one = [{ id: before.entry.id, by: 'operator' as const }];
    await store.put({ now: Date.now(), ...(undo ? { restore: one } : { retract: one }) });
    const after = await find(store, name);
    console.log(`${name} ${outcome(before.retracted !== undefined, after?.retracted !== undefined, undo)}.`);
    return 0;
  } finally {
    close();
  }
}

/** An entry by its id, or by `<source>/<key>`. */
async function find(store: Store, name: string): Promise<StoredEntry | undefined> {
  const [, source = '', key = ''] = /^([^:/]+)\/([^/]+)$/.exec(name) ?? [];
  const [address] = await store.holding([{ id: name, source, key }]);
  return address && store.entry(address.source, address.key);
}

function outcome(was: boolean, is: boolean, undo: boolean): string {
  if (undo)
    return was && !is ? 'is back' : is ? 'stays back: its own file says that it is not public' : 'was not taken back';
  return was ? 'was taken back already, and stays so whatever its file says' : 'is taken back';
}
