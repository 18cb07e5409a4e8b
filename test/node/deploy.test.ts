import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ownFolder } from './own-folder.ts';

const root = join(import.meta.dirname, '../..');

/** What the account is like: the answers of a wrangler that stands in for the real one, which would need the network. */
type Account = {
  readonly loggedIn: boolean;
  readonly database: boolean;
  readonly token: boolean;
  readonly deploys: boolean;
  /** What wrangler notes of the deployment. */
  readonly note: string;
};
const note = '{"type":"deploy","version":1,"targets":["https://huiliu.me.workers.dev","schedule: * * * * *"]}';
const ready: Account = { loggedIn: true, database: true, token: true, deploys: true, note };

/** Runs the script with a `wrangler` first on the PATH that notes how it was called. */
async function deploy(account: Account, ...args: readonly string[]) {
  const folder = ownFolder();
  const calls = join(folder, 'calls');
  writeFileSync(
    join(folder, 'wrangler'),
    `#!/bin/sh
echo "$*" >> '${calls}'
case "$1 $2" in
'whoami --json') echo '{"loggedIn":${account.loggedIn}}'; exit ${account.loggedIn ? 0 : 1};;
'd1 info') ${account.database ? "echo '{}'" : "echo \"Couldn't find a D1 DB named 'huiliu' (bound as 'DB') in the API.\" >&2; exit 1"};;
'd1 migrations') [ "$CI" = 1 ] || exit 1;;
'secret list') echo '[${account.token ? '{"name":"HUILIU_TOKEN","type":"secret_text"}' : ''}]';;
'deploy ') ${account.deploys ? '' : 'exit 1'}
  echo '{"type":"wrangler-session","version":1}' > "$WRANGLER_OUTPUT_FILE_PATH"
  echo '${account.note}' >> "$WRANGLER_OUTPUT_FILE_PATH";;
esac
`,
  );
  chmodSync(join(folder, 'wrangler'), 0o755);
  const child = spawn(process.execPath, [join(root, 'src/node/edge/deploy.ts'), ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk;
    });
  const status = await new Promise(resolve => child.once('close', resolve));
  return { status, said, calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [] };
}

test('without a login nothing is deployed, and it says how to log in', async () => {
  const { status, said, calls } = await deploy({ ...ready, loggedIn: false });
  expect(status).toBe(2);
  expect(said).toMatch(/^You are not logged in to Cloudflare\. Run "npx wrangler login"/);
  expect(calls).toEqual(['whoami --json']);
});

test('the first time the deploy makes the database, then its tables follow; the next commands are printed', async () => {
  const { status, said, calls } = await deploy({ ...ready, database: false, token: false });
  expect(status).toBe(0);
  expect(calls).toEqual([
    'whoami --json',
    'd1 info DB --json',
    'deploy',
    'd1 migrations apply DB --remote',
    'secret list',
  ]);
  expect(said).toContain('Deployed: https://huiliu.me.workers.dev/');
  expect(said).toContain('set baseUrl: https://huiliu.me.workers.dev in config/site.yaml');
  expect(said).toContain('set authority in config/site.yaml');
  expect(said).toContain('npx wrangler secret put HUILIU_TOKEN');
  expect(said).toContain('npm run huiliu -- push --to https://huiliu.me.workers.dev');
});

test('again, tables are changed before the Worker that needs them, and what is done is not asked for', async () => {
  const { status, said, calls } = await deploy(ready);
  expect(status).toBe(0);
  expect(calls.slice(2)).toEqual(['d1 migrations apply DB --remote', 'deploy', 'secret list']);
  expect(said).not.toContain('secret put');
  expect(said).not.toContain('set authority');
});

test('a deploy that fails is said to have failed', async () => {
  const { status, said } = await deploy({ ...ready, deploys: false });
  expect(status).toBe(2);
  expect(said).toContain('Nothing was deployed');
  expect(said).not.toContain('Next:');
});

test('a deploy that was called off at a question of wrangler is none, and no table is made', async () => {
  const calledOff = '{"type":"deploy","version":1,"version_id":null}';
  const { status, said, calls } = await deploy({ ...ready, database: false, note: calledOff });
  expect(status).toBe(2);
  expect(said).toContain('ended without a deployment');
  expect(said).not.toContain('Next:');
  expect(calls.at(-1)).toBe('deploy');
});

test('the address printed may be a custom domain', async () => {
  const { said } = await deploy({
    ...ready,
    note: '{"type":"deploy","targets":["feeds.example.org (custom domain)"]}',
  });
  expect(said).toContain('Deployed: https://feeds.example.org/');
});

test('a dry run needs no login', async () => {
  const { status, calls } = await deploy({ ...ready, loggedIn: false }, '--dry-run');
  expect(status).toBe(0);
  expect(calls).toEqual(['deploy --dry-run']);
});

test('a dry run is one also where npm took the option for its own', async () => {
  vi.stubEnv('npm_config_dry_run', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await deploy(ready)).calls).toEqual(['deploy --dry-run']);
});

test.each([
  ['help', ['--help'], 0, /^Usage: npm run deploy -- \[options\]\n/],
  ['no such option', ['--fly'], 2, /^There is no option --fly\. There are --base-url, --dry-run, --help\.$/m],
  ['a word too many', ['now'], 2, /^"now" is one word too many/],
])('%s: nothing is called', async (_name, args, status, says) => {
  const deployed = await deploy(ready, ...args);
  expect(deployed).toEqual({ status, said: expect.stringMatching(says), calls: [] });
});

test('the container and the unit start what npm start starts', () => {
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const file = /"start": "node (\S+) serve"/.exec(read('package.json'))?.[1] ?? 'nothing';
  expect(existsSync(join(root, file))).toBe(true);
  expect(read('Containerfile')).toContain(`ENTRYPOINT ["node", "${file}"]`);
  expect(read('deploy/huiliu.service')).toContain(`/node ${file} serve`);
});
