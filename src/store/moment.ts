/** The revision that a transaction makes, as SQL: its statements write it, and then raise the store's own row. */
export const next = '(SELECT revision + 1 FROM store)';

/** When it happens, as SQL: the clock given (?2), but at least a second after the last change. */
export const clock = '(SELECT max(?2, modified + 1000) FROM store)';
