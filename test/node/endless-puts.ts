/** A process that puts into the database named on its command line, and says each put that it did, until it is killed. */
import { openDatabase } from '../../src/node/database/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { putNumber } from './numbered-put.ts';

const store = createStore(openDatabase(process.argv[2] ?? '').driver);
for (let number = (await store.state()).revision + 1; ; number += 1) {
  await store.put(putNumber(number));
  process.stdout.write(`${number}\n`);
}
