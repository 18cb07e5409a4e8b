import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const english = readFileSync(join(root, 'README.md'), 'utf8');
const chinese = readFileSync(join(root, 'README.zh-CN.md'), 'utf8');

/** The tables of a text: of each row the code in its first cell. */
function tablesOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => {
    const cells = table.split('\n').map(row => row.split('|')[1] ?? '');
    return cells.map(cell => [...cell.matchAll(/`[^`]+`/g)].join(' ')).filter(code => code !== '');
  });
}

/** What is to be typed. */
function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(/^(?:npm|npx) [^#\n]+/gm)].map(([command]) => command.trim());
}

test('the README in Chinese names the addresses, parameters and commands of the English one', () => {
  const ours = tablesOf(chinese);
  expect(ours.map(([first]) => first)).toEqual(['`/rss.xml` `/atom.xml` `/feed.json`', '`limit`', '`serve`']);
  const theirs = tablesOf(english);
  for (const table of ours) expect(theirs).toContainEqual(table);
});

test('the README in Chinese has no command that the English one has not', () => {
  expect(commandsOf(chinese)).toContain('npm ci && npm start');
  expect(commandsOf(english)).toEqual(expect.arrayContaining([...commandsOf(chinese)]));
});

test.each([
  ['README.md', english],
  ['README.zh-CN.md', chinese],
])('what %s links to is there', (_, text) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(path => !existsSync(join(root, path)))).toEqual([]);
});
