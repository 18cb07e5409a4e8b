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
const { execPath, execArgv, argv, env } = process;

// The C library of most Linux systems keeps memory for each thread apart and gives little of it back: with one arena for all, a server
// under load takes a sixth less and does not grow (docs/performance.md).
const surroundings = { MALLOC_ARENA_MAX: '1', ...env };

// What requests leave behind is collected whenever these megabytes are full. V8 begins with one, goes back to it when memory is given
// back (give-back.ts), and what 64 connections hold leaves half of it: collecting was a tenth of the cost of a 304.
const nursery = '--min-semi-space-size=4';

// Both are looked at before anything else runs, so it begins once more, as the same process. Where that is impossible, it goes on as it is.
if (process.platform === 'linux' && command === 'serve' && !execArgv.includes(nursery)) {
  try {
    process.execve?.(execPath, [execPath, nursery, ...execArgv, ...argv.slice(1)], surroundings);
  } catch (error) {
    process.emitWarning(
      `Start Huiliu with MALLOC_ARENA_MAX=1 and node ${nursery} to save memory and time: it could not do so by itself (${error}).`,
    );
  }
}

modules.enableCompileCache();
const { run } = await import('./cli.ts');
process.exitCode = await run(process.argv.slice(2), process.env);
