import { readFileSync } from 'node:fs';

/** The version of this Huiliu, as package.json has it. */
export function release(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

/** How Huiliu introduces itself to servers (RFC 9110 10.1.5): with the address of the site that asks, where it has one. */
export function userAgent(baseUrl: string | undefined): string {
  return `Huiliu/${release()}${baseUrl === undefined ? '' : ` (+${baseUrl}/)`}`;
}
