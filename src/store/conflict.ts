/** Why the schema refused a put: looked up afterwards, so that puts that succeed do not pay for it. */
import type { SqlDriver } from '../model/sql.ts';
import type { Change } from '../model/store.ts';
import { integer, text } from './rows.ts';

/** One sentence's worth, or undefined when no later batch of the same sender has come. */
export async function overtakingOf({ query }: SqlDriver, { cursor }: Change): Promise<string | undefined> {
  if (cursor?.from === undefined) return undefined;
  const [row] = await query('SELECT revision FROM cursors WHERE epoch = ?1 AND revision > ?2', [
    cursor.epoch,
    cursor.from,
  ]);
  return (
    row &&
    `it goes on from revision ${cursor.from} of the sender, and what it sent up to ${integer(row, 'revision')} has come already`
  );
}

/** One sentence's worth, or undefined when the put conflicts with nothing stored. */
export async function conflictIn(
  { query }: SqlDriver,
  { entries = [], names = [] }: Change,
): Promise<string | undefined> {
  const heads = entries.map(({ entry: { id, source, key } }) => ({ id, source, key, address: `${source}/${key}` }));
  for (const [address, comers] of Map.groupBy(heads, head => head.address)) {
    const ids = new Set(comers.map(({ id }) => id));
    if (ids.size > 1) return `${[...ids].join(' and ')} both come as ${address}`;
  }
  const [taken] = await query(takenAddress, [JSON.stringify(heads)]);
  if (taken) return `${text(taken, 'given')} comes as ${text(taken, 'address')}, which is ${text(taken, 'stored')}`;
  const [moved] = await query(movedEntry, [JSON.stringify(heads)]);
  if (moved) return `${text(moved, 'id')} comes as ${text(moved, 'given')} and is stored as ${text(moved, 'stored')}`;
  const given = new Set(heads.map(({ id }) => id));
  const [lost] = await query(lostName, [JSON.stringify(names.filter(({ entry }) => !given.has(entry)))]);
  return lost && `the name ${text(lost, 'name')} is for ${text(lost, 'entry')}, which is not stored`;
}

const takenAddress = `
SELECT h.value ->> 'id' AS given, h.value ->> 'address' AS address, e.id AS stored
FROM json_each(?1) h CROSS JOIN entries e ON e.source = h.value ->> 'source' AND e.key = h.value ->> 'key'
WHERE e.id <> h.value ->> 'id' LIMIT 1`;

const movedEntry = `
SELECT e.id, h.value ->> 'address' AS given, e.source || '/' || e.key AS stored
FROM json_each(?1) h CROSS JOIN entries e ON e.id = h.value ->> 'id'
WHERE e.source <> h.value ->> 'source' OR e.key <> h.value ->> 'key' LIMIT 1`;

const lostName = `
SELECT h.value ->> 'name' AS name, h.value ->> 'entry' AS entry
FROM json_each(?1) h WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = h.value ->> 'entry') LIMIT 1`;
