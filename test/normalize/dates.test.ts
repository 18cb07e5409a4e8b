import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateInName, readDate } from '../../src/normalize/facts/dates.ts';
import { draftOf } from './article.ts';

/** What a date was read as: an instant in UTC, or a day in the given zone; `-` for none. */
function shown(read: ReturnType<typeof readDate>): string {
  if (read === undefined) return '-';
  const utc = new Date(read.instant).toISOString().replace('.000', '');
  return read.timed ? utc : `${utc} (day)`;
}

const shanghai = 'Asia/Shanghai';

test.each([
  ['AST EDT CDT MST', '-0400 -0400 -0500 -0700'],
  ['ADT EST PST MDT PDT', '-0300 -0500 -0800 -0600 -0700'],
  ['AKST AKDT HST', '-0900 -0800 -1000'],
  ['WET BST CET CEST MEZ MESZ EET EEST', '+0000 +0100 +0100 +0200 +0100 +0200 +0200 +0300'],
  ['SAST MSK', '+0200 +0300'],
  ['CST HKT SGT AWST JST KST', '+0800 +0800 +0800 +0800 +0900 +0900'],
  ['AEST AEDT NZST NZDT', '+1000 +1100 +1200 +1300'],
  ['+1500 +1501 +1460', '+1500 none none'],
])('zones of these names are so far from Greenwich: %s', (names, offsets) => {
  const read = (zone: string) => shown(readDate(`2022-09-05 08:00:00 ${zone}`, shanghai));
  expect(names.split(' ').map(read)).toEqual(offsets.split(' ').map(read));
});

