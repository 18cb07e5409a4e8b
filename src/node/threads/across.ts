/** Errors between threads: a class does not survive the way, so what one side throws is told and thrown again on the other. */
import { Refusal } from '../../model/refusal.ts';
import { UsageError } from '../usage-error.ts';

/** What a call came to, as plain data. */
export type CallOutcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'usage' | Refusal['kind'] | 'failure'; readonly message: string; readonly cause: unknown };

/** Tells what a piece of work came to; never rejects. */
export async function told<T>(work: Promise<T>): Promise<CallOutcome<T>> {
  try {
    return { kind: 'ok', value: await work };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UsageError) return { kind: 'usage', message, cause: undefined };
    return { kind: error instanceof Refusal ? error.kind : 'failure', message, cause: error };
  }
}

/** The value of a call that was told, or what it threw. */
export async function heard<T>(telling: Promise<CallOutcome<T>>): Promise<T> {
  const outcome = await telling;
  switch (outcome.kind) {
    case 'ok':
      return outcome.value;
    case 'usage':
      throw new UsageError(outcome.message);
    case 'conflict':
    case 'overtaken':
    case 'too-large':
      throw new Refusal(outcome.kind, outcome.message, { cause: outcome.cause });
    case 'failure':
      throw outcome.cause;
  }
}
