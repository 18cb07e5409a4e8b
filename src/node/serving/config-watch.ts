import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type ConfigTexts, configFiles } from '../../config/config.ts';

/** How often is looked, milliseconds. What is the same at two looks is not being written any more. */
const interval = 500;
/** So many looks in a row may find a file that is being replaced; what cannot be read by then is missed. */
const patience = 6;

/**
 * Calls `onChange` with the texts of the configuration whenever they are others than at its last call, or than `known`; what changes
 * while it works is told when it is done. Calls `onMissing` once when they cannot be read for seconds. The system is asked again
 * and again how the files stand: editors and containers put them in place in ways of which it tells nobody.
 */
export function watchConfig(
  configDir: string,
  known: ConfigTexts,
  onChange: (texts: ConfigTexts) => Promise<void>,
  onMissing: (cause: unknown) => void,
): { readonly stop: () => Promise<void> } {
  const ending = new AbortController();
  let told = known;
  const look = async () => {
    let missed = 0;
    const miss = (error: unknown): undefined => {
      missed += 1;
      if (missed === patience) onMissing(error);
    };
    for (let last: ConfigTexts | undefined; !ending.signal.aborted; ) {
      const texts = await textsIn(configDir).catch(miss);
      if (texts !== undefined) missed = 0;
      if (texts !== undefined && areSame(texts, told)) return;
      if (texts !== undefined && areSame(texts, last)) {
        told = texts;
        await onChange(texts);
      }
      last = texts;
      await pause(ending.signal);
    }
  };
  let looking = look();
  const nudge = () => {
    looking = looking.then(look);
  };
  const paths = Object.values(configFiles).map(name => join(configDir, name));
  for (const path of paths) watchFile(path, { interval, persistent: false }, nudge);
  return {
    stop: async () => {
      ending.abort();
      for (const path of paths) unwatchFile(path, nudge);
      await looking;
    },
  };
}

/** Until the next look, or the end. */
function pause(signal: AbortSignal): Promise<void> {
  return after(interval, undefined, { signal, ref: false }).catch(() => {});
}

/** Rejects while one of them cannot be read. */
async function textsIn(configDir: string): Promise<ConfigTexts> {
  const read = (name: string) => readFile(join(configDir, name), 'utf8');
  const [site, sources] = await Promise.all([read(configFiles.site), read(configFiles.sources)]);
  return { site, sources };
}

function areSame(a: ConfigTexts, b: ConfigTexts | undefined): boolean {
  return a.site === b?.site && a.sources === b?.sources;
}
