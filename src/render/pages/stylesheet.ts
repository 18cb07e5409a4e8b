/** The one style sheet of all pages: system fonts, one reading column, light and dark as the reader's system is. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --text: light-dark(#1d1f21, #e4e2dd);
  --muted: light-dark(#5a5f64, #a9a7a1);
  --back: light-dark(#fdfcfa, #17181a);
  --raised: light-dark(#f4f1eb, #212327);
  --line: light-dark(#dedad2, #393b3f);
  --edge: light-dark(#87837b, #7d7f84);
  --link: light-dark(#0b5a8f, #8cc4ee);
  --on-link: light-dark(#ffffff, #10222f);
  --mark: light-dark(#ffe79a, #5b4a08);
  --s0: light-dark(#0b6ba8, #5aaee6);
  --s1: light-dark(#b5530a, #f0a05a);
  --s2: light-dark(#2b7a4b, #6fc492);
  --s3: light-dark(#8a3f98, #cf93da);
  --s4: light-dark(#a83246, #ef8a99);
  --s5: light-dark(#5c6a1e, #b5c46a);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  margin: 0;
  color: var(--text);
  background: var(--back);
  font: 1.0625rem/1.75 system-ui, -apple-system, sans-serif;
  line-break: strict;
  overflow-wrap: anywhere;
  text-spacing-trim: normal;
}
:lang(zh) { text-autospace: normal; font-family: -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif; }
:lang(zh) em { font-style: normal; text-emphasis: filled dot; text-emphasis-position: under left; }
:lang(zh-Hant), :lang(zh-TW), :lang(zh-HK) { font-family: -apple-system, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", system-ui, sans-serif; }
.bar, main, footer.site { width: 100%; max-width: 66rem; margin-inline: auto; padding-inline: 1rem; }
a { color: var(--link); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
h1 { margin: 0.5rem 0 0.75rem; font-size: 1.75rem; line-height: 1.35; text-wrap: balance; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.1875rem; line-height: 1.4; }
ul.inline + p { margin-top: 1rem; }
h3 { margin: 0; font-size: 1.0625rem; line-height: 1.45; }
h2 a, h3 a, .brand { color: inherit; text-decoration: none; }
h2 a:hover, h3 a:hover, .brand:hover { text-decoration: underline; }
p { margin: 0 0 1rem; }
ul, ol, dl, figure { margin: 0; padding: 0; }
ul.inline, ul.feeds, ul.scopes, ul.legend, .also ul, ol.entries, nav ul { list-style: none; }

header.site { border-bottom: 1px solid var(--line); background: var(--raised); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; padding-block: 0.625rem; }
.brand { font-size: 1.125rem; font-weight: 700; }
header nav { flex: 1 1 auto; }
header nav ul { display: flex; flex-wrap: wrap; gap: 0 1.125rem; }
header nav a { display: inline-block; padding-block: 0.25rem; color: var(--text); text-decoration: none; }
header nav a:hover { text-decoration: underline; }
header nav [aria-current] { font-weight: 600; box-shadow: inset 0 -2px var(--link); }
main { flex: 1; padding-block: 1.5rem 1rem; }
footer.site { margin-top: 2rem; padding-block: 1rem 2rem; font-size: 0.9375rem; }
footer.site ul { padding-top: 1rem; border-top: 1px solid var(--line); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 0; z-index: 1; padding: 0.5rem 1rem; background: var(--back); }

.lead { max-width: 42rem; color: var(--muted); font-size: 1.125rem; }
.kind { margin: 0; color: var(--muted); font-size: 0.9375rem; }
.label, .facts, .count, .axis, .legend { color: var(--muted); font-size: 0.9375rem; }
.facts, .count, .number, .axis { font-variant-numeric: tabular-nums; }
.more { margin: 0.5rem 0 0; font-size: 0.9375rem; }
.button { display: inline-block; padding: 0.25rem 1.125rem; border: 1px solid var(--link); border-radius: 1.5rem; background: var(--link); color: var(--on-link); text-decoration: none; }
.button:hover { text-decoration: underline; }
.offer { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; }
.formats, ul.inline { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.formats { display: inline-flex; font-size: 0.9375rem; }
.formats a { padding-block: 0.25rem; }
time { direction: ltr; unicode-bidi: isolate; }
mark { padding-inline: 0.1em; border-radius: 2px; color: inherit; background: var(--mark); }
code { font: 0.9em/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }

form.search { display: flex; flex-wrap: wrap; gap: 0.5rem; }
form.search input { flex: 1 1 10rem; min-width: 0; }
form.search input, form.search button { padding: 0.3rem 0.75rem; border: 1px solid var(--edge); border-radius: 1.5rem; color: inherit; background: var(--back); font: inherit; font-size: 1rem; }
form.search button { cursor: pointer; }
form.search p { flex-basis: 100%; margin: 0; }
main form.search { max-width: 34rem; margin-block: 0.5rem 1.25rem; }

ul.feeds { max-width: 48rem; }
ul.feeds li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding-block: 0.25rem; border-bottom: 1px solid var(--line); }
ul.runs li > p, ul.runs dl { flex-basis: 100%; margin: 0; }
ul.scopes { display: flex; flex-wrap: wrap; gap: 0.125rem 1.125rem; }
ul.scopes a { display: inline-block; padding-block: 0.125rem; }

ol.entries { max-width: 48rem; }
ol.entries li { padding-block: 0.875rem; border-bottom: 1px solid var(--line); }
ol.entries li:last-child { border-bottom: 0; }
ol.entries h2, ol.entries h3 { margin: 0; font-size: 1.125rem; font-weight: 600; text-wrap: pretty; }
ol.entries a:visited { color: var(--muted); }
ol.entries p { margin: 0.125rem 0 0; }
ol.entries .facts { display: flex; flex-wrap: wrap; gap: 0 0.875rem; }
ol.entries .summary { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; color: var(--text); font-size: 1rem; line-height: 1.65; }
section.day > h2 { margin: 1.75rem 0 0; padding-bottom: 0.375rem; border-bottom: 2px solid var(--line); color: var(--muted); font-size: 1rem; font-weight: 600; }
section.day:first-child > h2 { margin-top: 0.5rem; }

details.subscribe { max-width: 48rem; margin-block: 0 0.75rem; }
details.subscribe summary { width: fit-content; padding-block: 0.125rem; color: var(--link); cursor: pointer; font-size: 0.9375rem; }
details.subscribe[open] { padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); }
.feed { max-width: 48rem; padding-block: 0.5rem 0; border-bottom: 1px solid var(--line); }
.feed h3 { display: inline-block; margin-right: 1rem; }
.feed .formats { float: right; }
.feed details.subscribe[open] { border-bottom: 0; }
.addresses { max-width: 48rem; }
.addresses div { display: flex; gap: 0.75rem; align-items: baseline; margin-block: 0.375rem; }
.addresses dt { flex: 0 0 3rem; color: var(--muted); font-size: 0.9375rem; }
.addresses dd { flex: 1; margin: 0; padding: 0.25rem 0.625rem; border: 1px solid var(--line); border-radius: 4px; background: var(--raised); line-height: 1.5; }
.addresses code { -webkit-user-select: all; user-select: all; }
.addresses + .label { margin: 0.75rem 0 0; }

.chart { max-width: 48rem; }
.chart svg { display: block; width: 100%; height: 7rem; border-bottom: 1px solid var(--edge); }
.chart .axis { display: flex; justify-content: space-between; margin: 0.125rem 0 0.25rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.legend svg { display: inline-block; width: 0.75em; height: 0.75em; margin-inline-end: 0.375em; border: 0; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); }

table { border-collapse: collapse; font-size: 1rem; line-height: 1.6; }
main > section > table { width: 100%; max-width: 48rem; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: inherit; }
thead th { color: var(--muted); font-size: 0.9375rem; }
.number { text-align: end; white-space: nowrap; }

.reading, .after { max-width: 42rem; margin-inline: auto; }
.reading h1 { margin-top: 1rem; }
dl.facts { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
dl.facts div { display: flex; gap: 0.5em; }
dl.facts dt { flex: none; }
dl.facts dd { margin: 0; color: var(--text); }
.reading dl.facts { padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
.content { margin-top: 1.75rem; font-size: 1.125rem; line-height: 1.9; }
.content:lang(en) { line-height: 1.7; }
.content p { margin: 0 0 1.1em; }
.content h2, .content h3, .content h4 { margin: 2rem 0 0.75rem; line-height: 1.4; }
.content img, .content video { display: block; max-width: 100%; height: auto; margin: 0 auto; border-radius: 4px; }
.content > img, .content > video { margin-block: 1.5rem; }
.content figure { margin: 1.75rem 0; }
.content figure img { width: 100%; aspect-ratio: auto 3 / 2; object-fit: scale-down; }
.content figcaption { margin-top: 0.5rem; color: var(--muted); font-size: 0.9375rem; line-height: 1.6; text-align: center; text-wrap: balance; }
.content blockquote { margin: 1.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
.content ul, .content ol { margin: 0 0 1.1em; padding-inline-start: 1.75em; }
.content li li li :is(ul, ol) { padding-inline-start: 1em; }
.content :is(pre, code) { direction: ltr; }
.content code { unicode-bidi: isolate; }
.content pre { text-align: left; padding: 0.75rem 1rem; border-radius: 4px; background: var(--raised); white-space: pre-wrap; }
.content table { display: block; margin: 1.5rem 0; overflow-x: auto; overflow-wrap: normal; }
.content th, .content td { padding: 0.25rem 0.625rem; border: 1px solid var(--line); }
.original { margin-top: 2rem; }
.enclosures ul { margin: 0; padding: 0; list-style: none; }
.enclosures li { margin-bottom: .75rem; overflow-wrap: anywhere; }
.enclosures audio, .enclosures video { display: block; width: 100%; margin-bottom: .25rem; }
.also li { padding-block: 0.25rem; }
.also .label { display: block; }
.beside { display: flex; flex-wrap: wrap; gap: 0.75rem; max-width: 48rem; margin-top: 2rem; }
.beside a { flex: 1 1 14rem; padding: 0.625rem 0.875rem; border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none; line-height: 1.5; }
.beside a:hover { border-color: var(--edge); }
.beside .label { display: block; }

@media (min-width: 60rem) {
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 18rem; gap: 3.5rem; }
  .columns aside { font-size: 1rem; }
  .columns aside section:first-child h2 { margin-top: 0.5rem; }
  header form.search { flex: 0 1 16rem; flex-wrap: nowrap; }
}
@media (max-width: 59.99rem) {
  header form.search { flex: 1 1 100%; }
}
@media (prefers-contrast: more) {
  :root { --muted: var(--text); --line: var(--edge); }
}
@media print {
  :root { color-scheme: light; --back: #fff; --text: #000; }
  .skip, header nav, form.search, footer.site, aside, .beside, .offer, details.subscribe, .original { display: none; }
  header.site { background: none; }
  .bar, main, .reading, ol.entries { max-width: none; padding-inline: 0; }
  .content { font-size: 11pt; line-height: 1.6; }
  .content table { display: table; font-size: 9pt; overflow-wrap: anywhere; }
  .content a::after { content: " (" attr(href) ")"; font-size: 0.8em; }
  h1, h2, h3, figure, ol.entries li { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  body { display: block; }
}
`;
