import { html } from 'hono/html';
import { blocksOf } from '../../model/blocks.ts';
import type { Entry } from '../../model/entry.ts';
import type { Spotting } from '../../model/occurrences.ts';
import { searched } from '../../model/search.ts';
import type { Markup } from './layout.ts';

/** Characters of a text that are shown before and after the first word found in it. */
const around = { before: 30, after: 110 } as const;

/** A text with the words that were searched for marked. */
export function marked(text: string, spot: Spotting): Markup {
  let end = 0;
  const parts = spot(text).map(({ from, to }) => {
    const before = text.slice(end, from);
    end = to;
    return html`${before}<mark>${text.slice(from, to)}</mark>`;
  });
  return html`${parts}${text.slice(end)}`;
}

/** What of an entry shows best why it was found: its summary, or where its text has the words; plain text. */
export function excerpt({ summary, content }: Entry, spot: Spotting): string | undefined {
  if (content === undefined || (summary !== undefined && spot(summary).length > 0)) return summary;
  const text = blocksOf(content.slice(0, searched)).join(' ').replace(/\s+/g, ' ').trim();
  const [first] = spot(text);
  if (first === undefined) return summary;
  const from = Math.max(0, first.from - around.before);
  const to = first.to + around.after;
  return `${from > 0 ? '…' : ''}${wellFormed(text.slice(from, to))}${to < text.length ? '…' : ''}`;
}

/** A cut may have halved a character outside the basic plane. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
