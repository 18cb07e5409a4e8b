import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/model/config.ts';
import { renderingDigest } from '../../src/node/serving/rendering.ts';

const base = 'https://feeds.example.org';

function configOf(titles: readonly string[]): Config {
  const result = readConfig({
    site: 'title: T',
    sources: JSON.stringify(Object.fromEntries(titles.map((title, at) => [`s${at}`, { title }]))),
  });
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result.mistakes));
  return result.config;
}

describe('The digest of what feeds are rendered with', () => {
  test('is made of thousands of sources as of one, and not of every two of them', async () => {
    const config = configOf(Array.from({ length: 2000 }, (_, at) => `Source ${at}`));
    expect(await renderingDigest(config, base)).toMatch(/^[\da-f]{64}$/);
  });

  test.each([0, 1, 2])('changes with the title of each source (%i)', async at => {
    const titles = ['One', 'Two', 'Three'];
    const renamed = titles.map((title, other) => (other === at ? `${title} again` : title));
    expect(await renderingDigest(configOf(renamed), base)).not.toBe(await renderingDigest(configOf(titles), base));
  });

  test('changes with the language of a source, which its feed says though no entry does', async () => {
    const { sources, ...rest } = configOf(['One']);
    const inEnglish = { ...rest, sources: sources.map(source => ({ ...source, language: 'en' })) };
    expect(await renderingDigest(inEnglish, base)).not.toBe(await renderingDigest(configOf(['One']), base));
  });

  test('is the same for the same configuration', async () => {
    expect(await renderingDigest(configOf(['One']), base)).toBe(await renderingDigest(configOf(['One']), base));
  });
});
