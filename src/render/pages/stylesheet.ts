/** The one style sheet of all pages: system fonts, one reading column, light and dark as the reader's system is. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --text: light-dark(#1d1f21, #e4e2dd);
  --muted: light-dark(#5c6166, #a5a39d);
  --back: light-dark(#fdfcfa, #191a1c);
  --line: light-dark(#dcd9d3, #3a3b3e);
  --link: light-dark(#0b5a8f, #8cc4ee);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 0 1rem 3rem;
  max-width: 42rem;
  color: var(--text);
  background: var(--back);
  font: 1.0625rem/1.75 system-ui, -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  line-break: strict;
  overflow-wrap: anywhere;
  text-spacing-trim: normal;
}
:lang(zh) { text-autospace: normal; }
a { color: var(--link); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1 { margin: 1.5rem 0 0.75rem; font-size: 1.625rem; line-height: 1.35; text-wrap: balance; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; line-height: 1.4; }
h1 a, h2 a, header.site a { color: inherit; text-decoration: none; }
h2 a:hover, header.site a:hover { text-decoration: underline; }
header.site { padding: 0.875rem 0; border-bottom: 1px solid var(--line); font-weight: 600; }
footer.site { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 3rem; padding-top: 0.875rem; border-top: 1px solid var(--line); font-size: 0.9375rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.lead, .facts, .count, .subscribe, .original { color: var(--muted); }
.count { font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.facts { margin: 0; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
dl.facts { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
dl.facts div { display: flex; gap: 0.5em; }
dl.facts dd { margin: 0; color: var(--text); }
p.facts span { margin-left: 0.75em; }
ul.feeds, ol.entries { margin: 0; padding: 0; list-style: none; }
ul.feeds li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
.formats { display: inline-flex; gap: 0.75rem; font-size: 0.9375rem; }
p.subscribe { display: flex; gap: 0.75rem; }
ol.entries li { padding: 1rem 0; border-bottom: 1px solid var(--line); }
ol.entries h2 { margin: 0 0 0.25rem; }
ol.entries p { margin: 0.25rem 0 0; }
.content { margin-top: 1.5rem; }
.content p { margin: 0 0 1.25em; }
.content img, .content video { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.content > img, .content > video { margin: 1.5rem auto; }
.content figure { margin: 1.5rem 0; }
.content figure img { margin: 0 auto 0.5rem; }
.content figcaption { color: var(--muted); font-size: 0.9375rem; text-align: center; }
.content blockquote { margin: 1.5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
.content pre { overflow-x: auto; overflow-wrap: normal; }
.content table { display: block; margin: 1.5rem 0; overflow-x: auto; border-collapse: collapse; }
.content th, .content td { padding: 0.25rem 0.5rem; border: 1px solid var(--line); }
@media print {
  .skip, header.site, footer.site, aside { display: none; }
  body { max-width: none; }
}
`;
