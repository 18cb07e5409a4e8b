import { html } from 'hono/html';
import type { FeedListing, Format } from '../../model/feed.ts';
import { mediaTypes } from '../media-types.ts';

/** The formats as people know them. */
export const formatNames: readonly { readonly format: Format; readonly name: string }[] = [
  { format: 'rss', name: 'RSS' },
  { format: 'atom', name: 'Atom' },
  { format: 'json', name: 'JSON' },
];

/** One feed's three addresses, to click or copy. The label says which feed, for those who do not see its neighbours. */
export function feedLinks({ title, formats }: Pick<FeedListing, 'title' | 'formats'>) {
  const link = ({ format, name }: (typeof formatNames)[number]) =>
    html`<a href="${formats[format]}" type="${mediaTypes[format]}" aria-label="${title} ${name}">${name}</a>`;
  return html`<span class="formats">${formatNames.map(link)}</span>`;
}
