/** Feed -> rss, atom, json: every format is one function of the same signature, named here once. */
import type { Body } from '../model/body.ts';
import { type Feed, type Format, formatFacts, type Links } from '../model/feed.ts';
import { atom } from './atom.ts';
import { json } from './json.ts';
import { rss } from './rss.ts';

export type Renderer = {
  /** The feed in UTF-8; the same feed and links are the same bytes, cut at the same places, on every machine. */
  readonly render: (feed: Feed, links: Links) => Body;
  /** For Content-Type: with charset. */
  readonly mediaType: string;
};

/** The renderer of each. */
export const formats: Readonly<Record<Format, Renderer>> = {
  rss: { render: rss, mediaType: `${formatFacts.rss.mediaType}; charset=utf-8` },
  atom: { render: atom, mediaType: `${formatFacts.atom.mediaType}; charset=utf-8` },
  json: { render: json, mediaType: `${formatFacts.json.mediaType}; charset=utf-8` },
};
