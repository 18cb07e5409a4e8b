/**
 * Whether a text is a cron expression: five fields or six (seconds first), each a list of `*`, numbers, names and ranges,
 * with a step behind `*` and ranges. What can run it is not everywhere that the configuration is read.
 */
export function isCron(text: string): boolean {
  const given = text.trim().split(/\s+/);
  const expected = fields.slice(fields.length - given.length);
  if (given.length !== 5 && given.length !== 6) return false;
  return given.every((field, at) => isField(field, expected[at])) && happens(given.at(-3), given.at(-2));
}

/** Days of the months, in a leap year. */
const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether one of the days is in one of the months: there is no 31st of September. */
function happens(days = '*', months = '*'): boolean {
  const longest = Math.max(...valuesOf(months, monthField).map(month => lengths[month - 1] ?? 31));
  return valuesOf(days, dayField).some(day => day <= longest);
}

/** The numbers that a field of the right form means; a range that ends before it begins goes round. */
function valuesOf(text: string, { from, to, names = [] }: Field): readonly number[] {
  const numberOf = (value: string) => (/^\d/.test(value) ? Number(value) : from + names.indexOf(value.toLowerCase()));
  return text.split(',').flatMap(part => {
    const [range = '*', step = '1'] = part.split('/');
    const [first = '', last = first] = range === '*' ? [String(from), String(to)] : range.split('-');
    const [start, end] = [numberOf(first), numberOf(last)];
    const length = end >= start ? end - start : end - start + (to - from + 1);
    const steps = Math.floor(length / Number(step)) + 1;
    return Array.from({ length: steps }, (_, at) => from + ((start - from + at * Number(step)) % (to - from + 1)));
  });
}

type Field = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const dayField: Field = { from: 1, to: 31 };
const monthField: Field = { from: 1, to: 12, names: months };

const fields: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  dayField,
  monthField,
  // Sunday is 0 and 7.
  { from: 0, to: 7, names: weekdays },
];

function isField(text: string, field: Field | undefined): boolean {
  return field !== undefined && text.split(',').every(part => isPart(part, field));
}

function isPart(text: string, field: Field): boolean {
  const [, all, first, last, step] = /^(?:(\*)|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d{1,2}))?$/i.exec(text) ?? [];
  if (all === undefined && (first === undefined || !isValue(first, field))) return false;
  if (last !== undefined && !isValue(last, field)) return false;
  if (step === undefined) return true;
  return (all ?? last) !== undefined && Number(step) >= 1 && Number(step) <= field.to;
}

function isValue(text: string, { from, to, names = [] }: Field): boolean {
  if (!/^\d{1,2}$/.test(text)) return names.includes(text.toLowerCase());
  return Number(text) >= from && Number(text) <= to;
}
