import type { Format } from '../model/feed.ts';

/** The media type of each format, as links name it: without charset. */
export const mediaTypes: Readonly<Record<Format, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};
