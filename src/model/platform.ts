/** SHA-256 of bytes, or of text as UTF-8, in lower-case hexadecimal: what a platform hands to the rooms. */
export type Digest = (data: Uint8Array<ArrayBuffer> | string) => Promise<string>;
