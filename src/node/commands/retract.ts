import { openStore } from '../open.ts';
import { type Arguments, settingsOf, UsageError } from '../settings.ts';

/** `huiliu retract <id>`: takes an entry back, or gives it back with `--undo`. */
export async function run(args: Arguments): Promise<number> {
  const [name, ...others] = args.positionals;
  if (name === undefined || others.length > 0) {
    throw new UsageError('Name one entry: huiliu retract <id>, or huiliu retract <source>/<key>.');
  }
  const { store, close } = openStore(settingsOf(args).dataDir);
  try {
    const slash = name.indexOf('/');
    const byKey = /^[^:]+\//.test(name) ? await store.entry(name.slice(0, slash), name.slice(slash + 1)) : undefined;
    const one = [{ id: byKey?.entry.id ?? name, by: 'operator' as const }];
    const undo = args.values.undo === true;
    const { revision, scopes } = await store.put({ now: Date.now(), ...(undo ? { restore: one } : { retract: one }) });
    if (scopes.length === 0) {
      throw new UsageError(
        `Nothing to ${undo ? 'give' : 'take'} back: there is no ${undo ? 'retracted' : 'published'} entry "${name}".`,
      );
    }
    console.log(`${name} is ${undo ? 'back' : 'taken back'} (revision ${revision}).`);
    return 0;
  } finally {
    close();
  }
}
