// What vitest's bundler makes of `import.meta.glob` with the options that tests use.
interface ImportMeta {
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Readonly<Record<string, string>>;
}
