import type { KeptScope } from '../model/scope.ts';

/** A scope as the two columns that name it: ?1 and ?2 of what is asked about one. */
export function addressOf(scope: KeptScope): readonly [kind: string, key: string] {
  return [scope.kind, scope.kind === 'all' ? '' : scope.key];
}

/** Its number, as SQL. */
export const scopeNamed = '(SELECT id FROM scopes WHERE kind = ?1 AND key = ?2)';
/** That of everything, in which every entry is. */
export const scopeOfAll = `(SELECT id FROM scopes WHERE kind = 'all' AND key = '')`;

/** What is in it. `CROSS JOIN` fixes the order of the loops: memberships lead to entries, and never more of them than asked for. */
export const members = `
FROM memberships m CROSS JOIN entries e ON e.n = m.entry
WHERE m.scope = ${scopeNamed}`;
