import { parseEnv } from 'node:util';

/** The token in the text of `.dev.vars`, as wrangler reads it: quotes, comments, the last line that names it. Absent when it has none. */
export function tokenIn(text: string): string | undefined {
  const { HUILIU_TOKEN: token = '' } = parseEnv(text);
  return token === '' ? undefined : token;
}
