import { problem } from '../model/problem.ts';
import { isRecord } from '../model/record.ts';
import type { Article, Outcome } from '../model/seed.ts';
import { emptyFields, type Fields } from './fields.ts';
import { readLineWise, titleAsWritten } from './line-wise.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { beginsLikePost, frontMatterRun, type Sections } from './split.ts';
import { readToml } from './toml.ts';
import { readYaml, type YamlReading } from './yaml.ts';

type Found = Extract<Sections, { kind: 'found' }>;

/** Reads the front matter that was found: strictly, then tolerantly, with a repair for each thing that was mended. */
export function readFrontMatter(sections: Sections): Outcome<Article> {
  switch (sections.kind) {
    case 'none':
      return article(emptyFields(), sections.body, []);
    case 'foreign':
      return problem(
        `the front matter is in a language that is not read: ${sections.language}`,
        'Write it as YAML between two lines of "---"; nothing in it is ever executed.',
      );
    case 'found':
      return readFound(sections);
    default:
      return sections satisfies never;
  }
}

function readFound(sections: Found): Outcome<Article> {
  switch (sections.language) {
    case 'yaml':
      return sections.closed ? yaml(sections) : unclosed(sections);
    case 'toml':
      return toml(sections);
    case 'json':
      return json(sections);
    default:
      return sections.language satisfies never;
  }
}

function yaml(sections: Found): Outcome<Article> {
  const { text, block, body } = sections;
  const strict = readStrictly(block);
  // A rule, some words and another rule: there is no front matter.
  if (strict.kind === 'other' && !beginsLikePost(block)) return article(emptyFields(), text, []);
  if (strict.kind !== 'fields' && hasProse(block)) return unclosed(sections);
  const read = strict.kind === 'fields' ? withTitle(strict.fields, block, []) : tolerant(block);
  if (strict.kind !== 'fields' && isEmpty(read.fields)) return article(emptyFields(), text, []);
  return article(read.fields, body, sections.opened ? read.repairs : [noOpening, ...read.repairs]);
}

/** Most front matter is so plain that a look at each line tells it all; YAML is asked about the rest. */
function readStrictly(block: string): YamlReading {
  const fields = readPlainYaml(block);
  return fields === undefined ? readYaml(block, { repeats: false }) : { kind: 'fields', fields };
}

const noOpening = 'The front matter has no opening "---".';
const noClosing = 'The front matter has no closing "---".';

/** The closing fence is missing: what looks like front matter is, the text begins at the first line that does not. */
function unclosed({ text, start }: Found): Outcome<Article> {
  const end = frontMatterRun(text, start);
  const read = tolerant(text.slice(start, end));
  if (isEmpty(read.fields)) return article(emptyFields(), text, []);
  return article(read.fields, text.slice(end).replace(/^\s*\n/, ''), [noClosing, ...read.repairs]);
}

/** Whether a blank line and then words stand in the block: its closing fence is a rule further down the text. */
function hasProse(block: string): boolean {
  const rest = block.slice(frontMatterRun(block, 0));
  return /^[ \t]*\n/.test(rest) && rest.trim() !== '';
}

type Reading = { readonly fields: Fields; readonly repairs: readonly string[] };

function tolerant(block: string): Reading {
  const whole = readStrictly(block);
  if (whole.kind === 'fields') return withTitle(whole.fields, block, []);
  const { fields, plain, repeated } = readLineWise(block);
  const repairs = [
    ...(plain.length > 0 ? [`The front matter is not valid YAML; taken as plain text: ${listed(plain)}.`] : []),
    ...(repeated.length > 0 ? [`The front matter has a key twice, the last one counts: ${listed(repeated)}.`] : []),
  ];
  return withTitle(
    fields,
    block,
    repairs.length > 0 ? repairs : ['The front matter is not valid YAML; read by lines.'],
  );
}

/** Makes the title what stands there where YAML sees a comment, a list, a map or an anchor: `#topic`, `[flash]`, `{x}`, `&amp;`. */
function withTitle(read: Fields, block: string, repairs: readonly string[]): Reading {
  const fields = inSmallLetters(read);
  const { title } = fields;
  const isWhole = typeof title === 'string' && title !== '' && !titleThatYamlCuts.test(block);
  if (title === undefined || isWhole) return { fields, repairs };
  const written = titleAsWritten(block);
  if (written === '' || written === title) return { fields, repairs };
  const mended = Object.assign(emptyFields(), fields, { title: written });
  return { fields: mended, repairs: [...repairs, 'The title is not quoted; it was taken as it stands.'] };
}

const titleThatYamlCuts = /^title:[ \t]+(?:&#?\w+;|[^\s"'].*[ \t]#\S)/im;

function toml({ block, body, closed }: Found): Outcome<Article> {
  if (!closed) return problem('the TOML front matter has no closing "+++"', 'Add the missing line.');
  const read = readToml(block);
  if (read === undefined) return problem('the TOML front matter is nested too deep', 'Write it with fewer levels.');
  const { fields, skipped } = read;
  const repairs = skipped === 0 ? [] : [`Lines of the TOML front matter that could not be read: ${skipped}.`];
  // Zola keeps its categories and tags in a table of their own.
  const named = isRecord(fields.taxonomies) ? fields.taxonomies : {};
  return article(Object.assign(emptyFields(), named, fields), body, repairs);
}

/** YAML is a superset of JSON (YAML 1.2.2, 1.2), and read as YAML long numbers keep all their digits. */
function json({ block, body }: Found): Outcome<Article> {
  const text = block.trim();
  const reading = readYaml(text.startsWith('{') ? text : `{${text}}`, { repeats: true });
  if (reading.kind === 'fields') return article(reading.fields, body, []);
  return problem('the JSON front matter cannot be read', 'Correct it, or write it as YAML between two lines of "---".');
}

function article(written: Fields, body: string, repairs: readonly string[]): Outcome<Article> {
  const fields = inSmallLetters(written);
  const { title } = fields;
  const isText = title === undefined || typeof title === 'string';
  const named = isText ? fields : Object.assign(emptyFields(), fields, { title: textsOf(title).join(' ') });
  return { kind: 'ok', value: { fields: named, body, repairs } };
}

/** What is called `Title`, `TITLE` or `PubDate` by its usual name too, as Hugo and Pelican read it. */
function inSmallLetters(fields: Fields): Fields {
  const capital = Object.entries(fields).filter(([key]) => /^[A-Z]/.test(key));
  if (capital.length === 0) return fields;
  const small = capital.map(([key, value]) => [key.replace(/^(?:[A-Z]+$|[A-Z])/, start => start.toLowerCase()), value]);
  return Object.assign(emptyFields(), Object.fromEntries(small), fields);
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Names for a message, at most eight. */
function listed(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
}
