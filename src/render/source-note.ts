import type { Feed, Links } from '../model/feed.ts';
import { wordsFor } from './words.ts';

/**
 * What a person who opens a feed itself is told. Chromium shows RSS, Atom and JSON Feed as they are written, whatever style
 * sheet they name (docs/decisions/0012), so it stands at the beginning of the source.
 */
export function sourceNote({ language }: Pick<Feed, 'language'>, { page }: Pick<Links, 'page'>): string {
  return wordsFor(language).sourceNote(page);
}
