import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/node/database/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { dump } from '../contract/records.ts';
import { putNumber } from './numbered-put.ts';
import { ownFolder } from './own-folder.ts';

test('a process killed in the middle of its puts leaves exactly those that it had done', async () => {
  const folder = ownFolder();
  const path = join(folder, 'huiliu.sqlite');
  const undisturbed = openDatabase(':memory:');
  const expected = createStore(undisturbed.driver);

  // Killed some while after a put was done, each time at another moment of the next; then it goes on from there.
  for (const pause of [0, 1, 2, 4, 7, 11]) {
    const said = await putUntilKilled(path, pause);
    const { driver, close } = openDatabase(path);
    const { revision } = await createStore(driver).state();
    expect(revision).toBeGreaterThanOrEqual(said);
    for (let n = (await expected.state()).revision + 1; n <= revision; n += 1) await expected.put(putNumber(n));
    expect(await dump(driver)).toEqual(await dump(undisturbed.driver));
    expect(await driver.query('PRAGMA integrity_check', [])).toEqual([{ integrity_check: 'ok' }]);
    close();
  }
  undisturbed.close();
}, 60_000);

/** The number of the last put that the process said it had done. */
async function putUntilKilled(path: string, pause: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'endless-puts.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let last = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    lines += 1;
    if (lines === 3) setTimeout(() => child.kill('SIGKILL'), pause);
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
  return last;
}
