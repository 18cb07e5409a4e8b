import type { Source } from './source.ts';

/** `config/site.yaml`, checked and with defaults filled in. */
export type Site = {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** Absolute, without a slash at the end; absent: the listener's own address. */
  readonly baseUrl?: string | undefined;
  /** BCP 47. */
  readonly language: string;
  /** Further languages that pages' own words are offered in, by Accept-Language; none: `language` alone. */
  readonly languages: readonly string[];
  /** IANA name: the zone in which pages show dates. */
  readonly timeZone: string;
  /** Tag authority (RFC 4151 2.1): `host,date`. Set before the first publication, never changed after. */
  readonly authority: string;
  readonly feed: {
    /** Entries in a feed when no `limit` is asked for. */
    readonly limit: number;
    /** Seconds a reader may keep a feed. */
    readonly maxAge: number;
    /** WebSub hub. */
    readonly hub?: string | undefined;
  };
  /**
   * How entries of several sources that tell the same story are found: how far apart they may be published, milliseconds, and
   * the share of the shorter text that must stand in the longer, from 0 to 1. Absent: every entry is shown by itself.
   */
  readonly stories?: { readonly window: number; readonly threshold: number } | undefined;
  /**
   * How many full copies of one feed one client gets in so many seconds; clients on this machine are exempt unless
   * `loopback` says otherwise. Absent: nobody is limited.
   */
  readonly limits?: { readonly full: number; readonly seconds: number; readonly loopback: boolean } | undefined;
  /** How many proxies of ours stand in front: the client is that many from the end of X-Forwarded-For. */
  readonly proxies: number;
  /** Bytes the rendition cache may hold. */
  readonly cacheBytes: number;
  /** How sources are fetched. */
  readonly fetch: FetchRules;
  /** Cron expression of the periodic rescan. */
  readonly rescan: string;
};

/** What holds for every fetch of a source. */
export type FetchRules = {
  /**
   * Addresses that may be fetched from although they are none of the public internet: host names, IP addresses, and ranges of
   * these (`10.0.0.0/8`).
   */
  readonly allow: readonly string[];
  /** Fetches at the same time, of all hosts together. */
  readonly concurrent: number;
  /** Milliseconds that a fetch may take, with its redirects. */
  readonly timeout: number;
  /** Bytes of a body, before and after it is decompressed. */
  readonly maxBytes: number;
};

/** Everything that was configured. The order of `sources` is that of the file: the first that matches a seed has it. */
export type Config = { readonly site: Site; readonly sources: readonly Source[] };
