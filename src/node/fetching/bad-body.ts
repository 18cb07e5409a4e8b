/** Why a body cannot be used: the end of a sentence that begins with what it is. */
export class BadBody extends Error {}
