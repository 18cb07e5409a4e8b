import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { UsageError } from './usage-error.ts';

let logger: Logger | undefined;

/** Loaded when the first thing goes wrong, and at once then: a process that ends because of it must have said so. */
function open(): Logger {
  const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
  // Where in the code the mistake of whoever runs Huiliu was found is nothing to them.
  const err = (error: Error) =>
    error instanceof UsageError ? { type: 'UsageError', message: error.message } : pino.stdSerializers.err(error);
  const base = { base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err } };
  const destination = pino.destination({ dest: 2, sync: true });
  // What cannot be said ends nobody.
  destination.on('error', () => {});
  return pino(base, destination);
}

/** What went wrong, as JSON lines on standard error; what went right is for the terminal. */
export const log = {
  /** Without a cause: that it is over. */
  failure(message: string, cause: unknown): undefined {
    logger ??= open();
    const err = cause === undefined || cause instanceof Error ? cause : new Error(String(cause));
    logger.error({ err }, message);
  },
};
