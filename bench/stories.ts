/**
 * How well stories are told apart, and what it costs. Without options: articles of `retellings.ts`. `--seed N`;
 * `--originals N`, of each family; `--corpus DIR`: posts with a truth file beside their folder (`truth-<name>.json`, lists of
 * paths that are one story); `--posts DIR`: real articles to edit, of any kinds.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { mistakeLine, readConfig } from '../src/config/config.ts';
import { read } from '../src/ingest-files.ts';
import type { Draft } from '../src/model/entry.ts';
import type { EntryRecord } from '../src/model/store.ts';
import { openDatabase } from '../src/node/database/sqlite.ts';
import { createStore } from '../src/store/store.ts';
import { overlapOf, prepared } from '../src/stories/overlap.ts';
import { placeStories } from '../src/stories/place.ts';
import { compare, differenceOf } from '../src/stories/same-story.ts';
import { signatureOf } from '../src/stories/signature.ts';
import { tellingOf } from '../src/stories/telling.ts';
import { type Article, decoys, edits, families, retellings, retellingsOf } from './retellings.ts';
import { type Pair, preparedOf, rules, type Score, scored, type Told } from './score.ts';

const root = join(import.meta.dirname, '..');

export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
  const seed = Number(option('seed') ?? 20260);
  const originals = Number(option('originals') ?? 2000);
  const [corpus, posts] = [option('corpus'), option('posts')];
  if (corpus !== undefined) return judge(`the posts in ${corpus}`, corpusIn(corpus));
  if (posts !== undefined) return judge(`edits of the articles in ${posts}`, retellingsOf(articlesIn(posts), seed));
  for (const family of families) judge(`${family}, seed ${seed}`, retellings(family, originals, seed));
  await growth(seed);
}

/** Prints what was found, what it cost, and examples of what was not found, or wrongly. */
function judge(what: string, articles: readonly Told[]): void {
  const started = process.cpuUsage().user;
  const score = scored(articles);
  const spent = process.cpuUsage().user - started;
  const count = (kinds: readonly string[]) => articles.filter(({ kind = '' }) => kinds.includes(kind)).length;
  console.log(`\n${what}: ${articles.length} articles, ${score.truth().length} pairs of which are one story`);
  line('all', `recall ${fixed(score.recall(score.truth()))}, precision ${fixed(score.precision())}`);
  for (const edit of edits.filter(edit => count([edit]) > 0)) {
    const recall = (characters: number) => {
      const pairs = score.truth(edit, characters);
      return `${fixed(score.recall(pairs))} of ${pairs.length}`;
    };
    line(edit, `recall ${recall(0)}${edit === 'hard' ? `, of 500 characters and more ${recall(500)}` : ''}`);
  }
  for (const decoy of decoys.filter(decoy => count([decoy]) > 0)) {
    const precision = fixed(score.precision(decoy));
    line(
      decoy,
      `precision against it ${precision}: ${score.wrong(decoy).length} wrong pairs, ${count([decoy])} articles`,
    );
  }
  costs(articles, score.compared, spent / articles.length);
  examples('Not found', score.missed);
  examples('Found and wrong', score.wrong());
}

function line(name: string, text: string): void {
  console.log(`  ${name.padEnd(14)}${text}`);
}

/** CPU time by step, the median of nine runs each, and keys. */
function costs(articles: readonly Told[], compared: Score['compared'], whole: number): void {
  const some = articles.slice(0, 2000).map(article => ({ ...article, summary: undefined }));
  const tellings = some.map(tellingOf);
  const rows = tellings.map(({ text }) => signatureOf(text).keys.length);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const signature = median(() => some.forEach(article => void signatureOf(tellingOf(article).text)), some.length);
  const preparing = median(() => tellings.forEach(telling => void prepared(telling)), some.length);
  const comparing = median(() => {
    for (const [one, other] of compared) compare(one, other, rules.threshold);
  }, compared.length);
  const each = compared.length / Math.min(articles.length, 20_000);
  line(
    'microseconds',
    `of CPU: a signature ${signature}, a verification ${comparing} (${each.toFixed(1)} an article, and ${preparing} before the first), everything ${whole.toFixed(0)} an article`,
  );
  line(
    'keys',
    `${mean(rows).toFixed(1)} an article, at most ${Math.max(...rows)}; ${mean(tellings.map(({ text }) => text.units.length)).toFixed(0)} characters or words an article`,
  );
}

function median(work: () => void, count: number): string {
  const runs = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage().user;
    work();
    return (process.cpuUsage().user - before) / count;
  });
  return (runs.toSorted((a, b) => a - b)[4] ?? Number.NaN).toFixed(1);
}

/**
 * Deciding on the newest thousand and putting them, in a database of ten times as many, and again: as many articles a day
 * for ten times as long. Beside it the same put without stories.
 */
