import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watch } from '../../src/node/files/watch.ts';
import { until } from './cli.ts';
import { ownFolder } from './own-folder.ts';

/** A watched folder of a test's own, and what is told of it. */
function watched() {
  const dir = ownFolder();
  const told = new Set<string>();
  let missed = 0;
  const errors: unknown[] = [];
  const { close } = watch(dir, {
    onChange: paths => {
      for (const path of paths) told.add(path);
    },
    onMissed: () => {
      missed += 1;
    },
    onError: error => void errors.push(error),
  });
  onTestFinished(close);
  const hears = (path: string) =>
    until(
      () => (told.has(path) ? true : undefined),
      () => [...told].join(' '),
    );
  return { dir, told, hears, missed: () => missed, errors };
}

test('a file that comes later into folders that were made at once is told', async () => {
  const { dir, hears, errors } = watched();
  mkdirSync(join(dir, 'a/b/c/d'), { recursive: true });
  await hears('a');
  writeFileSync(join(dir, 'a/b/c/d/late.md'), 'late');
  await hears('a/b/c/d/late.md');
  expect(errors).toEqual([]);
});

test('what changes below a folder that was moved is told under its new path alone', async () => {
  const { dir, told, hears, errors } = watched();
  mkdirSync(join(dir, 'old/inner'), { recursive: true });
  await hears('old');
  renameSync(join(dir, 'old'), join(dir, 'new'));
  await hears('new');
  writeFileSync(join(dir, 'new/inner/late.md'), 'late');
  await hears('new/inner/late.md');
  expect([...told].filter(path => path.endsWith('late.md'))).toEqual(['new/inner/late.md']);
  expect(errors).toEqual([]);
});

test('another folder in the place of one that was deleted is watched', async () => {
  const { dir, told, hears } = watched();
  mkdirSync(join(dir, 'folder/inner'), { recursive: true });
  await hears('folder');
  told.clear();
  rmSync(join(dir, 'folder'), { recursive: true });
  mkdirSync(join(dir, 'folder/inner'), { recursive: true });
  await hears('folder');
  writeFileSync(join(dir, 'folder/inner/late.md'), 'late');
  await hears('folder/inner/late.md');
});

test('a file that is written in pieces is told when no more comes, and then no more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { dir, told } = watched();
  const heardOf = async (files: number) => {
    while (vi.getTimerCount() < files) await turn();
  };
  const pass = async (milliseconds: number) => {
    vi.advanceTimersByTime(milliseconds);
    await turn();
    await turn();
  };
  writeFileSync(join(dir, 'a.md'), 'half');
  await heardOf(1);
  await pass(20);
  appendFileSync(join(dir, 'a.md'), 'whole');
  // What happened first is heard of first.
  writeFileSync(join(dir, 'b.md'), 'other');
  await heardOf(2);
  await pass(20);
  expect([...told]).toEqual([]);
  await pass(30);
  expect([...told]).toContain('a.md');
  told.clear();
  writeFileSync(join(dir, 'c.md'), 'later');
  while (!told.has('c.md')) await pass(30);
  expect([...told]).not.toContain('a.md');
});

test('hidden folders are not watched', async () => {
  const { dir, told, hears } = watched();
  mkdirSync(join(dir, '.git/objects'), { recursive: true });
  await hears('.git');
  mkdirSync(join(dir, 'posts/.cache'), { recursive: true });
  await hears('posts');
  writeFileSync(join(dir, '.git/objects/one'), 'one');
  writeFileSync(join(dir, 'posts/.cache/one'), 'one');
  writeFileSync(join(dir, 'after.md'), 'after');
  await hears('after.md');
  expect([...told]).toEqual(['.git', 'posts', 'after.md']);
});

test('after more events than the system keeps, the whole folder must be looked at', async () => {
  const { dir, hears, missed } = watched();
  const files = ['a.md', 'b.md'].map(name => join(dir, name));
  for (const file of files) writeFileSync(file, 'text');
  await hears('b.md');
  expect(missed()).toBe(0);
  // The system joins equal events that follow each other.
  for (let second = 1; second <= 10_000; second += 1) for (const file of files) utimesSync(file, second, second);
  await until(() => (missed() === 1 ? true : undefined));
  writeFileSync(join(dir, 'c.md'), 'text');
  await hears('c.md');
  expect(missed()).toBe(1);
});
