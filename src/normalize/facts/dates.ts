import { instantIn, type Zone, zoneOf } from './zones.ts';

/** A date as an article writes it. */
export type ReadDate = {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly instant: number;
  /** Whether it has a time of day; if not, `instant` is midnight in its zone. */
  readonly timed: boolean;
};

/**
 * Reads a date in any form articles are written with: ISO 8601, RFC 822 and 2822, 2022年4月11日 22:23, 2022/4/11, 11.4.2022, seconds
 * or milliseconds since 1970, JavaScript's and C's own. `timeZone` (IANA) holds where the date names no zone. Absent for
 * what is no date: a day or hour that does not exist, the years before 1900 and after 2100, and 1970, which programs print
 * for a zero and for seconds that they take for milliseconds.
 */
export function readDate(value: unknown, timeZone: string): ReadDate | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = tidied(String(value));
  if (text === undefined) return undefined;
  const written =
    sinceEpoch(text) ??
    yearFirst(text) ??
    compact(text) ??
    dayFirst(text) ??
    monthFirst(text) ??
    inNumbers(text, value);
  return written === undefined ? undefined : resolved(written, timeZone);
}

/**
 * Finds the date in the name of a file, in its path or in a native id: `2022-04-16-title.md`, `2022/04/16/title.md`,
 * `NW202203302328599218`. The last part of the path is asked first. Twelve, fourteen or seventeen digits may hold the
 * time as well; in longer ids the digits behind the date are a serial number (they grow from day to day, and 23:91 is none).
 */
