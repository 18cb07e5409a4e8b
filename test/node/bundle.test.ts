import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ownFolder } from './own-folder.ts';

const root = join(import.meta.dirname, '../..');

test('the Worker’s bundle is small, and holds nothing of the half that reads files and no module of Node', () => {
  const out = ownFolder();
  const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
  execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', out], { cwd: root, env, stdio: 'pipe' });
  const bundle = readFileSync(join(out, 'index.js'));
  const kilobytes = gzipSync(bundle).length / 1000;
  console.log(`Worker bundle: ${kilobytes.toFixed(0)} kB gzip`);
  expect(kilobytes).toBeLessThan(200);
  expect(bundle.toString()).not.toMatch(/cheerio|htmlparser2|gray-matter|markdown-it|node-cron|["']node:/);
});
