import { pino } from 'pino';

const logger = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: true }),
);

/** What went wrong, as JSON lines on standard error; what went right is for the terminal. */
export const log = {
  failure(message: string, cause: unknown) {
    logger.error({ err: cause instanceof Error ? cause : new Error(String(cause)) }, message);
  },
};
