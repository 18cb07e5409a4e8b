import { html, raw } from 'hono/html';
import type { EntryPage, PageSite } from '../../model/page.ts';
import { rfc3339 } from '../dates.ts';
import type { Markup } from './layout.ts';

/**
 * An entry as schema.org's NewsArticle, for search engines. It is data in a `script` that no browser runs: HTML, "prepare the
 * script element", leaves a block of an unknown type before it asks the Content-Security-Policy.
 */
export function newsArticle(site: PageSite, { entry, address }: EntryPage): Markup {
  const { title, published, updated, authors, editor, publisher, categories, summary, image, link, language } = entry;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    url: address,
    mainEntityOfPage: link ?? address,
    datePublished: rfc3339(published),
    dateModified: rfc3339(updated),
    inLanguage: language,
    description: summary,
    image: image?.url,
    author: authors.length === 0 ? undefined : authors.map(name => ({ '@type': 'Person', name })),
    editor: editor === undefined ? undefined : { '@type': 'Person', name: editor },
    publisher: { '@type': 'Organization', name: publisher ?? site.title },
    articleSection: categories.length === 0 ? undefined : categories.map(({ label }) => label),
  };
  // No `<` can end the element or begin a comment in it: HTML, "restrictions for contents of script elements".
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html`<script type="application/ld+json">${raw(json)}</script>\n`;
}
