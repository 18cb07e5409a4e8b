/** nginx over the bytes of one address, as a static host has them: the file, and beside it what gzip made of it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The program, wherever the system keeps it; undefined when it is not installed. */
export function nginxProgram(): string | undefined {
  return ['nginx', '/usr/sbin/nginx'].find(name => spawnSync(name, ['-v']).status === 0);
}

/** Starts it below `folder`, one process, no log; the address of the file and the ETag that nginx gives it. */
export async function startNginx(
  program: string,
  folder: string,
  bytes: Readonly<Record<'identity' | 'gzip', Uint8Array>>,
): Promise<{ readonly child: ChildProcess; readonly address: string; readonly etag: string }> {
  const root = join(folder, 'nginx');
  mkdirSync(join(root, 'www'), { recursive: true });
  writeFileSync(join(root, 'www/feed.xml'), bytes.identity);
  writeFileSync(join(root, 'www/feed.xml.gz'), bytes.gzip);
  const port = await freePort();
  writeFileSync(join(root, 'nginx.conf'), configuration(root, port));
  const child = spawn(program, ['-c', join(root, 'nginx.conf'), '-p', root, '-e', join(root, 'error.log')], {
    stdio: 'inherit',
  });
  const address = `http://127.0.0.1:${port}/feed.xml`;
  for (let tries = 0; ; tries++) {
    const response = await fetch(address, { headers: { connection: 'close' } }).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return { child, address, etag: response.headers.get('etag') ?? '' };
    if (tries > 100) throw new Error(`nginx does not answer at ${address}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function configuration(root: string, port: number): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${join(root, 'nginx.pid')};
events { worker_connections 256; }
http {
  ${folders.map(name => `${name}_temp_path ${join(root, name)};`).join('\n  ')}
  access_log off;
  sendfile on;
  tcp_nopush on;
  gzip_static on;
  open_file_cache max=10;
  keepalive_requests 1000000;
  types { application/rss+xml xml; }
  server {
    listen 127.0.0.1:${port};
    root ${join(root, 'www')};
  }
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
