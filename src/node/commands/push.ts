import { openStore } from '../open.ts';
import { push } from '../push.ts';
import { type Arguments, count, settingsOf, UsageError } from '../settings.ts';

/** `huiliu push --to URL`: sends what the other side does not have yet. */
export async function run(args: Arguments): Promise<number> {
  const { to } = args.values;
  const token = process.env.HUILIU_TOKEN ?? '';
  if (typeof to !== 'string' || !URL.canParse(to) || !/^https?:/.test(to))
    throw new UsageError('Say where to: huiliu push --to https://… (or HUILIU_PUSH_TO).');
  if (token === '') throw new UsageError('The token is missing: set HUILIU_TOKEN to the secret of the other side.');
  const { store, close } = openStore(settingsOf(args).dataDir, { mustExist: true });
  try {
    const { sent, refused } = await push(store, { to, token }, done => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${count(done, 'change')} sent`);
    });
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    console.log(
      sent === 0 ? `${to} has everything already.` : `${count(sent - refused.length, 'change')} sent to ${to}.`,
    );
    for (const line of refused) console.error(`Not taken: ${line}`);
    return refused.length > 0 ? 1 : 0;
  } finally {
    close();
  }
}
