import { attribute } from './writer.ts';

/**
 * What a tag of a generator shows, as HTML: Hexo's `{% img /a.jpg 300 "A title" %}`, Hugo's `{{< figure src="/a.jpg" >}}`,
 * the films of `youtube` and `vimeo`. Absent for any other: what that makes, its site alone knows.
 */
export function shownByTag(tag: string): string | undefined {
  const [, sign = '', name = '', rest = ''] =
    /^(\{%|\{\{[<%]?)-?\s*(\w+)(?=[\s(])([\s\S]*?)[-%>]?[%}]\}$/.exec(tag) ?? [];
  switch (`${sign} ${name}`) {
    case '{% img':
      return pictureOf(rest);
    case '{{< figure':
    case '{{% figure':
      return figureOf(rest);
    case '{% youtube':
    case '{{< youtube':
    case '{{ youtube':
      return filmOf('youtube.com/watch?v=', /[\w-]{11}/, rest);
    case '{% vimeo':
    case '{{< vimeo':
    case '{{ vimeo':
      return filmOf('vimeo.com/', /\d{5,12}/, rest);
    default:
      return undefined;
  }
}

/** Names of classes, an address, numbers for its size, a title and a description. */
function pictureOf(rest: string): string | undefined {
  const words = rest.match(/"[^"]*"|'[^']*'|\S+/g)?.map(word => word.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
  const at = words.findIndex(word => /[/.]/.test(word));
  const address = words[at];
  if (address === undefined || !isPlaced(address)) return undefined;
  const behind = words.slice(at + 1);
  const said = behind.filter(word => !/^\d*$/.test(word));
  const isQuoted = /["']\s*$/.test(rest);
  return picture(address, isQuoted ? said.at(-1) : said.join(' '));
}

function figureOf(rest: string): string | undefined {
  const said = new Map([...rest.matchAll(/\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))/g)].map(named));
  const address = said.get('src');
  if (address === undefined || !isPlaced(address)) return undefined;
  const caption = said.get('caption') ?? said.get('title');
  const shown = picture(address, said.get('alt') ?? caption);
  return caption === undefined ? shown : `<figure>${shown}<figcaption>${caption}</figcaption></figure>\n\n`;
}

function named([, name = '', ...values]: RegExpExecArray): readonly [string, string | undefined] {
  return [name, values.find(value => value !== undefined)];
}

/** What lies beside the page of an article is where its generator puts that, which nobody knows here. */
function isPlaced(address: string): boolean {
  return /^(?:https?:)?\//i.test(address);
}

function picture(address: string, description: string | undefined): string {
  return `<img${attribute('src', address)}${attribute('alt', description ?? '')}>`;
}

/** By its number, which stands alone, under `id`, or in an address. */
function filmOf(place: string, number: RegExp, rest: string): string | undefined {
  const found = new RegExp(`(?<![\\w-])${number.source}(?![\\w-])`).exec(rest)?.[0];
  return found === undefined ? undefined : `<a href="https://${place}${found}">${place}${found}</a>`;
}