async function growth(seed: number): Promise<void> {
  console.log('\nMicroseconds of CPU an article, as the archive grows:');
  for (const originals of [400, 4000, 40_000]) {
    const articles = retellings('prose', originals, seed).map(recordOf);
    const told = await cost(articles, true);
    const plain = await cost(articles, false);
    line(
      `${articles.length}`,
      `deciding ${told.deciding}, put ${told.putting}; put without stories ${plain.putting}; ${told.bytes} bytes more an article`,
    );
  }

  async function cost(articles: readonly EntryRecord[], isTold: boolean) {
    const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
    const { driver, close } = openDatabase(join(folder, 'huiliu.sqlite'));
    const store = createStore(driver);
    const [deciding, putting]: [number[], number[]] = [[], []];
    const cpu = async <T>(list: number[], count: number, work: () => Promise<T>): Promise<T> => {
      const before = process.cpuUsage().user;
      const done = await work();
      list.push((process.cpuUsage().user - before) / count);
      return done;
    };
    for (let start = 0; start < articles.length; start += 200) {
      const batch = articles.slice(start, start + 200);
      const entries = await cpu(deciding, batch.length, async () =>
        isTold ? placeStories(batch, () => 0, rules, store) : batch,
      );
      await cpu(putting, batch.length, () => store.put({ now: 0, entries }));
    }
    const [pages] = await driver.query(
      "SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN ('story_keys', 'tellings', 'tellings_entry')",
      [],
    );
    close();
    rmSync(folder, { recursive: true, force: true });
    const last = (list: readonly number[]) => (list.slice(-5).toSorted((x, y) => x - y)[2] ?? Number.NaN).toFixed(0);
    return {
      deciding: last(deciding),
      putting: last(putting),
      bytes: Math.round(Number(pages?.bytes ?? 0) / articles.length),
    };
  }
}

function recordOf({ id, source, published, title, content }: Told): EntryRecord {
  const none = { link: undefined, editor: undefined, publisher: undefined, summary: undefined, image: undefined };
  const lists = { authors: [], categories: [{ term: 'news', label: 'news' }] };
  const names = { id: `tag:bench,2026:${source}/${id}`, source, key: id };
  const entry = { ...names, title, content, published, updated: published, language: 'zh-CN', ...none, ...lists };
  return { entry, fingerprint: id, written: published };
}

function fixed(share: number): string {
  return Number.isNaN(share) ? '-' : share.toFixed(4);
}

function examples(what: string, pairs: readonly Pair[]): void {
  if (pairs.length === 0) return;
  console.log(`  ${what}: ${pairs.length}, such as`);
  for (const [one, other] of pairs.slice(0, 5)) {
    const overlap = overlapOf(preparedOf(one), preparedOf(other));
    const { containment, jaccard } = overlap;
    const why = `${differenceOf(overlap, rules.threshold) ?? 'no difference'}, containment ${containment.toFixed(2)}, Jaccard ${jaccard.toFixed(2)}`;
    console.log(`    ${one.kind ?? one.id} and ${other.kind ?? other.id} (${why}): ${one.title} | ${other.title}`);
  }
}

function corpusIn(folder: string): readonly Told[] {
  const truth: unknown = JSON.parse(readFileSync(join(dirname(folder), `truth-${basename(folder)}.json`), 'utf8'));
  if (!Array.isArray(truth)) throw new TypeError('The truth is a list of lists of paths.');
  const storyOf = new Map(
    truth.flatMap((paths: readonly string[]) => paths.map(path => [path, paths[0] ?? path] as const)),
  );
  return draftsIn(folder, '', readFileSync(join(root, 'config/sources.yaml'), 'utf8')).map(({ path, draft }) => {
    const { source, written, title, content = '' } = draft;
    return { id: path, source, published: written, title, content, story: storyOf.get(path) ?? path, kind: undefined };
  });
}

function articlesIn(folder: string): readonly Article[] {
  const found = draftsIn(folder, 'posts/', 'posts: { title: posts, home: "https://posts.example" }');
  const seen = new Set<string>();
  return found.flatMap(({ draft: { title, content = '' } }) => {
    const paragraphs = content.split(/<\/(?:p|li|h\d|td|blockquote)>/).map(sentencesOf);
    const sentences = paragraphs.flat().filter(({ length }) => length > 15);
    // What somebody published twice is one story, and nobody says so.
    const isRepeated = sentences.filter(sentence => seen.has(sentence)).length >= 3;
    for (const sentence of sentences) seen.add(sentence);
    if (isRepeated || sentences.join('').length < 80) return [];
    return [{ title, paragraphs: paragraphs.filter(({ length }) => length > 0) }];
  });
}

/** What the files below a folder become, as a server with these sources reads them; without those that are problems. */
function draftsIn(
  folder: string,
  prefix: string,
  sources: string,
): readonly { readonly path: string; readonly draft: Draft }[] {
  const result = readConfig({ site: 'title: bench', sources });
  if (result.kind === 'mistakes') throw new Error(result.mistakes.map(mistakeLine).join('\n'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.md'));
  return files.toSorted().flatMap(path => {
    const file = { path: prefix + path, bytes: readFileSync(join(folder, path)), size: 0, mtime: 0 };
    const { outcome } = read(file, result.config.sources);
    return outcome.kind === 'ok' ? [{ path, draft: outcome.value }] : [];
  });
}

function sentencesOf(html: string): readonly string[] {
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, ' ')
    .replace(/\s+/g, ' ');
  return text
    .split(/[。！？]/)
    .map(part => part.trim())
    .filter(part => part !== '');
}
