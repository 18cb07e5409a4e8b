import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { ConfigTexts } from '../config/config.ts';
import { configFiles } from './settings.ts';

/** How often is looked, milliseconds. What is the same at two looks is not being written any more. */
const interval = 500;

/**
 * Calls `onChange` with the texts of the configuration whenever they are others than at its last call, or than `known`; what changes
 * while it works is told when it is done. The files are read each time: editors and containers put them in place in ways of
 * which no system tells.
 */
export function watchConfig(
  configDir: string,
  known: ConfigTexts,
  onChange: (texts: ConfigTexts) => Promise<void>,
): { readonly stop: () => Promise<void> } {
  const ending = new AbortController();
  const look = async () => {
    let told = known;
    for (let last = known; await pause(ending.signal); ) {
      const texts = await textsIn(configDir);
      if (texts === undefined) continue;
      if (areSame(texts, last) && !areSame(texts, told)) {
        told = texts;
        await onChange(texts);
      }
      last = texts;
    }
  };
  const looking = look();
  return {
    stop: async () => {
      ending.abort();
      await looking;
    },
  };
}

/** False: it is to end. */
function pause(signal: AbortSignal): Promise<boolean> {
  return after(interval, true, { signal, ref: false }).catch(() => false);
}

/** Undefined while one of them cannot be read: somebody is replacing it, or it is missed at the next start. */
async function textsIn(configDir: string): Promise<ConfigTexts | undefined> {
  const read = (name: string) => readFile(join(configDir, name), 'utf8');
  try {
    const [site, sources] = await Promise.all([read(configFiles.site), read(configFiles.sources)]);
    return { site, sources };
  } catch {
    return undefined;
  }
}

function areSame(a: ConfigTexts, b: ConfigTexts): boolean {
  return a.site === b.site && a.sources === b.sources;
}
