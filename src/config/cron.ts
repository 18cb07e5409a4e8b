/**
 * Whether a text is a cron expression: five fields or six (seconds first), each a list of `*`, numbers, names and ranges,
 * with a step behind `*` and ranges. What can run it is not everywhere that the configuration is read.
 */
export function isCron(text: string): boolean {
  const given = text.trim().split(/\s+/);
  const expected = fields.slice(fields.length - given.length);
  return (given.length === 5 || given.length === 6) && given.every((field, at) => isField(field, expected[at]));
}

type Field = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: months },
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
