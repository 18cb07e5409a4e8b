/** A signal for work that may take so long, and no longer than until another signal. `end` when it is done: nothing waits on then. */
export function deadline(
  milliseconds: number,
  other: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly end: () => void } {
  // AbortSignal.timeout and AbortSignal.any cannot be ended: all that waits for them, such as a body, would stay until the time is up.
  const ending = new AbortController();
  const late = () => ending.abort(new DOMException(`Nothing came of it within ${milliseconds} ms.`, 'TimeoutError'));
  const stopped = () => ending.abort(other?.reason);
  const timer = setTimeout(late, milliseconds);
  other?.addEventListener('abort', stopped);
  if (other?.aborted === true) stopped();
  return {
    signal: ending.signal,
    end: () => {
      clearTimeout(timer);
      other?.removeEventListener('abort', stopped);
    },
  };
}
