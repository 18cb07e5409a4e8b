/** What the parser of plain HTML knows of an element. */
export type Known = {
  readonly name: string;
  /** As a node says it. */
  readonly type: 'tag' | 'style' | 'script';
  /** It has neither content nor an end. */
  readonly isVoid: boolean;
  /** What it holds is no markup. */
  readonly isRaw: boolean;
  /** Elements that it ends when it begins, as htmlparser2 has it. */
  readonly ends: ReadonlySet<string> | undefined;
};

/** An element by its name, in capitals or small letters; absent for what is no name, and for elements with a syntax of their own. */
export function knownElement(written: string): Known | undefined {
  const known = elements.get(written);
  if (known !== undefined) return known;
  const name = written.toLowerCase();
  if (!/^[a-z]/.test(name) || special.has(name)) return undefined;
  return elements.get(name) ?? elementOf(name);
}

/** Texts without markup but with references, foreign content, elements that forms take a special interest in. */
const special = setOf('title textarea xmp svg math plaintext');

function elementOf(name: string): Known {
  const isRaw = name === 'style' || name === 'script';
  return { name, type: isRaw ? name : 'tag', isVoid: voidNames.has(name), isRaw, ends: endedBy.get(name) };
}

const voidNames = setOf(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
);

const endedBy: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...ending(
    'p',
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul',
  ),
  ...ending('tr th td', 'tr'),
  ...ending('th', 'th'),
  ...ending('thead th td', 'td'),
  ...ending('head link script', 'body'),
  ...ending('li', 'li'),
  ...ending('input option optgroup select button datalist textarea', 'select input output button datalist textarea'),
  ...ending('option', 'option'),
  ...ending('optgroup option', 'optgroup'),
  ...ending('dd dt', 'dd dt'),
  ...ending('rt rp', 'rt rp'),
  ...ending('thead tbody', 'tbody tfoot'),
]);

function ending(ended: string, names: string): readonly (readonly [string, ReadonlySet<string>])[] {
  const set = setOf(ended);
  return names.split(' ').map(name => [name, set] as const);
}

function setOf(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

/** Those that articles are made of. */
const common =
  'a article b blockquote br center code dd del div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img li link ol p pre ' +
  's script section small span strong style sub sup table tbody td tfoot th thead tr u ul video';
const elements: ReadonlyMap<string, Known> = new Map(common.split(' ').map(name => [name, elementOf(name)]));
