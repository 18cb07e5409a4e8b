/** A mistake of whoever started Huiliu: shown as it is, without a stack; the exit status is 2. */
export class UsageError extends Error {}
