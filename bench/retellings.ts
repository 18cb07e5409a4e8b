/**
 * Articles of made-up words that several sources tell, edited as publishers edit, and articles that look like them and tell
 * something else. Seeded: the same numbers give the same articles.
 */
import { random } from './corpus.ts';

/** An article, with the number of the story it tells and how it came to be. */
export type Retold = {
  readonly id: string;
  readonly source: string;
  readonly published: number;
  readonly title: string;
  readonly content: string;
  readonly story: string;
  readonly kind: Kind;
};

/** Edits of an article, then articles that are none. */
export const edits = ['mild', 'medium', 'hard', 'digest'] as const;
export const decoys = ['bulletin', 'renumbered', 'formula', 'footer', 'round-up', 'quoting'] as const;
export type Kind = 'original' | (typeof edits)[number] | (typeof decoys)[number];

/**
 * What texts are made of. `prose`: Chinese of a large vocabulary; `stock`: Chinese put together from three hundred sentences
 * that all share, with other names and numbers in them; `latin`: words with spaces between them.
 */
export const families = ['prose', 'stock', 'latin'] as const;
export type Family = (typeof families)[number];

/** Sentences by paragraph, without their full stops. */
export type Article = { readonly title: string; readonly paragraphs: readonly (readonly string[])[] };

export const sources = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;

const hour = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');

/** `originals` articles of a family, half of them retold once or twice, and as many decoys as retellings. */
export function retellings(family: Family, originals: number, seed: number): readonly Retold[] {
  const next = random(seed);
  const language = languageOf(family, next);
  const drafts = Array.from({ length: originals }, () => language.article());
  return retell(drafts, language, next);
}

/** The same with originals from elsewhere. */
export function retellingsOf(drafts: readonly Article[], seed: number): readonly Retold[] {
  const next = random(seed);
  // A third is kept back, for those that look like an article and are none of it.
  const kept = drafts.filter((_, index) => index % 3 === 0);
  let taken = 0;
  const article = () => kept[taken++ % kept.length] ?? { title: '', paragraphs: [] };
  const language = { ...languageOf('prose', next), article };
  return retell(
    drafts.filter((_, index) => index % 3 !== 0),
    language,
    next,
  );
}

function retell(drafts: readonly Article[], language: Language, next: () => number): readonly Retold[] {
  const desk = new Desk(language, next);
  const found: Retold[] = [];
  let story = 0;
  const add = (draft: Article, kind: Kind, at: number, source: string) => {
    const id = `${found.length}`;
    found.push({
      id,
      source,
      published: at,
      title: draft.title,
      content: htmlOf(draft, language.stop),
      story: String(story),
      kind,
    });
  };
  drafts.forEach((draft, index) => {
    // Some 200 originals a day.
    const at = start + Math.floor((index + next()) * hour * 0.12);
    const own = desk.pick(sources);
    story += 1;
    add(draft, 'original', at, own);
    if (next() < 0.5) {
      const others = desk.shuffled(sources.filter(source => source !== own));
      for (const source of others.slice(0, next() < 0.25 ? 2 : 1)) {
        const kind = desk.pick(edits);
        add(desk.edited(draft, kind), kind, at + Math.floor(next() * 36 * hour), source);
      }
    }
    if (next() < 0.6) {
      const kind = desk.pick(decoys);
      for (const decoy of desk.decoys(draft, kind, drafts)) {
        story += 1;
        add(decoy, kind, at + Math.floor((next() * 40 - 4) * hour), desk.pick(sources));
      }
    }
  });
  return found.toSorted((a, b) => a.published - b.published);
}

/** Where articles are edited. */
class Desk {
  readonly #language: Language;
  readonly #next: () => number;

  constructor(language: Language, next: () => number) {
    this.#language = language;
    this.#next = next;
  }

