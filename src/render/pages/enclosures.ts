import { html } from 'hono/html';
import type { Enclosure } from '../../model/entry.ts';
import type { Words } from '../words.ts';
import type { Markup } from './layout.ts';

/** What comes with an article: recordings and films can be played where they stand, everything can be taken along. */
export function enclosureList(enclosures: readonly Enclosure[], words: Words, language: string): Markup {
  return html`<section class="enclosures" aria-labelledby="enclosures" lang="${language}">
<h2 id="enclosures">${words.enclosures}</h2>
<ul>
${enclosures.map(enclosure => html`<li>${player(enclosure)}<a href="${enclosure.url}" dir="auto" rel="noopener">${nameOf(enclosure)}</a>${about(enclosure)}</li>\n`)}</ul>
</section>
`;
}

/** Nothing is fetched before somebody plays it. */
function player(enclosure: Enclosure): Markup | undefined {
  const name = nameOf(enclosure);
  switch (enclosure.type?.split('/')[0]) {
    case 'audio':
      return html`<audio controls preload="none" src="${enclosure.url}" aria-label="${name}"></audio>\n`;
    case 'video':
      return html`<video controls preload="none" src="${enclosure.url}" aria-label="${name}"></video>\n`;
    default:
      return undefined;
  }
}

function nameOf({ title, url }: Enclosure): string {
  return title ?? fileNameOf(url) ?? url;
}

function fileNameOf(url: string): string | undefined {
  const name = URL.parse(url)?.pathname.split('/').at(-1);
  try {
    return name === undefined || name === '' ? undefined : decodeURIComponent(name);
  } catch {
    // URIError: the percent signs are the name's own.
    return name;
  }
}

function about({ type, length, duration }: Enclosure): Markup | undefined {
  const said = [
    type,
    duration === undefined ? undefined : clock(duration),
    length === undefined ? undefined : size(length),
  ].filter(part => part !== undefined);
  return said.length === 0 ? undefined : html` <span class="label">${said.join(' · ')}</span>`;
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first = 0, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [String(first), ...rest.map(part => String(part).padStart(2, '0'))].join(':');
}

function size(bytes: number): string {
  const [unit, of] = bytes < 999_500 ? ['kB', 1e3] : bytes < 999_500_000 ? ['MB', 1e6] : ['GB', 1e9];
  return `${(bytes / of).toFixed(bytes / of < 10 ? 1 : 0)} ${unit}`;
}
