/**
 * What it costs to read one article, step by step, as CPU time; in the same rounds cheerio's bare `load` of the same body,
 * which most programs of this kind begin with, in a thread of its own: the classes it makes would slow ours. `--articles 300 --rounds 15`: how many of each kind, and how often.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { readConfig } from '../src/config/config.ts';
import { rulesSchema } from '../src/config/source-rules.ts';
import { read } from '../src/ingest-files.ts';
import type { Draft } from '../src/model/entry.ts';
import type { Article, Outcome } from '../src/model/seed.ts';
import { isOfFiles, type Source } from '../src/model/source.ts';
import { digest } from '../src/node/digest.ts';
import { carve, toHtml } from '../src/normalize/content/body.ts';
import { mark } from '../src/normalize/content/document.ts';
import { sanitize } from '../src/normalize/content/sanitize.ts';
import { summaryOf } from '../src/normalize/facts/summary.ts';
import { fingerprintOf, keyOf, namesOf } from '../src/normalize/identity.ts';
import { decode } from '../src/parse/decode.ts';
import { readFrontMatter } from '../src/parse/front-matter.ts';
import { split } from '../src/parse/split.ts';
import { articlesOf } from './articles.ts';
import { cpuOnce, spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';

/** An article with what each step makes of it, so that every step can be run by itself. */
type Prepared = ReturnType<typeof prepared>;
type Step = (article: Prepared) => unknown;

const steps: Readonly<Record<string, Step>> = {
  decode: ({ seed, source }) => decode(seed.bytes, source.encoding),
  'front matter': ({ text }) => readFrontMatter(split(text)),
  body: ({ body, source }) => toHtml(carve(body, source.rules).text, source),
  'parse HTML': ({ html, bare }) => mark(html, bare),
  'parse HTML, rules': ({ html, source }) => mark(html, source.rules),
  walk: ({ marked, page }) => sanitize(marked.root, marked.verdicts, page),
  summary: ({ content }) => summaryOf(undefined, content, undefined),
  'all of read()': ({ seed, sources }) => read(seed, sources),
  'identity, fingerprint': ({ draft, seed }) => identify(draft, seed),
};

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [count, rounds] = [option('articles', 300), option('rounds', 15)];
  const sources = sourcesOf();
  console.log(
    `Microseconds of CPU an article: median (least-most) of ${rounds} rounds over ${count} articles of a kind`,
  );
  for (const [kind, articles] of articlesOf(count)) {
    const all = articles.map(({ path, text }) => prepared(path, text, sources));
    const bytes = all.reduce((sum, { seed }) => sum + seed.bytes.length, 0) / all.length;
    console.log(`\n${kind}, ${Math.round(bytes)} bytes`);
    const samples = await measured(all, rounds);
    const of = (name: string) => samples.get(name) ?? [];
    const whole = sum(of('all of read()'), of('identity, fingerprint'));
    const rules = sum(of('parse HTML, rules'), of('parse HTML'), -1);
    const rest = ['decode', 'front matter', 'body', 'parse HTML, rules', 'walk', 'summary'].reduce(
      (left, name) => sum(left, of(name), -1),
      of('all of read()'),
    );
    const rows = new Map([...samples, ['rules', rules], ['facts', rest], ['together', whole]] as const);
    for (const name of shown) console.log(`  ${name.padEnd(22)}${spreadText(spreadOf(rows.get(name) ?? []), 1)}`);
    const ratio = whole.map((each, at) => each / (of('cheerio load')[at] ?? Number.NaN));
    console.log(`  ${'together/cheerio'.padEnd(22)}${spreadText(spreadOf(ratio))}`);
  }
}

/** `rules` and `facts` are differences: what selecting adds to parsing, what is left of read(). */
const shown = [
  ...['decode', 'front matter', 'body', 'parse HTML', 'rules', 'walk', 'summary', 'facts', 'all of read()'],
  ...['identity, fingerprint', 'together', 'cheerio load'],
];

/** For each step, microseconds an article, a number a round. The steps take turns; three rounds warm up. */
async function measured(all: readonly Prepared[], rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const samples = new Map([...Object.keys(steps), 'cheerio load'].map(name => [name, [] as number[]]));
  const cheerio = new Worker(join(import.meta.dirname, 'cheerio-load.ts'), { workerData: all.map(({ html }) => html) });
  for (let round = -30; round < rounds; round++) {
    const spent = await askPeer(cheerio);
    if (round >= 0) samples.get('cheerio load')?.push(spent);
    for (const [name, step] of Object.entries(steps)) {
      const spent = await cpuOnce(async () => {
        for (const article of all) {
          const done = step(article);
          if (done instanceof Promise) await done;
        }
      });
      if (round >= 0) samples.get(name)?.push((spent * 1000) / all.length);
    }
  }
  await cheerio.terminate();
  return samples;
}

/** One round of the peer, microseconds a body. */
async function askPeer(peer: Worker): Promise<number> {
  const answer = once(peer, 'message');
  peer.postMessage('once');
  const [spent] = await answer;
  return Number(spent);
}

function prepared(path: string, written: string, sources: readonly Source[]) {
  const seed = { path, bytes: new TextEncoder().encode(written), size: 0, mtime: 0 };
  const source = sources.filter(isOfFiles).find(({ folder }) => path.startsWith(`${folder}/`)) ?? fail(path);
  const { text } = value(decode(seed.bytes, source.encoding));
  const { body }: Article = value(readFrontMatter(split(text)));
  const html = toHtml(carve(body, source.rules).text, source).value;
  const marked = mark(html, source.rules);
  const page = { base: source.home, link: undefined, placeholders: source.rules.placeholders };
  const content = sanitize(marked.root, marked.verdicts, page);
  const draft = value(read(seed, sources).outcome);
  const bare = { ...source.rules, elements: [], drop: [], unwrap: [], rename: {} };
  return { seed, sources, source, text, body, html, marked, page, content, draft, bare };
}

/** The digests that a new entry needs: of its file, its names, its key and its content. */
async function identify(draft: Draft, { path, bytes }: Prepared['seed']): Promise<void> {
  await digest(bytes);
  await namesOf(draft, path, digest);
  await keyOf(draft, path, digest);
  await fingerprintOf(draft, draft.written, digest);
}

function sourcesOf(): readonly Source[] {
  const text = (name: string) => readFileSync(join(import.meta.dirname, '../config', name), 'utf8');
  const config = readConfig({ site: text('site.yaml'), sources: text('sources.yaml') });
  if (config.kind === 'mistakes') throw new Error(JSON.stringify(config.mistakes));
  const blog = {
    kind: 'files' as const,
    language: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    encoding: 'utf-8',
    rules: v.parse(rulesSchema, {}),
  };
  return [...config.config.sources, { id: 'blog', title: 'Blog', home: 'https://a.example', folder: 'blog', ...blog }];
}

function value<T>(outcome: Outcome<T>): T {
  return outcome.kind === 'ok' ? outcome.value : fail(outcome.reason);
}

function fail(reason: string): never {
  throw new Error(reason);
}

function sum(a: readonly number[], b: readonly number[], sign = 1): readonly number[] {
  return a.map((each, at) => each + sign * (b[at] ?? Number.NaN));
}
