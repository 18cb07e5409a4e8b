import { openDatabase } from '../../src/node/database/sqlite.ts';
import { digest } from '../../src/node/digest.ts';
import { EntryMemory } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/store.ts';
import { type TestPlatform, testConfig } from './platform.ts';

/** With a memory that is soon full; the other platform has none. */
export async function openPlatform(): Promise<TestPlatform> {
  const { driver, close } = openDatabase(':memory:');
  return {
    config: testConfig(),
    digest,
    driver,
    store: createStore(driver, new EntryMemory(5000)),
    close: async () => close(),
  };
}