describe('A date is read in every form articles are written with', () => {
  const cases: readonly [written: unknown, read: string][] = [
    // Jekyll, Hexo, Hugo
    ['2022-04-11 22:23:22 +0800', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22+08:00', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22 +08', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23', '2022-04-11T14:23:00Z'],
    ['2022-04-11  2:03', '2022-04-10T18:03:00Z'],
    ['  2022-04-11 22:23:22  ', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22 -0530', '2022-04-12T03:53:22Z'],
    ['2022-04-11 22:23:22 −05:00', '2022-04-12T03:23:22Z'],
    ['2022-04-11', '2022-04-10T16:00:00Z (day)'],
    ['2022-4-1', '2022-03-31T16:00:00Z (day)'],
    ['2022-04-11 +0000', '2022-04-11T00:00:00Z (day)'],
    ['2022-04-11Z', '2022-04-11T00:00:00Z (day)'],
    ['2022-04-11 22:23:22 +0800 CST', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22.123456789 +0800 CST m=+0.0012', '2022-04-11T14:23:22.123Z'],
    // ISO 8601 and RFC 9557
    ['2022-04-11T22:23:22Z', '2022-04-11T22:23:22Z'],
    ['2022-04-11t22:23:22z', '2022-04-11T22:23:22Z'],
    ['2022-04-11T22:23:22.5Z', '2022-04-11T22:23:22.500Z'],
    ['2022-04-11T22:23:22,25+08:00', '2022-04-11T14:23:22.250Z'],
    ['2022-04-11T22:23:22+08:00[Asia/Shanghai]', '2022-04-11T14:23:22Z'],
    ['2022-04-11T22:23:22[Europe/Paris]', '2022-04-11T20:23:22Z'],
    ['2022-04-11T22:23', '2022-04-11T14:23:00Z'],
    ['20220411T222322Z', '2022-04-11T22:23:22Z'],
    ['20220411T222322+0800', '2022-04-11T14:23:22Z'],
    ['20220411 2223', '2022-04-11T14:23:00Z'],
    ['20220411222322', '2022-04-11T14:23:22Z'],
    ['202204112223', '2022-04-11T14:23:00Z'],
    ['20220411', '2022-04-10T16:00:00Z (day)'],
    [20220411, '2022-04-10T16:00:00Z (day)'],
    ['2022-04-11T24:00:00Z', '2022-04-12T00:00:00Z'],
    ['2022-12-31 24:00', '2022-12-31T16:00:00Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2024-02-29', '2024-02-28T16:00:00Z (day)'],
    // RFC 822, 850, 1123, 2822
    ['Fri, 15 Apr 2022 23:22:12 GMT', '2022-04-15T23:22:12Z'],
    ['15 Apr 2022 23:22:12 GMT', '2022-04-15T23:22:12Z'],
    ['Fri, 15 Apr 2022 23:22:12 +0800', '2022-04-15T15:22:12Z'],
    ['Fri,15 Apr 2022 23:22 UT', '2022-04-15T23:22:00Z'],
    ['Friday, 15-Apr-22 23:22:12 GMT', '2022-04-15T23:22:12Z'],
    ['15 Apr 22 23:22:12 Z', '2022-04-15T23:22:12Z'],
    ['15 Apr 99 23:22:12 Z', '1999-04-15T23:22:12Z'],
    ['15 Apr 122 23:22:12 Z', '2022-04-15T23:22:12Z'],
    ['5 September 2022 08:00:00 EST', '2022-09-05T13:00:00Z'],
    // As sites write it whose programs speak the language of their readers.
    ['Di, 23 Jan 2018 00:00:00 +0100', '2018-01-22T23:00:00Z'],
    ['Do, 29 Mär 2018 00:00:00 +0200', '2018-03-28T22:00:00Z'],
    ['15. Dezember 2022', '2022-12-14T16:00:00Z (day)'],
    ['mar., 01 déc. 2020 16:11:02 +0000', '2020-12-01T16:11:02Z'],
    ['ven., 03 juil. 2020 15:09:58 +0000', '2020-07-03T15:09:58Z'],
    ['jeu., 02 avril 2020 00:00:00 +0200', '2020-04-01T22:00:00Z'],
    ['Lundi, 16. Novembre 2020 - 15:54', '2020-11-16T07:54:00Z'],
    ['1er août 2020', '2020-07-31T16:00:00Z (day)'],
    ['domingo, 5 de mayo de 2019 10:00', '2019-05-05T02:00:00Z'],
    ['5 de agosto de 2019', '2019-08-04T16:00:00Z (day)'],
    ['05 Settembre 2022 08:00:00 +0200', '2022-09-05T06:00:00Z'],
    ['qui, 6 out 2022 08:00:00 -0300', '2022-10-06T11:00:00Z'],
    ['za, 07 mrt 2020 10:00:00 +0100', '2020-03-07T09:00:00Z'],
    ['5 Sept 2022 08:00:00 EDT', '2022-09-05T12:00:00Z'],
    ['5 Sep 2022 08:00:00 PST', '2022-09-05T16:00:00Z'],
    ['5 Sep 2022 08:00:00 PDT', '2022-09-05T15:00:00Z'],
    ['5 Sep 2022 08:00:00 MST', '2022-09-05T15:00:00Z'],
    ['5 Sep 2022 08:00:00 CDT', '2022-09-05T13:00:00Z'],
    ['5 Sep 2022 08:00:00 JST', '2022-09-04T23:00:00Z'],
    ['5 Sep 2022 08:00:00 -0000', '2022-09-05T08:00:00Z'],
    ['Fri, 15 Apr 2022 23:22:12 +0000 (UTC)', '2022-04-15T23:22:12Z'],
    ['Fri, 15 Apr 2022', '2022-04-14T16:00:00Z (day)'],
    // Chinese
    ['2022年4月11日 22:23', '2022-04-11T14:23:00Z'],
    ['2022年04月11日22:23:22', '2022-04-11T14:23:22Z'],
    ['2022年4月11日22时23分', '2022-04-11T14:23:00Z'],
    ['2022 年 4 月 11 日 22 时 23 分 22 秒', '2022-04-11T14:23:22Z'],
    ['2022年4月11日 22点', '2022-04-11T14:00:00Z'],
    ['2022年4月11日', '2022-04-10T16:00:00Z (day)'],
    ['2022年4月11日 星期一 22:23', '2022-04-11T14:23:00Z'],
    ['2022年4月11日（周一）22:23', '2022-04-11T14:23:00Z'],
    ['2022年4月11日 上午9:05', '2022-04-11T01:05:00Z'],
    ['2022年4月11日 下午 10:23', '2022-04-11T14:23:00Z'],
    ['2022/4/11 上午12:05:06', '2022-04-10T16:05:06Z'],
    ['2022/4/11 下午12:05', '2022-04-11T04:05:00Z'],
    ['2022/4/11 中午12:05', '2022-04-11T04:05:00Z'],
    ['2022/4/11 中午11:50', '2022-04-11T03:50:00Z'],
    ['2022/4/11 中午1:05', '2022-04-11T05:05:00Z'],
    ['2022/4/11 晚上11:05', '2022-04-11T15:05:00Z'],
    ['2022/4/11 晚上20:05', '2022-04-11T12:05:00Z'],
    ['2022年4月11日 中午12:30', '2022-04-11T04:30:00Z'],
    ['2022年4月11日 凌晨1点20分', '2022-04-10T17:20:00Z'],
    ['2022年4月11日 晚上8:00', '2022-04-11T12:00:00Z'],
    ['２０２２年４月１１日　２２：２３', '2022-04-11T14:23:00Z'],
    ['2022-04-11 22:23 北京时间', '2022-04-11T14:23:00Z'],
    // Other orders, signs and clocks
    ['2023/1/2 3:04', '2023-01-01T19:04:00Z'],
    ['2023.1.2', '2023-01-01T16:00:00Z (day)'],
    ['2023/01/02 03:04:05 PM', '2023-01-02T07:04:05Z'],
    ['2023-01-02 3:04 p.m.', '2023-01-02T07:04:00Z'],
    ['2023-01-02 12:04am', '2023-01-01T16:04:00Z'],
    ['January 2, 2023', '2023-01-01T16:00:00Z (day)'],
    ['Jan. 2nd, 2023 at 3:04 PM', '2023-01-02T07:04:00Z'],
    ['2 January 2023', '2023-01-01T16:00:00Z (day)'],
    ['Mon Jan 02 2023 03:04:05 GMT+0800 (中国标准时间)', '2023-01-01T19:04:05Z'],
    ['Mon Jan 02 2023 03:04:05 GMT-0500 (Eastern Standard Time)', '2023-01-02T08:04:05Z'],
    ['Mon Jan  2 03:04:05 CST 2023', '2023-01-01T19:04:05Z'],
    ['Mon Jan  2 03:04:05 UTC 2023', '2023-01-02T03:04:05Z'],
    ['Mon Jan  2 03:04:05 2023', '2023-01-01T19:04:05Z'],
    // Numbers alone, the day first, or where it can only be the day
    ['30.10.23', '2023-10-29T16:00:00Z (day)'],
    ['3.4.2023', '2023-04-02T16:00:00Z (day)'],
    ['Mo, 30.10.2023, 19:19 Uhr', '2023-10-30T11:19:00Z'],
    ['30.10.2023 um 19:19', '2023-10-30T11:19:00Z'],
    ['30.10.2023 19:19:05 +0100', '2023-10-30T18:19:05Z'],
    ['Mon, 03/30/2020 - 19:19', '2020-03-30T11:19:00Z'],
    ['Fri, 04/03/2020 - 09:05', '2020-04-03T01:05:00Z'],
    ['Wed, 04/03/2020 - 09:05', '2020-03-04T01:05:00Z'],
    ['lun, 04/03/2020 - 09:05', '2020-03-04T01:05:00Z'],
    ['03/30/2020 7:19 PM', '2020-03-30T11:19:00Z'],
    ['30/03/2020', '2020-03-29T16:00:00Z (day)'],
    ['30-03-2020', '2020-03-29T16:00:00Z (day)'],
    ['04/04/2020', '2020-04-03T16:00:00Z (day)'],
    // Seconds and milliseconds since 1970
    ['1650000000', '2022-04-15T05:20:00Z'],
    [1650000000, '2022-04-15T05:20:00Z'],
    ['1650000000.25', '2022-04-15T05:20:00.250Z'],
    [1650000000123, '2022-04-15T05:20:00.123Z'],
    ['1650000000123', '2022-04-15T05:20:00.123Z'],
    // Zones by name
    ['2022-04-11 22:23:22 CST', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22 Asia/Shanghai', '2022-04-11T14:23:22Z'],
    ['2022-07-11 22:23:22 America/New_York', '2022-07-12T02:23:22Z'],
    ['2022-04-11 22:23:22 UTC+8', '2022-04-11T14:23:22Z'],
    ['2022-04-11 22:23:22 GMT +08:00', '2022-04-11T14:23:22Z'],
    // Old, but dates
    ['1965-05-05', '1965-05-04T16:00:00Z (day)'],
    ['1969-12-29T23:59:59Z', '1969-12-29T23:59:59Z'],
    ['1971-01-01', '1970-12-31T16:00:00Z (day)'],
    ['1971-01-01 00:00 +14:00', '1970-12-31T10:00:00Z'],
    ['1900-01-02T00:00:00Z', '1900-01-02T00:00:00Z'],
  ];
  test.each(cases)('%s', (written, read) => {
    expect(shown(readDate(written, shanghai))).toBe(read);
  });
});

describe('What is no date is none, and never the current time', () => {
  const cases: readonly unknown[] = [
    ...['', ' ', '+0800', 'Invalid Date', 'Invalid date', 'yesterday', '昨天', 'NaN', 'null', 'now', 'today', '-'],
    ...['03/04/2020', '03-04-2020', 'Mon, 04/03/2020', '30/03/20', '30.13.2023', '31.11.23', '1.2.3', '30.10.2023.1'],
    ...['2017-02-10 00:10::00', '2017-02-10 00:10:', '2017-02-10 00:10:00:00', '2017-02-10 00:10 00'],
    ...[
      '2022-02-30',
      '2022-02-30 10:00',
      '2023-02-29',
      '2022-04-31',
      '2022-13-01',
      '2022-00-10',
      '2022-01-00',
      '2022-1-32',
    ],
    ...['2022-01-01 25:00', '2022-01-01 24:01', '2022-01-01 12:60', '2022-01-01 12:00:61', '2022-01-01 13:00 AM'],
    '2022年1月1日 晚上12:00',
    ...['30 Feb 2022 10:00:00 GMT', '15 Foo 2022 10:00:00 GMT', 'Foo 15 2022'],
    ...['0800-01-01', '0001-01-01T00:00:00Z', '1899-12-31', '2101-01-01', '9999-12-31', '0000-00-00 00:00:00'],
    ...[
      '0',
      0,
      '1',
      12345,
      '1970-01-01',
      '1970-01-01 08:00:00 +0800',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      '1969-12-31 19:00 EST',
      // Seconds that a program took for milliseconds.
      'Tue, 20 Jan 1970 00:00:00 GMT',
      '1970-01-20T15:41:13Z',
      '1970-12-30',
    ],
    ...['2022', 2022, '2022-04', '2022年4月', '2022-W15-1', '2022-101', '04/11/2022', '11/04/2022', '22-04-11'],
    ...[
      '2022-04-11 22:23:22 XYZ',
      '2022-04-11 22:23:22 Mars/Olympus',
      '2022-04-11 22:23:22 +9900',
      '2022-04-11 22:23 +0860',
    ],
    ...['2022-04-11 and more', '2022-04-11 22:23:22 2022 +0800', '165000000', '16500000001', '99999999999999'],
    ...[`2022-04-11${' '.repeat(300)}`, Number.NaN, Number.POSITIVE_INFINITY, -1650000000, 1.65e20],
    ...[undefined, null, true, ['2022-04-11'], { date: '2022-04-11' }, new Date(0), 1650000000n, Symbol.iterator],
  ];
  test.each(cases.map(value => [value]))('%s', value => {
    expect(readDate(value, shanghai)).toBeUndefined();
  });
});

describe("A date without a zone is in the source's", () => {
  const cases: readonly [written: string, zone: string, read: string][] = [
    ['2022-07-01 12:00', 'America/New_York', '2022-07-01T16:00:00Z'],
    ['2022-01-01 12:00', 'America/New_York', '2022-01-01T17:00:00Z'],
    ['2022-07-01', 'Europe/London', '2022-06-30T23:00:00Z (day)'],
    ['2022-07-01 12:00', 'UTC', '2022-07-01T12:00:00Z'],
    ['1988-07-01 12:00', 'Asia/Shanghai', '1988-07-01T03:00:00Z'],
    // An hour that clocks skipped or showed twice: RFC 5545 3.3.5 reads it by the offset before the change.
    ['2022-03-13 02:30', 'America/New_York', '2022-03-13T07:30:00Z'],
    ['2022-11-06 01:30', 'America/New_York', '2022-11-06T05:30:00Z'],
  ];
  test.each(cases)('%s in %s', (written, zone, read) => {
    expect(shown(readDate(written, zone))).toBe(read);
  });
});

describe('What programs write is read as the instant they meant', () => {
  const instant = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2100, 0) }).map(time => time - (time % 1000));
  const local = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 19);
  const writers: readonly [string, (time: number) => string][] = [
    ['toISOString', time => new Date(time).toISOString()],
    ['toUTCString', time => new Date(time).toUTCString()],
    ['toString', time => new Date(time).toString()],
    ['Jekyll', time => `${local(time).replace('T', ' ')} +0800`],
    ['Go', time => `${local(time).replace('T', ' ')} +0800 CST`],
    ['a Chinese locale', time => new Date(time).toLocaleString('zh-CN', { timeZone: 'Asia/Hong_Kong' })],
    ['a Taiwanese locale', time => new Date(time).toLocaleString('zh-TW', { timeZone: 'Asia/Hong_Kong' })],
    [
      'a long Chinese locale',
      time =>
        new Date(time).toLocaleString('zh-CN', { timeZone: 'Asia/Hong_Kong', dateStyle: 'full', timeStyle: 'medium' }),
    ],
    [
      'an English locale',
      time =>
        new Date(time).toLocaleString('en-US', { timeZone: 'Asia/Hong_Kong', dateStyle: 'long', timeStyle: 'medium' }),
    ],
    ['Temporal', time => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO('Europe/Paris').toString()],
  ];
  test.each(writers)('%s', (_, write) => {
    // Hong Kong has had no summer time since 1979 and is +08:00.
    const since1980 = instant.filter(time => time > Date.UTC(1980, 0));
    fc.assert(
      fc.property(since1980, time => {
        expect(readDate(write(time), '+08:00')).toEqual({ instant: time, timed: true });
      }),
    );
  });

  test('any text is a date between 1900 and 2100 or none', () => {
    const piece = fc.constantFrom(
      '2022',
      '4',
      '11',
      '-',
      '/',
      ':',
      '.',
      ' ',
      'T',
      'Z',
      '+08:00',
      '年',
      '月',
      '日',
      '上午',
      'PM',
      'Apr',
      'GMT',
      '[',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(pieces => pieces.join('')),
        ),
        text => {
          const read = readDate(text, shanghai);
          expect(
            read === undefined || (read.instant > Date.UTC(1899, 11, 30) && read.instant < Date.UTC(2101, 0, 3)),
          ).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('A name of a file or an id gives away the date', () => {
  const cases: readonly [name: string, read: string][] = [
    ['2022-03-30-NW202203302328599218.md', '2022-03-29T16:00:00Z (day)'],
    ['2022-03-30-title-of-2021-01-01.md', '2022-03-29T16:00:00Z (day)'],
    ['_posts/2022-4-1-title.md', '2022-03-31T16:00:00Z (day)'],
    ['20220416', '2022-04-15T16:00:00Z (day)'],
    ['news/20250305.md', '2025-03-04T16:00:00Z (day)'],
    ['NW202203302328599218', '2022-03-29T16:00:00Z (day)'],
    ['202205262391921712', '2022-05-25T16:00:00Z (day)'],
    ['202204112338984892', '2022-04-10T16:00:00Z (day)'],
    ['2022/04/16/title.md', '2022-04-15T16:00:00Z (day)'],
    ['2022/0416/c1001-32400000.html', '2022-04-15T16:00:00Z (day)'],
    ['2022年4月16日 早报.md', '2022-04-15T16:00:00Z (day)'],
    ['daily_2022_04_16.md', '2022-04-15T16:00:00Z (day)'],
    ['2021-01-01/2022-04-16-title.md', '2022-04-15T16:00:00Z (day)'],
    ['202204161230', '2022-04-16T04:30:00Z'],
    ['20220416123059', '2022-04-16T04:30:59Z'],
    ['20220416123059123', '2022-04-16T04:30:59.123Z'],
    ['20220416993059', '2022-04-15T16:00:00Z (day)'],
    ['2022-04-16-001_b9d15ce63dd39017.md', '2022-04-15T16:00:00Z (day)'],
    // No dates
    ['title.md', '-'],
    ['2022.md', '-'],
    ['2022-13-45-title.md', '-'],
    ['20221399', '-'],
    ['1650000000', '-'],
    ['12345678901234567890', '-'],
    ['920220416', '-'],
    ['18991231', '-'],
    ['21110101', '-'],
    ['a1b20220416c3d4e5f6', '-'],
    ['12022-04-16', '-'],
    ['', '-'],
  ];
  test.each(cases)('%s', (name, read) => {
    expect(shown(dateInName(name, shanghai))).toBe(read);
  });

  test('whatever the name is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('2', '0', '1', '9', '-', '/', 'a', '年'), maxLength: 60 }),
        name => {
          const read = dateInName(name, shanghai);
          expect(read === undefined || read.instant > Date.UTC(1899, 11, 30)).toBe(true);
        },
      ),
    );
  });
});

test.each(['date_published', 'published_at', 'created_at', 'updated_at'])('a date may be called %s', key => {
  const draft = draftOf('x', { date: '', [key]: '2024-01-02T03:04:05Z' });
  expect(new Date(draft.written).toISOString()).toBe('2024-01-02T03:04:05.000Z');
});
