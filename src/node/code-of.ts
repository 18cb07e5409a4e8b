/** The system's name of a failure: ENOENT, EACCES… */
export function codeOf(error: unknown): string | undefined {
  // No instanceof: what a script was stopped with is an Error of the script's own world.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
