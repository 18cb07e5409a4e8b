/** Feed -> rss, atom, json: every format is one function of the same signature, named here once. */
import type { Body } from '../model/body.ts';
import type { Feed, Format, Links } from '../model/feed.ts';
import { atom } from './atom.ts';
import { json } from './json.ts';
import { mediaTypes } from './media-types.ts';
import { rss } from './rss.ts';

export type Renderer = {
  /** The feed in UTF-8; the same feed and links are the same bytes, cut at the same places, on every machine. */
  readonly render: (feed: Feed, links: Links) => Body;
  /** For Content-Type: with charset. */
  readonly mediaType: string;
};

/** Adding a format is a row here. */
export const formats: Readonly<Record<Format, Renderer>> = {
  rss: { render: rss, mediaType: `${mediaTypes.rss}; charset=utf-8` },
  atom: { render: atom, mediaType: `${mediaTypes.atom}; charset=utf-8` },
  json: { render: json, mediaType: `${mediaTypes.json}; charset=utf-8` },
};
