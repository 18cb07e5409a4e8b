/** Judges content by loading it as a browser and as an XML parser would. */
import { type Element, JSDOM } from 'jsdom';

const anywhere: readonly string[] = [];
const attributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height', 'referrerpolicy', 'loading'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  ol: ['start'],
  code: ['class'],
  abbr: ['title'],
};
const inline = new Set(
  'img a strong em code del ins u s sub sup small mark kbd samp var q cite abbr dfn ruby rt rp br hr'.split(' '),
);
const elements = new Set(
  (
    'p h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre hr br table caption thead tbody tfoot tr td th figure figcaption img a strong em code ' +
    'del ins u s sub sup small mark kbd samp var q cite abbr dfn ruby rt rp'
  ).split(' '),
);

const { window } = new JSDOM('<!DOCTYPE html><body></body>');

/** Everything about a piece of content that must not be, as sentences; empty for good content. */
export function faults(content: string): readonly string[] {
  const { body } = window.document;
  body.innerHTML = content;
  const found = [...body.querySelectorAll('*')].flatMap(faultsOf);
  const html = body.innerHTML;
  const comments = /<!--|<!\[|<\?/.test(html) ? ['a comment, section or instruction'] : [];
  return [...found, ...comments, ...unstable(html), ...malformed(content)];
}

/** How often a page with this content calls `alert` while it loads. */
export function alarms(content: string): number {
  let count = 0;
  const page = new JSDOM(`<!DOCTYPE html><body>${content}</body>`, {
    runScripts: 'dangerously',
    beforeParse: (global: Record<string, unknown>) => {
      global.alert = () => count++;
    },
  });
  page.window.close();
  return count;
}

function faultsOf(element: Element): readonly string[] {
  const { localName: name } = element;
  const allowed = attributes[name] ?? anywhere;
  const wrong = [...element.attributes].flatMap(({ name: key, value }) => {
    if (key === 'dir' && !inline.has(name) && /^(?:ltr|rtl|auto)$/.test(value)) return [];
    if (!allowed.includes(key)) return [`${key} on ${name}`];
    if (key === 'src' && !/^https?:\/\//.test(value)) return [`src ${value}`];
    return key === 'href' && !/^(?:https?:\/\/|mailto:|tel:)/.test(value) ? [`href ${value}`] : [];
  });
  const foreign = element.namespaceURI === 'http://www.w3.org/1999/xhtml' ? [] : [`${name} of another namespace`];
  return [...(elements.has(name) ? [] : [`element ${name}`]), ...foreign, ...wrong];
}

/** Mutation: what a second reading makes of the first must be the same. */
function unstable(html: string): readonly string[] {
  const { body } = window.document;
  body.innerHTML = html;
  return body.innerHTML === html ? [] : ['a second reading differs'];
}

/** Content is also XML, so that it is balanced and nothing in it is left to a parser's mending. */
function malformed(content: string): readonly string[] {
  const xml = `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;
  const [error] = new window.DOMParser().parseFromString(xml, 'application/xhtml+xml').querySelectorAll('parsererror');
  return error === undefined ? [] : [`no XML: ${error.textContent.slice(0, 80)}`];
}
