/** `3`, `3,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en');
}

/** `1 mistake`, `3 mistakes`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1 entry`, `3 entries`. */
export function entries(number: number): string {
  return `${grouped(number)} ${number === 1 ? 'entry' : 'entries'}`;
}
