import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readsSeeds } from '../src/node/digest.ts';

const src = join(import.meta.dirname, '../src');
const rooms = ['config', 'parse', 'normalize', 'stories', 'store', 'select', 'render', 'http'];

type Import = { readonly from: string; readonly room: string; readonly target: string; readonly isOurs: boolean };

/** Every import of every file below src/; `target` is relative to src/ for our own files, else a package, or a part of one. */
const imports: readonly Import[] = sources(src).flatMap(file => {
  const from = relative(src, file);
  const room = from.includes('/') ? (from.split('/')[0] ?? '') : from;
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\(|import)\s*'([^']+)'/g)].map(([, target = '']) => {
    const isOurs = target.startsWith('.');
    return { from, room, isOurs, target: isOurs ? relative(src, join(dirname(file), target)) : target };
  });
});

describe('the arrows of the house', () => {
  test('are looked at where there are any', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  test('rooms side by side import the model and nothing else of ours', () => {
    const wrong = imports.filter(({ room, target, isOurs }) => {
      return rooms.includes(room) && isOurs && ![room, 'model'].includes(target.split('/')[0] ?? '');
    });
    expect(wrong).toEqual([]);
  });

  test('the model imports nothing but itself', () => {
    expect(imports.filter(({ room, target }) => room === 'model' && !target.startsWith('model/'))).toEqual([]);
  });

  test('nobody imports a platform, and the platforms not each other', () => {
    const wrong = imports.filter(({ room, target }) => {
      return (target.startsWith('node/') && room !== 'node') || (target.startsWith('worker/') && room !== 'worker');
    });
    expect(wrong).toEqual([]);
  });

  test('node: modules are used in node/ only', () => {
    expect(imports.filter(({ room, target }) => target.startsWith('node:') && room !== 'node')).toEqual([]);
  });

  test('of the folders within a room, the lower know nothing of the upper', () => {
    const within = (room: string, folders: readonly string[]) =>
      imports.filter(({ from, target }) => {
        const [above, below] = [from, target].map(path =>
          folders.findIndex(each => path.startsWith(`${room}/${each}/`)),
        );
        return above !== undefined && below !== undefined && above >= 0 && below > above;
      });
    expect(within('normalize', ['content', 'facts'])).toEqual([]);
    expect(within('node', ['database', 'files', 'fetching', 'edge', 'threads', 'serving', 'commands'])).toEqual([]);
  });

  test('the half that serves never reaches the half that reads', () => {
    const reached = reachable('worker/index.ts');
    expect(reached).toContain('app.ts');
    expect(reached.filter(file => /^(?:parse|normalize|ingest|node)/.test(file))).toEqual([]);
    expect(
      imports.filter(
        ({ from, target }) => reached.includes(from) && /^(?:cheerio|css-select|gray-matter|node-cron)/.test(target),
      ),
    ).toEqual([]);
  });

  test('whatever decides what a seed becomes is in the digest by which files are read again', () => {
    const reached = ['ingest-files.ts', 'ingest-fetched.ts'].flatMap(reachable);
    expect(reached.filter(file => !readsSeeds.test(file) && !file.startsWith('stories/'))).toEqual([]);
  });

  test('what runs on both platforms uses nothing by name that one of them has alone', () => {
    const shared = sources(src).filter(file => !/^(?:node|worker)\//.test(relative(src, file)));
    const ofNode = /^(?!\s*(?:\*|\/[*/])).*\b(?:Buffer|process|setImmediate|NodeJS|require|__dirname)\b[.(]/m;
    expect(shared.filter(file => ofNode.test(readFileSync(file, 'utf8')))).toEqual([]);
    const atTheEdge = reachable('worker/index.ts').filter(file => file.endsWith('.ts'));
    expect(atTheEdge.filter(file => readFileSync(join(src, file), 'utf8').includes('Temporal.'))).toEqual([]);
  });

  test('what stores seeds never reaches what reads them', () => {
    const reached = reachable('ingest.ts');
    expect(reached).toContain('normalize/change.ts');
    expect(reached.filter(file => /^parse|^normalize\/(?:content|facts|normalize|claims)/.test(file))).toEqual([]);
  });

  test('a package is imported in one room only', () => {
    // YAML is a language of configuration and of front matter; hono is the app itself, its templates and its listener.
    const shared = /^(?:yaml|hono|valibot)/;
    const roomsOf = Map.groupBy(
      imports.filter(({ isOurs, target }) => !isOurs && !target.startsWith('node:') && !shared.test(target)),
      ({ target }) => /^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0],
    );
    const wrong = [...roomsOf]
      .map(([name, all]) => [name, [...new Set(all.map(({ room }) => room))]] as const)
      .filter(([, all]) => all.length > 1);
    expect(wrong).toEqual([]);
  });
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : name.endsWith('.ts') ? [path] : [];
  });
}

function reachable(start: string): readonly string[] {
  const seen = new Set([start]);
  for (const file of seen)
    for (const { from, target } of imports) if (from === file && target.endsWith('.ts')) seen.add(target);
  return [...seen];
}
