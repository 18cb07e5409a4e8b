import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Source } from '../../src/model/source.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { parse } from '../../src/parse/parse.ts';
import { sourceOf } from './article.ts';
import { faults } from './judge.ts';

// fixtures/normalize/<source>/<case>.in.md becomes <case>.out.json; `default` is a source that says nothing.
const home = join(import.meta.dirname, '../..');
const folder = join(home, 'test/fixtures/normalize');
const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.in.md'))
  .map(name => name.replaceAll('\\', '/').replace('.in.md', ''))
  .toSorted();

describe('an article of the fixtures becomes what stands beside it', () => {
  test.each(cases)('%s', name => {
    const draft = outcomeOf(name);
    expect(draft).toEqual(JSON.parse(readFileSync(join(folder, `${name}.out.json`), 'utf8')));
    if ('content' in draft) expect(faults(draft.content)).toEqual([]);
  });
});

/** What a fixture becomes, as JSON has it; dates so that a person can read them. */
function outcomeOf(name: string): Readonly<Record<string, unknown>> & { readonly content?: string } {
  const source = sourceFor(name.split('/')[0] ?? '');
  const article = parse(readFileSync(join(folder, `${name}.in.md`)), source.encoding);
  const outcome = article.kind === 'ok' ? normalize(article.value, source, `${name}.md`) : article;
  if (outcome.kind === 'problem') return { reason: outcome.reason };
  const { source: _source, written, modified, ...draft } = outcome.value;
  const dates = { written: new Date(written).toISOString(), modified: modified && new Date(modified).toISOString() };
  return JSON.parse(JSON.stringify({ ...draft, ...dates }));
}

function sourceFor(id: string): Source {
  if (id === 'default') return sourceOf();
  const text = (path: string) => readFileSync(join(home, path), 'utf8');
  const read = readConfig({ site: text('config/site.yaml'), sources: text('config/sources.yaml') });
  const source = read.kind === 'ok' ? read.config.sources.find(candidate => candidate.id === id) : undefined;
  if (source === undefined) throw new Error(`sources.yaml has no ${id}`);
  return source;
}
