import type { Fetched } from '../model/feed-document.ts';
import { decodeFetched } from './decode.ts';

/** The text of a page that was fetched. `encoding` is the source's: for bytes of which nothing says how they are encoded. */
export function pageText({ bytes, contentType }: Pick<Fetched, 'bytes' | 'contentType'>, encoding: string): string {
  return decodeFetched(bytes, contentType, encoding).text;
}
