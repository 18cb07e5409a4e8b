import type { Entry } from './entry.ts';

/** The kinds of scope that have names, and pages that list these. */
export const listedKinds = ['source', 'category', 'publisher'] as const;
/** Those that the store keeps, in the order in which they are told. */
export const keptKinds = ['all', ...listedKinds] as const;
export const scopeKinds = [...keptKinds, 'search'] as const;

export type ListedKind = (typeof listedKinds)[number];
export type KeptKind = (typeof keptKinds)[number];
export type ScopeKind = (typeof scopeKinds)[number];

/** What entries belong to. `key` is always canonical: made by `scopeKey`. */
export type KeptScope = { readonly kind: 'all' } | { readonly kind: ListedKind; readonly key: string };

/** What is asked for: a scope that the store keeps, or a search. `query` is always canonical: made by `readQuery`. */
export type Scope = KeptScope | { readonly kind: 'search'; readonly query: string };

/** Longest key in bytes of UTF-8: a key is a file name in the static export, and file systems stop at 255 bytes. */
const longest = 120;

/**
 * The canonical key of a category or publisher: its address segment, decoded. Any spelling (full width, capitals, more
 * white space) has the same key. `/`, `\` and control characters become `-`; `.`, `..` and what is over 120 bytes
 * become a digest, so that a key is always one safe path segment. Empty for text without a visible character.
 */
export function scopeKey(text: string): string {
  const key = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
    .replace(/[/\\\p{Cc}\p{Cf}\p{Cs}]/gu, '-');
  const unsafe = key === '.' || key === '..' || new TextEncoder().encode(key).length > longest;
  return unsafe ? `~${digest64(key)}` : key;
}

/** The scopes an entry belongs to, each once, with the label a person sees for it. */
export function scopesOf(entry: Entry): { readonly scope: KeptScope; readonly label: string }[] {
  const scopes = new Map<string, { scope: KeptScope; label: string }>();
  const add = (scope: KeptScope, label: string) => {
    const name = scopeName(scope);
    if (!scopes.has(name)) scopes.set(name, { scope, label });
  };
  const addNamed = (kind: ListedKind, name: string, label: string) => {
    const key = scopeKey(name);
    if (key !== '') add({ kind, key }, label);
  };
  const { source, categories, publisher } = entry;
  add({ kind: 'all' }, '');
  add({ kind: 'source', key: source }, source);
  for (const { term, label } of categories) addNamed('category', term, label);
  if (publisher !== undefined) addNamed('publisher', publisher, publisher);
  return [...scopes.values()];
}

/** A scope as one string, unique among scopes: `all`, `source/sina`, `category/emnews`. */
export function scopeName(scope: Scope): string {
  if (scope.kind === 'all') return 'all';
  return `${scope.kind}/${scope.kind === 'search' ? scope.query : scope.key}`;
}

/** 64 bits of FNV-1a as 16 hexadecimal digits: names an over-long key; nothing about it is secret, so it needs no platform digest. */
function digest64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
