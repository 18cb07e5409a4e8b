import { digest } from '../../src/node/digest.ts';
import { openDatabase } from '../../src/node/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { type TestPlatform, testConfig } from './platform.ts';

export async function openPlatform(): Promise<TestPlatform> {
  const { driver, close } = openDatabase(':memory:');
  return { config: testConfig(), digest, driver, store: createStore(driver), close: async () => close() };
}
