/** The allow-list: which elements content may hold, and where each may stand. What is not here goes, its text stays. */

/**
 * `line` holds text and inline elements only, `flow` blocks or text, `frame` its own parts only. `root` is the content
 * itself.
 */
export type BlockKind = 'root' | 'flow' | 'line' | 'frame';

export const blockKinds: ReadonlyMap<string, BlockKind> = new Map<string, BlockKind>([
  ...kinds('line', 'p h1 h2 h3 h4 h5 h6 pre dt caption figcaption'),
  ...kinds('flow', 'blockquote li dd td th figure'),
  ...kinds('frame', 'ul ol dl table thead tbody tfoot tr'),
]);

/** Elements within a line, and what each is written as. */
export const inlineNames: ReadonlyMap<string, string> = new Map([
  ...'a strong em code del ins u s sub sup small mark kbd samp var q cite abbr dfn ruby rt rp'
    .split(' ')
    .map(name => [name, name] as const),
  ['b', 'strong'],
  ['i', 'em'],
  ['strike', 's'],
  ['tt', 'code'],
]);

/** What text needs around it where it stands directly in one of these. */
export const implied: ReadonlyMap<string, string> = new Map([
  ['root', 'p'],
  ['blockquote', 'p'],
  ['figure', 'figcaption'],
  ['ul', 'li'],
  ['ol', 'li'],
  ['dl', 'dd'],
  ['table', 'tr'],
  ['thead', 'tr'],
  ['tbody', 'tr'],
  ['tfoot', 'tr'],
  ['tr', 'td'],
]);

type Place = { readonly parents: readonly string[]; readonly through: readonly string[] };

const tableParts = ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot'];

/** Parts of frames: what they must stand in, and which unclosed siblings a new one ends. */
export const places: ReadonlyMap<string, Place> = new Map([
  ['li', { parents: ['ul', 'ol'], through: ['li'] }],
  ['dt', { parents: ['dl'], through: ['dd'] }],
  ['dd', { parents: ['dl'], through: ['dd'] }],
  ['caption', { parents: ['table'], through: tableParts }],
  ['thead', { parents: ['table'], through: tableParts }],
  ['tbody', { parents: ['table'], through: tableParts }],
  ['tfoot', { parents: ['table'], through: tableParts }],
  ['tr', { parents: ['thead', 'tbody', 'tfoot', 'table'], through: ['td', 'th', 'tr'] }],
  ['td', { parents: ['tr'], through: ['td', 'th'] }],
  ['th', { parents: ['tr'], through: ['td', 'th'] }],
  ['figcaption', { parents: ['figure'], through: [] }],
]);

/** Elements that go with all they hold: programs, styles, controls, and what other namespaces could hide. */
export const dropped: ReadonlySet<string> = new Set(
  (
    'script style template noembed noframes title textarea select option optgroup datalist button input applet ' +
    'param svg canvas map area base basefont link meta frame frameset xmp plaintext listing portal slot dialog progress meter ' +
    'annotation annotation-xml'
  ).split(' '),
);

/** Elements that end a line but leave no other trace. */
export const boundaries: ReadonlySet<string> = new Set(
  (
    'div section article main header footer aside nav address center form fieldset legend details summary hgroup menu dir ' +
    'html body label marquee figure ul ol dl table thead tbody tfoot tr td th li dt dd caption figcaption blockquote p pre ' +
    'h1 h2 h3 h4 h5 h6 search multicol object'
  ).split(' '),
);

/** Elements that show another document: a link to it takes their place. */
export const embeds: ReadonlySet<string> = new Set(['iframe', 'video', 'audio', 'embed']);

function kinds(kind: BlockKind, names: string): readonly (readonly [string, BlockKind])[] {
  return names.split(' ').map(name => [name, kind] as const);
}
