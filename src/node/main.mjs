#!/usr/bin/env node
// Plain JavaScript, as are writing-thread.mjs and reading-thread.mjs: to take types out of its first file, Node loads a compiler
// of 15 MB. All others come from the compile cache, which must be on before anything else is loaded.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { run } = await import('./cli.ts');
process.exitCode = await run(process.argv.slice(2), process.env);
