#!/usr/bin/env node
// Plain JavaScript, as are writing-thread.mjs and reading-thread.mjs: to take types out of its first file, Node loads a compiler
// of 15 MB. All others come from the compile cache, which must be on before anything else is loaded.
import * as modules from 'node:module';

// An older one would tell of what it lacks as a syntax error somewhere in between.
if (Number.parseInt(process.versions.node, 10) < 26) {
  console.error(
    `Huiliu runs on Node.js 26, which npm ci installs beside it; this is ${process.versions.node}. Start it with npm start, or npm run huiliu -- <command>.`,
  );
  process.exit(2);
}

const [command = ''] = process.argv.slice(2);
const { MALLOC_ARENA_MAX } = process.env;

// The C library of most Linux systems keeps memory for each thread apart and gives little of it back: with one arena for all, a server
// under load takes a sixth less and does not grow (docs/performance.md). It reads the setting before anything else runs, so it
// begins once more, as the same process. Where that is impossible, it goes on as it is.
if (process.platform === 'linux' && command === 'serve' && MALLOC_ARENA_MAX === undefined) {
  const { execPath, execArgv, argv, env } = process;
  try {
    process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: '1' });
  } catch (error) {
    process.emitWarning(
      `Start Huiliu with MALLOC_ARENA_MAX=1 to save memory: it could not do so by itself (${error}).`,
    );
  }
}

modules.enableCompileCache();
const { run } = await import('./cli.ts');
process.exitCode = await run(process.argv.slice(2), process.env);