export function dateInName(text: string, timeZone: string): ReadDate | undefined {
  // Digests are full of digits that mean nothing.
  const path = text.replace(/(?<![\da-z])(?=\d*[a-f])[\da-f]{16,}(?![\da-z])/gi, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const part of name === path ? [name] : [name, path]) {
    const written = separated(part) ?? inDigits(part);
    const read = written === undefined ? undefined : resolved(written, timeZone);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** The part of a line that looks like a date with a year: `发布时间：2022-04-11 22:23 来源：…` has one. */
export function dateInText(line: string): string | undefined {
  return /(?<!\d)(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d)(?: ?日)?(?:[T ] ?\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?/.exec(
    line,
  )?.[0];
}

type Day = { readonly year: number; readonly month: number; readonly day: number };

/** Hours may be 24 and seconds 60 until `resolved` looked. */
type Time = { readonly hour: number; readonly minute: number; readonly second: number; readonly millisecond: number };

type Written =
  | { readonly kind: 'local'; readonly day: Day; readonly time: Time | undefined; readonly zone: Zone | undefined }
  | { readonly kind: 'instant'; readonly instant: number };

const earliestYear = 1900;
const latestYear = 2100;
/** A zero, seen from any zone, up to what no count of seconds reaches in this century; 1971 is believed in every zone. */
const unbelievable = { from: Date.UTC(1969, 11, 30), to: Date.UTC(1970, 11, 31) };

/** Full-width digits and colons, names of weekdays, comments and white space out of the way; absent for what is too long. */
function tidied(value: string): string | undefined {
  if (value.length > 120) return undefined;
  const text = (/[^ -~]|\(/.test(value) ? unfolded(value) : value)
    .replace(/\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}

/** What few dates have: other forms of a character, a comment, a weekday in Chinese. */
function unfolded(value: string): string {
  return value
    .normalize('NFKC')
    .replaceAll('\u2212', '-')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/(?:星期|周|礼拜)[一二三四五六日天]/g, ' ');
}

/** Ten digits are seconds, thirteen milliseconds: from 2001 to 2099. A smaller number, such as 0, is no date. */
function sinceEpoch(text: string): Written | undefined {
  const [, seconds, milliseconds] = /^(?:(\d{10}(?:\.\d+)?)|(\d{13}))$/.exec(text) ?? [];
  const instant = seconds === undefined ? Number(milliseconds) : Math.floor(Number(seconds) * 1000);
  return instant >= 1e12 && instant < 4.1e12 ? { kind: 'instant', instant } : undefined;
}

/** `2022-04-11`, `2022/4/11`, `2022.4.11`, `2022年4月11日`, with or without a time. */
function yearFirst(text: string): Written | undefined {
  const [, year, month, day, rest] =
    /^(\d{4})(?: ?年 ?|[-/.])(\d{1,2})(?: ?月 ?|[-/.])(\d{1,2})(?: ?[日号]|(?!\d))(.*)$/.exec(text) ?? [];
  return rest === undefined ? undefined : withTime(dayOf(year, month, day), rest);
}

/** ISO 8601's basic format: `20220411`, `20220411T222322Z`, `20220411222322`. */
function compact(text: string): Written | undefined {
  const [, year, month, day, rest] = /^(\d{4})(\d\d)(\d\d)(?!\d(?!\d{3}(?:\d\d)?(?!\d)))(.*)$/.exec(text) ?? [];
  return rest === undefined ? undefined : withTime(dayOf(year, month, day), rest);
}

/**
 * RFC 5322 3.3 and 4.3: `15 Apr 2022 23:22:12 GMT`, `15-Apr-22`; in other languages `ven., 15 avril 2022`, `15. März 2022`,
 * `15 de marzo de 2022`. An English weekday is gone already.
 */
function dayFirst(text: string): Written | undefined {
  const [, day, name, year, rest] =
    /^(?:\p{L}{2,13}\.?,? )?(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:de )?(\p{L}{3,10})[.,]?(?: de)?[ -](\d{4}|\d{2,3})(?!\d),?(.*)$/iu.exec(
      text,
    ) ?? [];
  return rest === undefined ? undefined : withTime(dayOf(fullYear(year ?? ''), monthOf(name), day), rest);
}

/** `April 11, 2022 10:23 PM`, JavaScript's `Apr 11 2022 22:23:22 GMT+0800`, C's `Apr 11 22:23:22 CST 2022`. */
function monthFirst(text: string): Written | undefined {
  const [, name, day, rest] = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (.*)$/i.exec(text) ?? [];
  const month = monthOf(name);
  if (rest === undefined) return undefined;
  const [, front, behind] = /^(\d{4})(?!\d),?(.*)$/.exec(rest) ?? [];
  if (front !== undefined) return withTime(dayOf(front, month, day), behind ?? '');
  const [, time, last] = /^(\d.*) (\d{4})$/.exec(rest) ?? [];
  return time === undefined ? undefined : withTime(dayOf(last, month, day), time);
}

/**
 * `30.10.23` and `30.10.2023`, which begin with the day wherever they are written (CLDR); `03/30/2020` and `30-03-2020` where a number above
 * twelve or a weekday says which is the day. Nobody knows what `03/04/2020` means.
 */
function inNumbers(text: string, written: unknown): Written | undefined {
  const [, weekday, first, mark, second, year = '', rest = ''] =
    /^(?:(\p{L}{2,13})\.?,? )?(\d{1,2})([./-])(\d{1,2})\3(\d{4}|\d\d(?=[^\d./-]|$))(?!\d)(.*)$/u.exec(text) ?? [];
  if (mark === '.') return withTime(dayOf(fullYear(year), second, first), rest);
  if (year.length !== 4) return undefined;
  const [dayThenMonth, monthThenDay] = [dayOf(year, second, first), dayOf(year, first, second)];
  // Whoever names weekdays in a language other than English begins with the day.
  if (weekday !== undefined) return withTime(dayThenMonth, rest);
  const said = weekdays.findIndex(name => new RegExp(`\\b${name}`, 'i').test(String(written)));
  const possible = (first === second ? [dayThenMonth] : [dayThenMonth, monthThenDay]).filter(
    day => exists(day) && (said === -1 || weekdayOf(day) === said),
  );
  const [day] = possible;
  return day === undefined || possible.length > 1 ? undefined : withTime(day, rest);
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function withTime(day: Day, rest: string): Written | undefined {
  const text = colons(rest.replace(/^(?:T(?=\d)|[ ,]|- |at |um )+/i, '').trim()).replace(/ ?uhr$/i, '');
  const [, before, hour = '', minute = '', second, fraction, after, behind = text] = clock.exec(text) ?? [];
  const zone = behind.trim() === '' ? undefined : zoneOf(behind.trim());
  if (zone === undefined && behind.trim() !== '') return undefined;
  if (hour === '') return { kind: 'local', day, time: undefined, zone };
  const time = {
    hour: hourOfDay(Number(hour), (before ?? after ?? '').toLowerCase().replaceAll('.', '')),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').slice(0, 3).padEnd(3, '0')),
  };
  return { kind: 'local', day, time, zone };
}

const half = '上午|下午|早上|晚上|凌晨|中午|傍晚|[ap]\\.?m\\b\\.?';

/** `22:23`, `22:23:22.5`, `10:23 PM`, `下午10:23`; what follows may be a zone, but no further digit or colon. */
const clock = new RegExp(
  `^(?:(${half}) ?)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,9}))?)?(?![\\d:.,])(?: ?(${half}))?(.*)$`,
  'i',
);

/** `22时23分22秒`, `22点`, `222322` as `22:23:22`. */
function colons(time: string): string {
  return time
    .replace(
      /(\d{1,2}) ?[时時点點] ?(?:(\d{1,2}) ?分(?: ?(\d{1,2}) ?秒)?)?/,
      (_, hour, minute = '00', second = '00') => `${hour}:${minute}:${second}`,
    )
    .replace(/^(\d\d)(\d\d)(\d\d)?(?![\d:])/, (_, hour, minute, second = '00') => `${hour}:${minute}:${second}`);
}

/** NaN where the two contradict each other, or nobody knows which night is meant (晚上12点). */
function hourOfDay(hour: number, half: string): number {
  switch (half) {
    case '':
      return hour;
    case '中午':
      return hour < 10 ? hour + 12 : hour;
    case 'pm':
    case '下午':
    case '傍晚':
      return hour < 12 ? hour + 12 : hour;
    case '晚上':
      return hour < 12 ? hour + 12 : hour === 12 ? Number.NaN : hour;
    default:
      return hour < 12 ? hour : hour === 12 ? 0 : Number.NaN;
  }
}

/** How the names of months begin: in English, then in German, French, Spanish, Italian, Portuguese and Dutch. */
const months = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|fev)/,
  /^(?:mar|mrz|mrt)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai|mag|mei)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|aou|ago)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|ott|out)/,
  /^nov/,
  /^(?:dec|dez|dic)/,
];