  edited(draft: Article, kind: (typeof edits)[number]): Article {
    switch (kind) {
      case 'mild':
        return this.#mild(draft);
      case 'medium':
        return this.#medium(draft);
      case 'hard':
        return this.#hard(draft);
      case 'digest':
        return this.#digest(draft);
    }
  }

  /** Articles beside this one that tell something else. */
  decoys(draft: Article, kind: (typeof decoys)[number], all: readonly Article[]): readonly Article[] {
    const { word, names, stop } = this.#language;
    switch (kind) {
      case 'bulletin': {
        const bulletin = this.#language.bulletin();
        return [bulletin, this.#renumbered(bulletin, 1)];
      }
      case 'renumbered': {
        const notice = this.#numbered(this.#language.article());
        return [
          notice,
          this.#renumbered({ ...notice, title: notice.title.replace(/\d+(?:\.\d+)?$/, () => this.#number()) }, 0.7),
        ];
      }
      case 'formula': {
        const [about, other] = [names(), names()];
        const formula = this.#language.formula();
        return [about, other].map(who => filled(formula, who, () => this.#number()));
      }
      case 'footer': {
        const footer = Array.from({ length: 3 }, () => this.#language.sentence());
        const short = () => ({
          title: this.#title(),
          paragraphs: [[this.#language.sentence(), this.#language.sentence()]],
        });
        return [short(), short()].map(({ title, paragraphs }) => ({ title, paragraphs: [...paragraphs, footer] }));
      }
      case 'round-up': {
        const leads = [draft, ...Array.from({ length: 5 }, () => this.pick(all))].map(each => leadOf(each, stop));
        return [{ title: this.#title(), paragraphs: leads.map(lead => [lead]) }];
      }
      case 'quoting': {
        const own = this.#language.article();
        return [
          { ...own, paragraphs: [...own.paragraphs, [`${word()}${word()}：${draft.title}`], [leadOf(draft, stop)]] },
        ];
      }
    }
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#next() * list.length)];
    if (found === undefined) throw new RangeError('Nothing can be picked from an empty list.');
    return found;
  }

  shuffled<T>(list: readonly T[]): readonly T[] {
    return list
      .map(item => ({ item, at: this.#next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  /** Another sign here and there, a byline, a number written otherwise. */
  #mild(draft: Article): Article {
    const [first = [], ...rest] = draft.paragraphs;
    const paragraphs = [[`${this.#byline()}${first[0] ?? ''}`, ...first.slice(1)], ...rest];
    const changed = paragraphs.map(sentences => sentences.map(text => this.#words(this.#resigned(text), 0.01)));
    return { title: this.#next() < 0.5 ? draft.title : this.#words(draft.title, 0.2), paragraphs: changed };
  }

  /** A paragraph or some sentences less, one more, some other words. */
  #medium(draft: Article): Article {
    const kept = this.#cut(draft.paragraphs, 0.12);
    const paragraphs = [...kept, [this.#language.sentence()]].map(sentences =>
      sentences.map(text => this.#words(this.#renumeral(text), 0.03)),
    );
    return {
      title: this.#next() < 0.5 ? this.#words(draft.title, 0.4) : `${this.#language.word()}：${draft.title}`,
      paragraphs,
    };
  }

  /** Up to a third less, sentences joined, another headline, a byline, numerals changed. */
  #hard(draft: Article): Article {
    const kept = this.#cut(draft.paragraphs, 0.3 * this.#next() + 0.05).map(sentences => this.#joined(sentences));
    const [first = [], ...rest] = kept;
    const paragraphs = [
      [`${this.#byline()}${first[0] ?? ''}`, ...first.slice(1)],
      ...rest,
      [this.#language.sentence()],
    ].map(sentences => sentences.map(text => this.#words(this.#renumeral(text), 0.05)));
    return { title: this.#headline(draft), paragraphs };
  }

  /** The first 120 characters alone. */
  #digest(draft: Article): Article {
    const lead = leadOf(draft, this.#language.stop);
    const title = this.#next() < 0.6 ? draft.title : this.#words(draft.title, 0.3);
    return { title, paragraphs: [[this.#next() < 0.3 ? `${this.#byline()}${lead}` : lead]] };
  }

  /** A new headline says with other words what one of the first sentences says. */
  #headline(draft: Article): string {
    const sentences = draft.paragraphs.flat().slice(0, 3);
    const { words, unwords, word } = this.#language;
    const parts = words(this.pick(sentences.length > 0 ? sentences : [draft.title]));
    const from = Math.floor(this.#next() * Math.max(1, parts.length - 8));
    return unwords([...parts.slice(from, from + 5), word(), word()]);
  }

  #cut(paragraphs: Article['paragraphs'], share: number): Article['paragraphs'] {
    const total = paragraphs.flat().length;
    // Whole paragraphs go, or sentences from anywhere; the first stays more often than not.
    if (this.#next() < 0.4 && paragraphs.length > 3) {
      const gone = 1 + Math.floor(this.#next() * (paragraphs.length - 2));
      const isSmall = (paragraphs[gone]?.length ?? 0) <= share * total + 1;
      if (isSmall) return paragraphs.filter((_, index) => index !== gone);
    }
    const kept = paragraphs.map((sentences, at) =>
      sentences.filter((_, index) => (at === 0 && index === 0) || this.#next() >= share),
    );
    return kept.filter(sentences => sentences.length > 0);
  }

  #joined(sentences: readonly string[]): readonly string[] {
    const joined: string[] = [];
    for (const sentence of sentences) {
      const last = joined.length - 1;
      if (last >= 0 && this.#next() < 0.3) joined[last] = `${joined[last]}${this.#language.comma}${sentence}`;
      else joined.push(sentence);
    }
    return joined;
  }

  /** Some words become others. */
  #words(text: string, share: number): string {
    const { words, unwords, word } = this.#language;
    return unwords(words(text).map(each => (/^[\p{L}\p{M}]+$/u.test(each) && this.#next() < share ? word() : each)));
  }

  #resigned(text: string): string {
    const quoted = this.#next() < 0.1 ? `“${text}”` : text;
    return this.#next() < 0.1 ? quoted.replaceAll('，', '；') : quoted;
  }

  #renumeral(text: string): string {
    return text.replace(/\d+(?:\.\d+)?/g, digits => {
      const number = Number(digits);
      const chance = this.#next();
      if (number >= 10_000 && chance < 0.5) return `${number / 10_000}万`;
      if (number >= 1000 && Number.isInteger(number) && chance < 0.7) return number.toLocaleString('en');
      if (chance < 0.3) return digits.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      return digits;
    });
  }

  /** Tomorrow's: all numbers, or so many of them, are others. */
  #renumbered({ title, paragraphs }: Article, share: number): Article {
    const change = (text: string) =>
      text.replace(/\d+(?:\.\d+)?/g, digits => (this.#next() < share ? this.#number() : digits));
    const others = paragraphs.map(sentences => sentences.map(change));
    return { title: change(title), paragraphs: others };
  }

  /** A notice that names its number and a few more. */
  #numbered(draft: Article): Article {
    const { word, unwords } = this.#language;
    const number = this.#number();
    const clause = () => unwords([word(), this.#number(), word(), word()]);
    const [first = [], ...rest] = draft.paragraphs;
    const opening = `${clause()}，${unwords([word(), number, word()])}，${first[0] ?? ''}`;
    const body = rest.map(sentences => sentences.map(text => (this.#next() < 0.4 ? `${text}，${clause()}` : text)));
    return { title: unwords([draft.title, number]), paragraphs: [[opening, ...first.slice(1)], ...body] };
  }

  #title(): string {
    const { word, unwords } = this.#language;
    return unwords(Array.from({ length: 6 }, word));
  }

  #byline(): string {
    const { word, byline } = this.#language;
    return byline(word());
  }

  #number(): string {
    return numeral(this.#next);
  }
}

type Language = {
  readonly stop: string;
  readonly comma: string;
  readonly word: () => string;
  readonly sentence: () => string;
  readonly article: () => Article;
  /** A daily bulletin, as the other days' too but for its numbers. */
  readonly bulletin: () => Article;
  /** News in which `{0}` to `{3}` are names and `{n}` numbers. */
  readonly formula: () => Article;
  readonly names: () => readonly string[];
  readonly byline: (name: string) => string;
  readonly words: (text: string) => readonly string[];
  readonly unwords: (words: readonly string[]) => string;
};

function languageOf(family: Family, next: () => number): Language {
  const isLatin = family === 'latin';
  const lexicon = isLatin ? latinWords(next) : hanWords(next);
  const particles = isLatin
    ? ['the', 'of', 'and', 'in', 'to', 'for', 'with', 'that']
    : ['的', '了', '在', '和', '是', '将', '对', '等', '为', '与'];
  const gap = isLatin ? ' ' : '';
  const integer = (below: number) => Math.floor(next() * below);
  const pick = (list: readonly string[]) => list[integer(list.length)] ?? '';
  // A few words are in every text, most in few: Zipf's law, about.
  const word = () => lexicon[Math.floor(lexicon.length ** next()) - 1] ?? '';
  const rare = () => pick(lexicon);
  const number = () => numeral(next);
  const plain = (about: readonly string[], figure = number): string => {
    const words = Array.from({ length: 8 + integer(14) }, () => {
      const chance = next();
      if (chance < 0.07) return [figure(), rare()].join(gap);
      if (chance < 0.16) return pick(about);
      if (chance < 0.38) return pick(particles);
      return chance < 0.7 ? word() : rare();
    });
    const clauses: string[] = [];
    for (let at = 0; at < words.length; ) {
      const length = 4 + integer(5);
      clauses.push(words.slice(at, at + length).join(gap));
      at += length;
    }
    return clauses.join(isLatin ? ', ' : '，');
  };
  const long = lexicon.filter(text => text.length > 5);
  const names = () =>
    Array.from({ length: 4 }, () => (isLatin ? pick(long) : `${rare()}${next() < 0.9 ? rare().slice(0, 1) : ''}`));
  const stock = Array.from({ length: 300 }, () => plain(['{0}', '{1}', '{2}'], () => '{n}'));
  const sentence = () => (family === 'stock' ? filledText(pick(stock), names(), number) : plain([rare()]));
  const paragraphsOf = (count: number, make: () => string) => {
    const paragraphs: string[][] = [];
    for (let left = count; left > 0; ) {
      const length = Math.min(left, 1 + integer(4));
      paragraphs.push(Array.from({ length }, make));
      left -= length;
    }
    return paragraphs;
  };
  const headlineOf = (about: readonly string[]) => [pick(about), word(), rare(), pick(about), rare(), word()].join(gap);
  // A headline says mostly what the first sentence says.
  const titleOf = (about: readonly string[], lead: string) => {
    const words = isLatin ? (lead.match(/\p{L}+/gu) ?? []) : segments(lead).filter(part => /\p{L}/u.test(part));
    const from = integer(Math.max(1, words.length - 6));
    return [pick(about), ...words.slice(from, from + 5), word()].join(gap);
  };
  const article = (): Article => {
    const about = names();
    const make = () => {
      if (family !== 'stock') return plain(about);
      const text = filledText(pick(stock), about, number);
      return next() < 0.35 ? `${text}，${plain(about)}` : text;
    };
    const paragraphs = paragraphsOf(Math.floor(4 * 15 ** next()), make);
    return { title: titleOf(about, paragraphs[0]?.[0] ?? ''), paragraphs };
  };
  const template = (about: readonly string[], figures: number): string => {
    const more = Array.from({ length: figures }, () => [word(), '{n}', word()].join(gap));
    return [plain(about, () => '{n}'), ...more].join(isLatin ? ', ' : '，');
  };
  return {
    stop: isLatin ? '. ' : '。',
    comma: isLatin ? ', ' : '，',
    word,
    sentence,
    article,
    names,
    bulletin: () => {
      const about = names();
      const text = {
        title: `${headlineOf(about)}${gap}{n}`,
        paragraphs: paragraphsOf(5 + integer(12), () => template(about, 1 + integer(3))),
      };
      return filled(text, about, number);
    },
    formula: () => {
      const slots = ['{0}', '{0}', '{1}', '{2}', '{3}'];
      const make = () =>
        template(slots, next() < 0.2 ? 1 : 0).replace(/\{n\}/g, () => (next() < 0.7 ? number() : '{n}'));
      return {
        title: ['{0}', word(), rare(), word(), rare()].join(gap),
        paragraphs: paragraphsOf(6 + integer(10), make),
      };
    },
    byline: name => (isLatin ? `Reported by ${name}. ` : `本报讯（记者${name}）`),
    words: text => (isLatin ? text.split(/(?<=\s)|(?=\s)/) : segments(text)),
    unwords: words =>
      isLatin
        ? words
            .join(' ')
            .replace(/ +/g, ' ')
            .replace(/ ([,.])/g, '$1')
        : words.join(''),
  };
}

/** Numbers of all sizes: percentages, counts, amounts. */
function numeral(next: () => number): string {
  const size = 10 ** (1 + Math.floor(next() * 5));
  const value = next() * size;
  return next() < 0.3 ? value.toFixed(1) : String(1 + Math.floor(value));
}

/** 4,000 words of one to three of 1,200 characters. */
function hanWords(next: () => number): readonly string[] {
  const characters = Array.from({ length: 1200 }, () => String.fromCharCode(0x4e00 + Math.floor(next() * 0x3000)));
  const character = () => characters[Math.floor(next() * characters.length)] ?? '';
  return Array.from({ length: 4000 }, () =>
    Array.from({ length: next() < 0.75 ? 2 : next() < 0.6 ? 3 : 1 }, character).join(''),
  );
}

function latinWords(next: () => number): readonly string[] {
  const pick = (letters: string) => letters[Math.floor(next() * letters.length)] ?? '';
  const syllable = () => `${pick('bcdfghklmnprstvw')}${pick('aeiou')}${next() < 0.4 ? pick('nrstl') : ''}`;
  const words = Array.from({ length: 4000 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, syllable).join(''),
  );
  // What is said often is short.
  return words.toSorted((a, b) => a.length - b.length);
}

/** Runs of two characters stand for words: where the true ones begin nobody knows, an editor's pen neither. */
function segments(text: string): readonly string[] {
  return text.match(/\p{Script=Han}{1,2}|\d+(?:\.\d+)?|\p{L}+|[\s\S]/gu) ?? [];
}

function filled({ title, paragraphs }: Article, names: readonly string[], number: () => string): Article {
  const fill = (text: string) => filledText(text, names, number);
  return { title: fill(title), paragraphs: paragraphs.map(sentences => sentences.map(fill)) };
}

function filledText(text: string, names: readonly string[], number: () => string): string {
  return text.replace(/\{([0-3n])\}/g, (_, slot: string) => (slot === 'n' ? number() : (names[Number(slot)] ?? '')));
}

function leadOf({ paragraphs }: Article, stop: string): string {
  const text = paragraphs.map(sentences => sentences.join(stop)).join(stop);
  return text.slice(0, stop === '。' ? 120 : 360);
}

function htmlOf({ paragraphs }: Article, stop: string): string {
  return paragraphs.map(sentences => `<p>${sentences.map(sentence => `${sentence}${stop}`).join('')}</p>`).join('\n');
}
