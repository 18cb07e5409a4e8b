/** Hugo over the same posts: RSS of the newest 50 with full content for everything, each source and each category; no pages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function hasHugo(): boolean {
  return spawnSync('hugo', ['version']).status === 0;
}

/** Makes a site around a folder of posts; the arguments that build it. */
export function hugoSite(folder: string, posts: string): readonly string[] {
  mkdirSync(join(folder, 'layouts/_default'), { recursive: true });
  writeFileSync(
    join(folder, 'config.toml'),
    `baseURL = "https://example.org/"
title = "bench"
disableKinds = ["sitemap", "robotsTXT", "404", "taxonomy"]
ignoreErrors = ["error-disable-taxonomy"]
contentDir = ${JSON.stringify(posts)}
[taxonomies]
  category = "categories"
[outputs]
  home = ["RSS"]
  section = ["RSS"]
  term = ["RSS"]
  page = []
[markup.goldmark.renderer]
  unsafe = true
`,
  );
  writeFileSync(
    join(folder, 'layouts/_default/rss.xml'),
    `{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ .Title }}</description>
{{ range first 50 .RegularPagesRecursive.ByDate.Reverse }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><description>{{ .Content | html }}</description></item>
{{ end }}</channel></rss>
`,
  );
  return ['--source', folder, '--destination', join(folder, 'public'), '--quiet'];
}
