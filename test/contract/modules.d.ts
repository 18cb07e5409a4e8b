// Modules that only vitest and workerd know. The bindings are those of vitest.config.ts.

/** The platform that a test runs on. */
declare module '#platform' {
  export type TestPlatform = import('./platform.ts').TestPlatform;
  export function openPlatform(): Promise<TestPlatform>;
}

declare module 'cloudflare:workers' {
  type Database = import('../../src/worker/d1.ts').D1Database;
  export const env: {
    readonly DB: Database;
    readonly DB_2: Database;
    readonly DB_3: Database;
    readonly DB_4: Database;
    readonly MIGRATIONS: readonly unknown[];
  };
}

declare module 'cloudflare:test' {
  export function applyD1Migrations(
    database: import('../../src/worker/d1.ts').D1Database,
    migrations: readonly unknown[],
  ): Promise<void>;
}

declare module '*?raw' {
  const text: string;
  export default text;
}
