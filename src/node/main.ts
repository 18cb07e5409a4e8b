#!/usr/bin/env node
// The compile cache must be on before anything else is loaded: it gives back what stripping types costs.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { run } = await import('./cli.ts');
process.exitCode = await run(process.argv.slice(2), process.env);
