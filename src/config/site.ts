import * as v from 'valibot';
import type { Site } from '../model/config.ts';
import { maxWindow } from '../model/feed.ts';
import { isCron } from './cron.ts';
import { record } from './record.ts';

const wholeNumber = (from: number, to: number) => {
  const says = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(says), v.integer(says), v.minValue(from, says), v.maxValue(to, says));
};

/** One line of text, trimmed. */
export const line = (says: string) =>
  v.pipe(
    v.string(says),
    v.trim(),
    v.check(text => text !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), says),
  );

const oneLine = 'one line of text, in quotes where YAML sees something else';

const plainUrl = v.pipe(
  v.string('an absolute http(s) URL'),
  v.check(isWebUrl, 'an absolute http(s) URL without query, fragment and password'),
);

/** What addresses begin with: an absolute http(s) URL as URL writes it, without a slash at the end, query or fragment. */
const urlBase = v.pipe(
  plainUrl,
  v.transform(url => new URL(url).href.replace(/\/+$/, '')),
);

/**
 * An address of others, as URL writes it: `/blog` and `/blog/` are two, and what is relative to them differs. Only the slash
 * of a bare host goes, which means the same without it (RFC 3986 6.2.3).
 */
export const webUrl = v.pipe(
  plainUrl,
  v.transform(url => {
    const { href, origin, pathname } = new URL(url);
    return pathname === '/' ? origin : href;
  }),
);

/** An IANA time zone that this platform knows. */
export const timeZone = v.pipe(
  v.string('an IANA time zone such as Asia/Shanghai'),
  v.check(isTimeZone, 'an IANA time zone such as Asia/Shanghai'),
);

/** A BCP 47 language tag. */
export const language = v.pipe(
  v.string('a language tag such as zh-CN'),
  v.check(isLanguage, 'a language tag such as zh-CN'),
);

const cronExpression = 'a cron expression of five fields, or six with seconds, such as */10 * * * *';

const off = v.pipe(
  v.literal('off'),
  v.transform(() => undefined),
);

const limited = record(
  {
    full: v.optional(wholeNumber(1, 10_000), 20),
    seconds: v.optional(wholeNumber(1, 86_400), 300),
    loopback: v.optional(v.boolean('true or false'), false),
  },
  'off, or full, seconds and loopback',
);

const share = 'a number from 0.3 to 1';

const storyRules = v.pipe(
  record(
    {
      window: v.optional(wholeNumber(1, 30), 3),
      threshold: v.optional(v.pipe(v.number(share), v.minValue(0.3, share), v.maxValue(1, share)), 0.5),
    },
    'off, or window and threshold',
  ),
  v.transform(({ window, threshold }) => ({ window: window * 86_400_000, threshold })),
);

const reachable = 'a list of host names, IP addresses and ranges such as 10.0.0.0/8';

const fetchRules = v.pipe(
  record(
    {
      allow: v.optional(v.array(v.pipe(v.string(reachable), v.check(isReachable, reachable)), reachable), []),
      concurrent: v.optional(wholeNumber(1, 100), 16),
      seconds: v.optional(wholeNumber(1, 600), 20),
      bytes: v.optional(wholeNumber(10_000, 100_000_000), 10_000_000),
    },
    'allow, concurrent, seconds and bytes',
  ),
  v.transform(({ allow, concurrent, seconds, bytes }) => ({
    allow,
    concurrent,
    timeout: seconds * 1000,
    maxBytes: bytes,
  })),
);

/** The authority of ids until an operator names theirs: a name that belongs to nobody (RFC 6761 6.5). */
export const nobody = 'huiliu.example,2026';

/** `config/site.yaml`; what is absent has the default here. */
export const siteSchema: v.GenericSchema<unknown, Site> = record(
  {
    title: line(oneLine),
    subtitle: v.optional(line(oneLine), undefined),
    baseUrl: v.optional(urlBase, undefined),
    language: v.optional(language, 'zh-CN'),
    languages: v.optional(v.array(language, 'a list of language tags such as [en]'), []),
    timeZone: v.optional(timeZone, 'Asia/Shanghai'),
    // RFC 4151 2.1: a host name or mail address, and a date it was ours.
    authority: v.optional(
      v.pipe(
        v.string('host,date as in example.org,2026'),
        v.regex(/^[a-z0-9.@-]+,\d{4}(-\d{2}(-\d{2})?)?$/, 'host,date as in example.org,2026 (RFC 4151)'),
      ),
      nobody,
    ),
    feed: v.optional(
      record(
        {
          limit: v.optional(wholeNumber(1, maxWindow), 50),
          maxAge: v.optional(wholeNumber(0, 86400), 900),
          hub: v.optional(webUrl, undefined),
        },
        'limit, maxAge and hub',
      ),
      {},
    ),
    limits: v.optional(
      v.lazy((given): v.GenericSchema<unknown, Site['limits']> => (given === 'off' ? off : limited)),
      {},
    ),
    stories: v.optional(
      v.lazy((given): v.GenericSchema<unknown, Site['stories']> => (given === 'off' ? off : storyRules)),
      {},
    ),
    proxies: v.optional(wholeNumber(0, 10), 0),
    cacheBytes: v.optional(wholeNumber(1_000_000, 8_000_000_000), 64 * 1024 * 1024),
    fetch: v.optional(fetchRules, {}),
    rescan: v.optional(v.pipe(v.string(cronExpression), v.trim(), v.check(isCron, cronExpression)), '*/10 * * * *'),
  },
  'keys and their values',
);

function isReachable(text: string): boolean {
  const [, ip4, ip6, bits] = /^(?:(\d+\.\d+\.\d+\.\d+)|([\da-f:.]*:[\da-f:.]*))(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  if (ip4 !== undefined)
    return (
      Number(bits ?? 0) <= 32 && ip4.split('.').every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
    );
  if (ip6 !== undefined) return Number(bits ?? 0) <= 128 && URL.canParse(`http://[${ip6}]/`);
  // A name whose last part is a number would be read as an address (URL Standard, ends in a number), and what has no letter
  // there was meant as one.
  return /^(?:[a-z0-9_-]+\.)*(?!0x[\da-f]*$)(?=[^.]*[a-z])[a-z0-9_-]+$/i.test(text);
}

function isWebUrl(text: string): boolean {
  // URL would mend white space and missing slashes. An @ is a password's before the path only: https://medium.com/@somebody
  return /^https?:\/\/[^\s\\/?#@]+(?:\/[^\s\\?#]*)?$/i.test(text) && URL.canParse(text);
}

function isLanguage(tag: string): boolean {
  try {
    Intl.getCanonicalLocales(tag);
    return true;
  } catch {
    return false;
  }
}

/** To ask for one takes a third of a millisecond, and thousands of sources have the same. */
const knownZones = new Set<string>();

function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    knownZones.add(name);
    return true;
  } catch {
    return false;
  }
}
