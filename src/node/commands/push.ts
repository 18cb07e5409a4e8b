import { count } from '../count.ts';
import { openStore } from '../database/open.ts';
import { push, targetOf } from '../edge/push.ts';
import { refusalLines } from '../report.ts';
import { type Arguments, settingsOf } from '../settings.ts';

/** `huiliu push --to URL`: sends what the other side does not have yet. */
export async function run(args: Arguments): Promise<number> {
  const target = targetOf('to', args.values.to, process.env);
  const { to } = target;
  const { store, close } = openStore(settingsOf(args).dataDir, { mustExist: true });
  try {
    const { sent, refused } = await push(store, { ...target, all: args.values.all === true }, done => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${count(done, 'change')} sent`);
    });
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    console.log(
      sent === 0 ? `${to} has everything already.` : `${count(sent - refused.length, 'change')} sent to ${to}.`,
    );
    for (const line of refusalLines(refused)) console.error(`Not taken: ${line}`);
    return refused.length > 0 ? 1 : 0;
  } finally {
    close();
  }
}
