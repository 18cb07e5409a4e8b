import { belowHome } from '../urls.ts';
import { besidePage } from './shown-picture.ts';
import { attribute } from './writer.ts';

/**
 * What a tag of a generator shows, as HTML: Hexo's `{% img /a.jpg 300 "A title" %}` and `asset_img`, Hugo's `{{< figure src="/a.jpg" >}}`,
 * the films of `youtube`, `vimeo` and `bilibili`, code at `gist`, what Hexo's `link`, `post_link` and `iframe` say, an address of the site
 * (`{{ "/a.jpg" | relative_url }}`, `{{ site.baseurl }}`), which is at `home`; what themes of Jekyll include for pictures and films. Absent for any other: what that makes, its site alone knows.
 */
export function shownByTag(tag: string, home: string | undefined): string | undefined {
  const address = addressOf(tag, home);
  if (address !== undefined) return address;
  const [, sign = '', name = '', rest = ''] =
    /^(\{%|\{\{[<%]?)-?\s*(\w+)(?=[\s(])([\s\S]*?)[-%>]?[%}]\}$/.exec(tag) ?? [];
  switch (`${sign} ${name}`) {
    case '{% img':
    case '{% asset_img':
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
    case '{% bilibili':
    case '{{< bilibili':
      return filmOf('www.bilibili.com/video/', /(?:BV\w{10}|av\d{1,12})/, rest);
    case '{% gist':
    case '{{< gist':
      return filmOf('gist.github.com/', /(?:[\da-f]{20,32}|\d{4,9})/, rest);
    case '{% link':
      return linkOf(rest);
    case '{% post_link':
      return wordsOf(rest)[1];
    case '{% iframe':
      return frameOf(rest);
    case '{% include':
      return includedOf(rest);
    default:
      return undefined;
  }
}

/** As Jekyll and Eleventy write one. */
function addressOf(tag: string, home: string | undefined): string | undefined {
  if (/^\{\{-?\s*site\.baseurl\b/.test(tag)) return URL.parse(home ?? '')?.pathname.replace(/\/$/, '');
  const [, , path] =
    /^\{\{-?\s*(["'])([^"'\n]+)\1\s*\|\s*(?:(?:relative|absolute)_url|url|prepend:\s*site\.(?:base)?url)\b/.exec(tag) ??
    [];
  return path === undefined || home === undefined ? path : (belowHome(path, home) ?? path);
}

/** What is divided by white space, but for that in quotes. */
function wordsOf(rest: string): readonly string[] {
  return rest.match(/"[^"]*"|'[^']*'|\S+/g)?.map(word => word.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
}

/** Words and an address; Jekyll's tag of this name has a file, and stands where an address does. */
function linkOf(rest: string): string | undefined {
  const words = wordsOf(rest);
  const at = words.findIndex(isPlaced);
  return at < 1 ? undefined : `<a${attribute('href', words[at] ?? '')}>${words.slice(0, at).join(' ')}</a>`;
}

function frameOf(rest: string): string | undefined {
  const address = wordsOf(rest).find(isPlaced);
  return address === undefined ? undefined : shownElsewhere(address);
}

/** Names of classes, an address, numbers for its size, a title and a description; Hexo has these two in a text of their own. */
function pictureOf(rest: string): string | undefined {
  const words = wordsOf(rest).flatMap(word => (word.startsWith('"') ? wordsOf(word) : word));
  const at = words.findIndex(word => /[/.]/.test(word));
  const address = words[at];
  if (address === undefined) return undefined;
  const behind = words.slice(at + 1);
  const said = behind.filter(word => !/^\d*$/.test(word));
  const isQuoted = /["']\s*$/.test(rest);
  return picture(address, isQuoted ? said.at(-1) : said.join(' '));
}

function figureOf(rest: string): string | undefined {
  const said = new Map([...rest.matchAll(/\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))/g)].map(named));
  const address = said.get('src') ?? said.get('image_path') ?? said.get('path') ?? said.get('image') ?? said.get('url');
  if (address === undefined) return undefined;
  const caption = said.get('caption') ?? said.get('title');
  const shown = picture(address, said.get('alt') ?? caption);
  return caption === undefined ? shown : `<figure>${shown}<figcaption>${caption}</figcaption></figure>\n\n`;
}

/** `figure.html`, `embed/youtube.html`, `video` with a `provider`: the names that themes agree about. */
function includedOf(rest: string): string | undefined {
  const [file = ''] = wordsOf(rest);
  if (/figure|image|img|picture/i.test(file)) return figureOf(rest);
  const film = /youtube|vimeo|bilibili/i.exec(/video|embed|youtube|vimeo|bilibili/i.test(file) ? rest : '')?.[0];
  return film && shownByTag(`{% ${film.toLowerCase()} ${rest} %}`, undefined);
}

function named([, name = '', ...values]: RegExpExecArray): readonly [string, string | undefined] {
  return [name, values.find(value => value !== undefined)];
}

/** Whether it leads somewhere without the page that it stands on. */
function isPlaced(address: string): boolean {
  return /^(?:https?:)?\//i.test(address);
}

/** What lies beside the page of an article is where that is, if anybody knows. */
function picture(address: string, description: string | undefined): string {
  return `<img${attribute(isPlaced(address) ? 'src' : besidePage, address)}${attribute('alt', description ?? '')}>`;
}

/** By its name or number, which stands alone, under `id`, or in an address. */
function filmOf(place: string, number: RegExp, rest: string): string | undefined {
  const found = new RegExp(`(?<![\\w-])${number.source}(?![\\w-])`).exec(rest)?.[0];
  return found === undefined ? undefined : shownElsewhere(`https://${place}${found}`);
}

/** An element that becomes a link, and stands in a line of Markdown (CommonMark 4.6: a frame would begin a block of HTML). */
function shownElsewhere(address: string): string {
  return `<video${attribute('src', address)}></video>`;
}
