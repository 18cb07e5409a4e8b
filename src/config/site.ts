import * as v from 'valibot';
import type { Site } from '../model/config.ts';

const wholeNumber = (from: number, to: number) => {
  const says = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(says), v.integer(says), v.minValue(from, says), v.maxValue(to, says));
};

const line = (says: string) =>
  v.pipe(
    v.string(says),
    v.trim(),
    v.check(text => text !== '' && !/[\p{Cc}]/u.test(text), says),
  );

/** An absolute http(s) URL without a slash at the end, query or fragment. */
export const webUrl = v.pipe(
  v.string('an absolute http(s) URL'),
  v.check(isWebUrl, 'an absolute http(s) URL without query and fragment'),
  v.transform(url => url.replace(/\/+$/, '')),
);

/** An IANA time zone that this platform knows. */
export const timeZone = v.pipe(
  v.string('an IANA time zone such as Asia/Shanghai'),
  v.check(isTimeZone, 'an IANA time zone such as Asia/Shanghai'),
);

/** A BCP 47 language tag. */
export const language = v.pipe(
  v.string('a language tag such as zh-CN'),
  v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language tag such as zh-CN'),
);

/** `config/site.yaml`; what is absent has the default here. */
export const siteSchema: v.GenericSchema<unknown, Site> = v.strictObject({
  title: line('one line of text'),
  subtitle: v.optional(line('one line of text'), undefined),
  baseUrl: v.optional(webUrl, undefined),
  language: v.optional(language, 'zh-CN'),
  timeZone: v.optional(timeZone, 'Asia/Shanghai'),
  // RFC 4151 2.1: a host name or mail address, and a date it was ours.
  authority: v.optional(
    v.pipe(
      v.string('host,date as in example.org,2026'),
      v.regex(/^[a-z0-9.@-]+,\d{4}(-\d{2}(-\d{2})?)?$/, 'host,date as in example.org,2026 (RFC 4151)'),
    ),
    'huiliu.example,2026',
  ),
  feed: v.optional(
    v.strictObject({
      limit: v.optional(wholeNumber(1, 200), 50),
      maxAge: v.optional(wholeNumber(0, 86400), 900),
      hub: v.optional(webUrl, undefined),
    }),
    {},
  ),
  limits: v.optional(
    v.union(
      [
        v.pipe(
          v.literal('off'),
          v.transform(() => undefined),
        ),
        v.strictObject({
          full: v.optional(wholeNumber(1, 10_000), 20),
          seconds: v.optional(wholeNumber(1, 86_400), 300),
          loopback: v.optional(v.boolean('true or false'), false),
        }),
      ],
      'off, or full, seconds and loopback',
    ),
    {},
  ),
  proxies: v.optional(wholeNumber(0, 10), 0),
  cacheBytes: v.optional(wholeNumber(1_000_000, 8_000_000_000), 64 * 1024 * 1024),
  rescan: v.optional(line('a cron expression such as */10 * * * *'), '*/10 * * * *'),
});

function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
