import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

/** What runs on both platforms; test/worker only in workerd, everything else only on Node. */
const onBoth = ['test/contract/**/*.test.ts', 'test/runtime/**/*.test.ts'];

/** What differs between the platforms comes from one module. */
const platform = (name: 'node' | 'workerd') => ({
  alias: { '#platform': `${here}/test/contract/platform.${name}.ts` },
});

export default defineConfig({
  test: {
    projects: [
      {
        resolve: platform('node'),
        test: { name: 'node', testTimeout: 60_000, include: ['test/**/*.test.ts'], exclude: ['test/worker/**'] },
      },
      {
        resolve: platform('workerd'),
        plugins: [
          cloudflareTest(async () => ({
            main: './test/contract/worker.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // Databases for tests that open several stores at once; each is emptied before it is used.
              d1Databases: ['DB', 'DB_2', 'DB_3', 'DB_4'],
              bindings: { MIGRATIONS: await readD1Migrations(`${here}/src/store/migrations`) },
            },
          })),
        ],
        test: { name: 'workerd', testTimeout: 60_000, include: [...onBoth, 'test/worker/**/*.test.ts'] },
      },
    ],
  },
});