function monthOf(name: string | undefined): number {
  const plain = (name ?? '').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return months.findIndex(start => start.test(plain)) + 1;
}

/** RFC 5322 4.3: two digits up to 49 are this century, all others count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 3 ? year : year < 50 && digits.length === 2 ? year + 2000 : year + 1900;
}

function dayOf(year: unknown, month: unknown, day: unknown): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** `2022-04-16`, `2022_4_16`, `2022/0416`, `2022年4月16日`, not as part of longer numbers. */
function separated(text: string): Written | undefined {
  const pattern = /(?<!\d)((?:19|20)\d\d)(?:[-_./年](\d{1,2})[-_./月](\d{1,2})|[-_./](\d\d)(\d\d))(?!\d)/g;
  for (const [, year, month, day, joinedMonth, joinedDay] of text.matchAll(pattern)) {
    const found = dayOf(year, month ?? joinedMonth, day ?? joinedDay);
    if (exists(found)) return { kind: 'local', day: found, time: undefined, zone: undefined };
  }
  return undefined;
}

/** A run of digits that begins with a day, and goes on with a time if its length says so. */
function inDigits(text: string): Written | undefined {
  for (const [run] of text.matchAll(/\d{8,}/g)) {
    const day = dayOf(run.slice(0, 4), run.slice(4, 6), run.slice(6, 8));
    if (/^(?:19|20)/.test(run) && exists(day))
      return { kind: 'local', day, time: timeInDigits(run.slice(8)), zone: undefined };
  }
  return undefined;
}

function timeInDigits(digits: string): Time | undefined {
  if (digits.length !== 4 && digits.length !== 6 && digits.length !== 9) return undefined;
  const [hour = 0, minute = 0, second = 0] = (digits.slice(0, 6).match(/\d\d/g) ?? []).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { hour, minute, second, millisecond: Number(digits.slice(6)) };
}

function exists({ year, month, day }: Day): boolean {
  if (!(year >= earliestYear && year <= latestYear && month >= 1 && month <= 12)) return false;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 8601 lets a day end at 24:00; a leap second is taken for the one before it. */
function isTime({ hour, minute, second, millisecond }: Time): boolean {
  if (hour === 24) return minute + second + millisecond === 0;
  return hour >= 0 && hour < 24 && minute < 60 && second <= 60;
}

function resolved(written: Written, timeZone: string): ReadDate | undefined {
  if (written.kind === 'instant') return { instant: written.instant, timed: true };
  const { day, time, zone = timeZone } = written;
  if (!exists(day) || (time !== undefined && !isTime(time))) return undefined;
  const { hour = 0, minute = 0, second = 0, millisecond = 0 } = time ?? {};
  const local = Date.UTC(day.year, day.month - 1, day.day, hour, minute, Math.min(second, 59), millisecond);
  const instant = instantIn(local, zone);
  if (instant === undefined || (instant >= unbelievable.from && instant < unbelievable.to)) return undefined;
  return { instant, timed: time !== undefined };
}
