import type { Change } from '../../src/model/store.ts';
import { category, day, idOf, record, seed } from '../contract/records.ts';

/** The n-th of an endless row of puts: new entries, changed ones, some that change their category, some taken back. */
export function putNumber(n: number): Change {
  const keys = Array.from({ length: 20 }, (_, index) => `${(n * 7 + index * 13) % 300}`);
  return {
    now: day + n,
    entries: keys.map(key =>
      record(key, {
        ...category(`c${(n + Number(key)) % 9}`),
        title: `as of ${n}`,
        content: `<p>${'正文'.repeat(500)}</p>`,
      }),
    ),
    names: keys.map(key => ({ source: 'sina', name: `native:${key}`, entry: idOf(key) })),
    seeds: keys.map(key => seed(`sina/${key}.md`, { entry: idOf(key), mtime: n })),
    retract: keys.slice(0, 3).map(key => ({ id: idOf(key), by: 'file' })),
    restore: keys.slice(3, 6).map(key => ({ id: idOf(key), by: 'file' })),
  };
}
