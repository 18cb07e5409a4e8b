/** The one Store, written against SqlDriver: the same SQL on SQLite and D1. */
import { Refusal } from '../model/refusal.ts';
import { keptKinds } from '../model/scope.ts';
import type { SqlDriver } from '../model/sql.ts';
import type { Change, Receipt, ScopeState, Store } from '../model/store.ts';
import { conflictIn, overtakingOf } from './conflict.ts';
import { expiredAmong, expireNext, stocksOf } from './expire.ts';
import { feedReads } from './feed-reads.ts';
import { intakeReads } from './intake-reads.ts';
import { KeyIndex } from './key-index.ts';
import type { EntryMemory } from './memory.ts';
import { clock, next } from './moment.ts';
import { pageReads } from './page-reads.ts';
import { receiptOf, stepsOf } from './put.ts';
import * as rows from './rows.ts';
import { addressOf, scopeOfAll } from './scope-members.ts';
import { indexNext } from './search.ts';
import { askStories, listStories } from './stories.ts';
import { wholeSeconds } from './whole-seconds.ts';

/**
 * A Store over a database whose migrations have run. The caller bounds a put: each list of a Change travels as one JSON
 * parameter, and D1 takes at most 2 MB in one. What cannot be stored rejects with a Refusal, what the platform fails at
 * with its error as `cause`, and nothing of it is kept. With a memory, windows read only what changed.
 */
export function createStore(driver: SqlDriver, memory?: EntryMemory): Store {
  const { query } = driver;
  const index = new KeyIndex();
  return {
    ...feedReads(driver, memory),
    ...pageReads(driver),
    ...intakeReads(driver),

    put: change => put(driver, change),

    state: async () => rows.storeState(rows.ownRow(await query(state, []))),

    scope: async scope => {
      const [row] = await query('SELECT * FROM scopes WHERE kind = ?1 AND key = ?2', addressOf(scope));
      return row && rows.scopeState(row);
    },

    changedScopes: async since => {
      return (await query('SELECT kind, key FROM scopes WHERE revision > ?1 OR removed_revision > ?1', [since])).map(
        rows.scopeOf,
      );
    },

    toldCache: async (revision, seen) => {
      await driver.transaction([{ sql: toldCache, params: [revision, seen] }]);
    },

    scopes: async () => {
      const found = await query('SELECT * FROM scopes WHERE live > 0 ORDER BY key', []);
      return found.map(rows.scopeState).toSorted(byKind);
    },

    indexSearch: limit => indexNext(driver, limit),

    expire: (sources, now, limit) => expireNext(driver, sources, now, limit),

    stocks: sources => stocksOf(driver, sources),

    expired: ids => expiredAmong(driver, ids),

    rendering: async (digest, now) => {
      const [row] = await query(rendering, [digest, wholeSeconds(now)]);
      return { since: row && rows.optionalInteger(row, 'since'), isNoted: row?.noted === 1 };
    },

    noteRendering: async (digest, now) => {
      await driver.transaction([
        { sql: loseRendered, params: [digest] },
        { sql: noteRendering, params: [digest, wholeSeconds(now)] },
      ]);
    },

    askStories: questions => askStories(driver, index, questions),

    stories: since => listStories(driver, since),
  };
}

async function put(driver: SqlDriver, change: Change): Promise<Receipt> {
  const steps = stepsOf(change);
  const results = await driver.transaction(steps).catch(async (cause: unknown) => {
    const said = (why: unknown) => `Nothing of a put was stored: ${why}.`;
    if (cause instanceof Refusal) throw new Refusal(cause.kind, said(cause.message), { cause });
    const overtaking = await overtakingOf(driver, change).catch(() => undefined);
    if (overtaking !== undefined) throw new Refusal('overtaken', said(overtaking), { cause });
    const why = await conflictIn(driver, change).catch(() => undefined);
    if (why !== undefined) throw new Refusal('conflict', said(why), { cause });
    throw new Error(said(cause instanceof Error ? cause.message : cause), { cause });
  });
  return receiptOf(steps, results);
}

/** A revision may be longer than a step of the index: it is where the last entry that it has is. */
const state = `
SELECT s.*, EXISTS (
  SELECT 1 FROM memberships m
  WHERE m.scope = ${scopeOfAll}
    AND (m.revision, m.entry) > (s.search_revision, s.search_entry)
) AS unsearched
FROM store s`;

/** The first time nothing was rendered before, so nothing changed. */
const changedRendering = `iif(rendering IS NULL, NULL, ${clock})`;

const rendering = `
SELECT rendering IS ?1 AS noted, iif(rendering IS ?1, rendering_modified, ${changedRendering}) AS since FROM store`;

/** No delta says what a changed limit brings into a window, nor how entries that did not change are written now. */
const loseRendered = `
UPDATE scopes SET lost = ${next} WHERE (SELECT rendering IS NOT ?1 FROM store)`;

const noteRendering = `
UPDATE store SET rendering = ?1, rendering_modified = ${changedRendering}, modified = coalesce(${changedRendering}, modified)
WHERE rendering IS NOT ?1`;

/** Two that tell at the same time count as one: between both tellings what was on its way must have arrived. */
const toldCache = `
UPDATE store SET cache_told = max(cache_told, ?2), cache_seen = max(cache_seen, ?1) WHERE cache_told < ?1`;

function byKind(a: ScopeState, b: ScopeState): number {
  return keptKinds.indexOf(a.scope.kind) - keptKinds.indexOf(b.scope.kind);
}
