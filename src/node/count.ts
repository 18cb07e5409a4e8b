/** `1 mistake`, `3 mistakes`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1 entry`, `3 entries`. */
export function entries(number: number): string {
  return `${number.toLocaleString('en')} ${number === 1 ? 'entry' : 'entries'}`;
}
