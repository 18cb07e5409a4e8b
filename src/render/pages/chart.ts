import { html } from 'hono/html';
import type { Chart } from '../../model/page.ts';
import { type Words, wordsFor } from '../words.ts';
import type { Markup } from './layout.ts';

/** Units of the picture, which is stretched to its place. */
const height = 100;
const step = 10;
const bar = 8;

/** Colours of the style sheet; more sources begin again. */
const colours = 6;

/** Sources that a chart tells apart: of more, those with the most articles. */
const mostSources = 24;

/** A section on articles per day and source, as bars upon each other; what it shows is said in words too. */
export function chart(language: string, whole: Chart): Markup {
  const words = wordsFor(language);
  const { days, sources, counts } = withOthers(whole, words);
  const countOf = new Map(counts.map(({ source, period, count }) => [`${period} ${source}`, count]));
  const bars = days.map((day, period) => {
    const parts = sources.map(({ id, title }) => ({ title, count: countOf.get(`${period} ${id}`) ?? 0 }));
    return { day, parts, total: sum(parts) };
  });
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const totals = sources.map(({ title }, index) => ({ title, count: sum(bars.map(({ parts }) => parts[index])) }));
  return html`<section>
<h2>${words.perDay}</h2>
<figure class="chart">
<svg viewBox="0 0 ${days.length * step} ${height}" width="${days.length * step}" height="${height}" preserveAspectRatio="none" role="img" aria-label="${words.perDay} ${first} – ${last}${words.comma}${listed(totals, words)}">
${bars.map((each, index) => column(each, index * step, height / most, words))}</svg>
<p class="axis"><span>${first}</span><span>${last}</span></p>
<figcaption><ul class="legend">
${totals.map(({ title, count }, index) => html`<li><svg viewBox="0 0 1 1" width="12" height="12" aria-hidden="true"><rect class="s${index % colours}" width="1" height="1"/></svg><bdi>${title}</bdi> <span class="count">${count}</span></li>\n`)}</ul></figcaption>
</figure>
</section>
`;
}

/** With all sources but the largest as one. */
function withOthers(chart: Chart, { others }: Words): Chart {
  const { days, sources, counts } = chart;
  if (sources.length <= mostSources) return chart;
  const totals = new Map<string, number>();
  for (const { source, count } of counts) totals.set(source, (totals.get(source) ?? 0) + count);
  const largest = new Set(
    [...totals]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, mostSources - 1)
      .map(([id]) => id),
  );
  const rest = counts.filter(({ source }) => !largest.has(source));
  const restOf = (period: number) => rest.reduce((sum, each) => sum + (each.period === period ? each.count : 0), 0);
  return {
    days,
    sources: [...sources.filter(({ id }) => largest.has(id)), { id: '', title: others }],
    counts: [...counts, ...days.map((_, period) => ({ source: '', period, count: restOf(period) }))],
  };
}

type Part = { readonly title: string; readonly count: number };
type Bar = { readonly day: string; readonly parts: readonly Part[]; readonly total: number };

function column({ day, parts, total }: Bar, x: number, scale: number, words: Words): Markup | undefined {
  if (total === 0) return undefined;
  let top = height;
  const rects = parts.map(({ count }, index) => {
    if (count === 0) return undefined;
    top -= count * scale;
    return html`<rect class="s${index % colours}" x="${x + (step - bar) / 2}" y="${rounded(top)}" width="${bar}" height="${rounded(count * scale)}"/>`;
  });
  const shown = parts.filter(({ count }) => count > 0);
  return html`<g><title>${day}${words.comma}${listed(shown, words)}</title>${rects}</g>\n`;
}

function listed(parts: readonly Part[], { comma }: Words): string {
  return parts.map(({ title, count }) => `${title} ${count}`).join(comma);
}

function sum(parts: readonly (Part | undefined)[]): number {
  return parts.reduce((total, part) => total + (part?.count ?? 0), 0);
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
