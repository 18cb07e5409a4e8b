/** Minutes east of Greenwich, or an IANA name. */
export type Zone = number | string;

/**
 * Reads a zone: an offset (`+0800`, `UTC+8`), a name (`GMT`, `Asia/Shanghai`), or both, of which the offset counts.
 * Absent for a name that nobody knows: no date is better than one that is wrong by hours.
 */
export function zoneOf(text: string): Zone | undefined {
  const [, sign, hours = '', minutes = '0'] =
    /^(?:z|utc|gmt|ut)? ?([+-])(\d{1,2})(?::?(\d{2}))?(?: ?\[?[a-z][\w/+-]*\]?)?(?: m=\S*)?$/i.exec(text) ?? [];
  if (sign !== undefined) {
    const offset = Number(hours) * 60 + Number(minutes);
    return offset > 15 * 60 || Number(minutes) > 59 ? undefined : sign === '-' ? -offset : offset;
  }
  const [, iana] = /^\[?([a-z_]+(?:\/[a-z\d_+-]+)+)\]?$/i.exec(text) ?? [];
  return iana ?? namedZones.get(text.toLowerCase());
}

/** The instant at which clocks in a zone show `local` (given as if it were UTC); absent when there is no such zone. */
export function instantIn(local: number, zone: Zone): number | undefined {
  if (typeof zone === 'number') return local - zone * 60_000;
  try {
    return Temporal.Instant.fromEpochMilliseconds(local)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toZonedDateTime(zone).epochMilliseconds;
  } catch {
    // RangeError: the author wrote something like a zone that is none.
    return undefined;
  }
}

/** Minutes east of Greenwich. RFC 5322 4.3 names the American ones; CST is China's here, where the sources are. */
const namedZones: ReadonlyMap<string, number> = new Map([
  ...['z', 'utc', 'gmt', 'ut', 'wet'].map(name => [name, 0] as const),
  ...['cst', 'bjt', 'hkt', 'sgt', 'awst', '北京时间', '北京時間', 'beijing time', 'china standard time'].map(
    name => [name, 480] as const,
  ),
  ...['jst', 'kst'].map(name => [name, 540] as const),
  ['ast', -240],
  ['adt', -180],
  ['akst', -540],
  ['akdt', -480],
  ['hst', -600],
  ['est', -300],
  ['edt', -240],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['bst', 60],
  ['cet', 60],
  ['cest', 120],
  ['mez', 60],
  ['mesz', 120],
  ['sast', 120],
  ['eet', 120],
  ['eest', 180],
  ['msk', 180],
  ['aest', 600],
  ['aedt', 660],
  ['nzst', 720],
  ['nzdt', 780],
]);
