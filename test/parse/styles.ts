/** Feeds in the shapes that the programs of this world give them, with texts of our own. */
import type { Draft } from '../../src/model/entry.ts';

/** What somebody published. Every style says a part of it. */
export type Post = {
  readonly number: number;
  /** Plain text. */
  readonly title: string;
  readonly slug: string;
  /** Milliseconds, whole seconds. */
  readonly date: number;
  readonly changed: number;
  readonly authors: readonly string[];
  readonly tags: readonly string[];
  readonly html: string;
  /** Plain text. */
  readonly summary: string;
};

/** What must be found of a post; `content` is the HTML before it is normalized. */
export type Facts = Partial<Draft> & Pick<Draft, 'title' | 'link' | 'authors' | 'categories'>;

export type Style = {
  readonly name: string;
  readonly file: string;
  readonly document: (posts: readonly Post[]) => string;
  readonly factsOf: (post: Post) => Facts;
  /** WHATWG label that the document is to be encoded in, and what is said of it; absent: UTF-8. */
  readonly charset?: 'gb18030' | 'big5' | 'shift_jis';
};

const home = 'https://garden.example';
const at = (post: Post) => `${home}/${post.slug}/`;
const rfc822 = (instant: number) => new Date(instant).toUTCString().replace('GMT', '+0000');
const rfc3339 = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');
/** The clock of Shanghai, which knows no summer time. */
const local = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Text as XML. */
const x = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
/** As programs for web pages write what is not ASCII. */
const numeric = (text: string) => text.replace(/[^\0-\x7f]/gu, sign => `&#${sign.codePointAt(0)};`);
const each = <T>(list: readonly T[], write: (item: T) => string) => list.map(write).join('\n');
const plainTags = (tags: readonly string[]) => tags.map(term => ({ term, label: term }));
const named = (type: string) => `xmlns:${type}="${namespaces[type]}"`;
const namespaces: Readonly<Record<string, string>> = {
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  atom: 'http://www.w3.org/2005/Atom',
  media: 'http://search.yahoo.com/mrss/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  sy: 'http://purl.org/rss/1.0/modules/syndication/',
  thr: 'http://purl.org/syndication/thread/1.0',
  webfeeds: 'http://webfeeds.org/rss/1.0',
};
const rss = (
  prefixes: string,
  channel: string,
  items: string,
  declaration = '<?xml version="1.0" encoding="UTF-8"?>',
) =>
  `${declaration}\n<rss version="2.0" ${prefixes.split(' ').filter(Boolean).map(named).join(' ')}>\n<channel>\n${channel}\n${items}\n</channel>\n</rss>\n`;
const atom = (attributes: string, head: string, entries: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}>\n${head}\n${entries}\n</feed>\n`;
const site = `<title>Garden &amp; Kettle</title><link>${home}</link><description>Of a garden</description>`;
const atomSite = `<title>Garden &amp; Kettle</title><link href="${home}/"/><updated>2026-01-01T00:00:00Z</updated><id>${home}/</id>`;

/** What nearly every style says. */
const basic = (post: Post) => ({
  title: post.title,
  link: at(post),
  authors: post.authors.slice(0, 1),
  categories: plainTags(post.tags),
  written: post.date,
  timed: true,
  modified: undefined,
  content: post.html,
});

export const styles: readonly Style[] = [
  {
    name: 'WordPress',
    file: 'feed/',
    document: posts =>
      rss(
        'content dc atom sy',
        `${site}<atom:link href="${home}/feed/" rel="self" type="application/rss+xml"/><language>en-US</language><sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>\n\t1\t</sy:updateFrequency><generator>https://wordpress.org/?v=6.8</generator>`,
        each(
          posts,
          post => `<item>
		<title>${numeric(x(x(post.title)))}</title>
		<link>${at(post)}</link>
					<comments>${at(post)}#respond</comments>
		<dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator>
		<pubDate>${rfc822(post.date)}</pubDate>
				${each(post.tags, tag => `<category>${cdata(tag)}</category>`)}
		<guid isPermaLink="false">${home}/?p=${post.number}</guid>
					<description>${cdata(`${numeric(x(post.summary))} [&#8230;]`)}</description>
										<content:encoded>${cdata(`\n${post.html}\n\n`)}</content:encoded>
			</item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      summary: `${post.summary} […]`,
      language: 'en-US',
      upstreamId: `${home}/?p=${post.number}`,
    }),
  },
  {
    name: 'WordPress with summaries only',
    file: 'feed/',
    document: posts =>
      rss(
        'dc',
        site,
        each(
          posts,
          post =>
            `<item><title>${numeric(x(x(post.title)))}</title><link>${at(post)}</link><dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator><pubDate>${rfc822(post.date)}</pubDate>${each(post.tags, tag => `<category>${cdata(tag)}</category>`)}<guid isPermaLink="false">${home}/?p=${post.number}</guid><description>${cdata(`<p>${x(post.summary)}</p>\n<p>The post <a href="${at(post)}">${x(post.title)}</a> appeared first on <a href="${home}">Garden</a>.</p>\n`)}</description></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      content: `<p>${x(post.summary)}</p>\n<p>The post <a href="${at(post)}">${x(post.title)}</a> appeared first on <a href="${home}">Garden</a>.</p>`,
    }),
  },
  {
    name: 'Blogger, Atom',
    file: 'feeds/posts/default',
    document: posts =>
      atom(
        `${named('thr')} xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/" xmlns:blogger="http://schemas.google.com/blogger/2008" xmlns:gd="http://schemas.google.com/g/2005"`,
        `<id>tag:blogger.com,1999:blog-77</id><updated>2026-01-01T00:00:00.000-08:00</updated><category term="all"/><title type='text'>Garden &amp; Kettle</title><link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='${home}/feeds/posts/default'/><link rel='self' type='application/atom+xml' href='${home}/feeds/posts/default'/><link rel='alternate' type='text/html' href='${home}/'/><link rel='hub' href='https://hub.example/'/><author><name>Blog owner</name><email>noreply@blogger.com</email></author><generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>`,
        each(
          posts,
          post =>
            `<entry><id>tag:blogger.com,1999:blog-77.post-${post.number}</id><published>${new Date(post.date - 8 * 3_600_000).toISOString().replace('Z', '-08:00')}</published><updated>${new Date(post.changed - 8 * 3_600_000).toISOString().replace('Z', '-08:00')}</updated>${each(post.tags, tag => `<category scheme='http://www.blogger.com/atom/ns#' term="${x(tag)}"></category>`)}<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title type='text'>${x(post.title)}</title><content type='html'>${x(post.html)}</content><link rel='replies' type='application/atom+xml' href='${at(post)}comments' title='Post Comments'/><link rel='edit' type='application/atom+xml' href='https://www.blogger.com/feeds/77/posts/default/${post.number}'/><link rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/77/posts/default/${post.number}'/><link rel='alternate' type='text/html' href='${at(post)}' title='${x(post.title).replaceAll("'", '&#39;')}'/><author><name>${x(post.authors[0] ?? '')}</name><uri>https://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email><gd:image rel='http://schemas.google.com/g/2005#thumbnail' width='32' height='32' src='https://pics.example/me.jpg'/></author><media:thumbnail ${named('media')} url="https://pics.example/s72-c/${post.number}.jpg" height="72" width="72"/><thr:total>0</thr:total></entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      modified: post.changed,
      upstreamId: `tag:blogger.com,1999:blog-77.post-${post.number}`,
      image: { url: `https://pics.example/s72-c/${post.number}.jpg`, type: 'image/jpeg' },
    }),
  },
  {
    name: 'Blogger, RSS',
    file: 'feeds/posts/default?alt=rss',
    document: posts =>
      rss(
        'atom media thr',
        `<atom:id>tag:blogger.com,1999:blog-77</atom:id><lastBuildDate>Thu, 01 Jan 2026 00:00:00 +0000</lastBuildDate>${site}<managingEditor>noreply@blogger.com (Blog owner)</managingEditor>`,
        each(
          posts,
          post =>
            `<item><guid isPermaLink='false'>tag:blogger.com,1999:blog-77.post-${post.number}</guid><pubDate>${rfc822(post.date)}</pubDate><atom:updated>${rfc3339(post.changed)}</atom:updated>${each(post.tags, tag => `<category domain='http://www.blogger.com/atom/ns#'>${x(tag)}</category>`)}<title>${x(post.title)}</title><description>${x(post.html)}</description><link>${at(post)}</link><author>noreply@blogger.com (${x(post.authors[0] ?? '')})</author><thr:total>0</thr:total></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      modified: post.changed,
      upstreamId: `tag:blogger.com,1999:blog-77.post-${post.number}`,
    }),
  },
  {
    name: 'Medium',
    file: 'feed/@somebody',
    document: posts =>
      rss(
        'dc content atom',
        `<title>${cdata('Stories by somebody')}</title><description>${cdata('Stories')}</description><link>${home}?source=rss</link><generator>Medium</generator><atom:link href="${home}/feed" rel="self" type="application/rss+xml"/>`,
        each(
          posts,
          post =>
            `<item><title>${cdata(x(post.title))}</title><link>${at(post)}?source=rss-1------2</link><guid isPermaLink="false">https://stories.example/p/${post.number}</guid>${each(post.tags, tag => `<category>${cdata(tag)}</category>`)}<dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator><pubDate>${new Date(post.date).toUTCString()}</pubDate><atom:updated>${new Date(post.changed).toISOString()}</atom:updated><content:encoded>${cdata(`${post.html}<img src="https://stories.example/_/stat?event=post" width="1" height="1" alt="">`)}</content:encoded></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      link: `${at(post)}?source=rss-1------2`,
      modified: post.changed,
      upstreamId: `https://stories.example/p/${post.number}`,
    }),
  },
  {
    name: 'Ghost',
    file: 'rss/',
    document: posts =>
      rss(
        'dc content atom media',
        `<title>${cdata('Garden & Kettle')}</title><description>${cdata('Thoughts')}</description><link>${home}/</link><image><url>${home}/favicon.png</url><title>Garden</title><link>${home}/</link></image><generator>Ghost 5.1</generator><lastBuildDate>Thu, 01 Jan 2026 00:00:00 GMT</lastBuildDate><atom:link href="${home}/rss/" rel="self" type="application/rss+xml"/><ttl>60</ttl>`,
        each(
          posts,
          post =>
            `<item><title>${cdata(x(post.title))}</title><description>${cdata(post.summary)}</description><link>${at(post)}</link><guid isPermaLink="false">5f${post.number}</guid>${each(post.tags, tag => `<category>${cdata(tag)}</category>`)}<dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator><pubDate>${new Date(post.date).toUTCString()}</pubDate><media:content url="https://pics.example/${post.number}.png" medium="image"/><content:encoded>${cdata(post.html)}</content:encoded></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      summary: post.summary,
      nativeId: `5f${post.number}`,
      upstreamId: undefined,
      image: { url: `https://pics.example/${post.number}.png`, type: 'image/png' },
    }),
  },
  {
    name: 'Hugo',
    file: 'index.xml',
    document: posts =>
      rss(
        'atom',
        `${site}<generator>Hugo -- gohugo.io</generator><language>en-us</language><atom:link href="${home}/index.xml" rel="self" type="application/rss+xml" />`,
        each(
          posts,
          post => `    <item>
      <title>${x(post.title)}</title>
      <link>${at(post)}</link>
      <pubDate>${rfc822(post.date)}</pubDate>
      <guid>${at(post)}</guid>
      <description>${x(post.html)}</description>
    </item>`,
        ),
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
      ),
    factsOf: post => ({ ...basic(post), authors: [], categories: [], upstreamId: at(post), language: 'en-US' }),
  },
  {
    name: 'Jekyll',
    file: 'feed.xml',
    document: posts =>
      atom(
        '',
        `<generator uri="https://jekyllrb.com/" version="4.3">Jekyll</generator><link href="${home}/feed.xml" rel="self" type="application/atom+xml" /><link href="${home}/" rel="alternate" type="text/html" /><updated>2026-01-01T00:00:00+00:00</updated><id>${home}/feed.xml</id><title type="html">Garden &amp;amp; Kettle</title><author><name>Whole site</name></author>`,
        each(
          posts,
          post =>
            `<entry><title type="html">${x(x(post.title))}</title><link href="${at(post)}" rel="alternate" type="text/html" title="${x(x(post.title))}" /><published>${rfc3339(post.date)}</published><updated>${rfc3339(post.changed)}</updated><id>${home}/${post.slug}</id><content type="html" xml:base="${at(post)}">${cdata(post.html)}</content>${post.authors.length === 0 ? '' : `<author><name>${x(post.authors[0] ?? '')}</name></author>`}${each(post.tags, tag => `<category term="${x(tag)}" />`)}<summary type="html">${cdata(x(post.summary))}</summary><media:thumbnail ${named('media')} url="${home}/pics/${post.number}.jpg" /><media:content medium="image" url="${home}/pics/${post.number}.jpg" ${named('media')} /></entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      modified: post.changed,
      summary: post.summary,
      upstreamId: `${home}/${post.slug}`,
      image: { url: `${home}/pics/${post.number}.jpg`, type: 'image/jpeg' },
    }),
  },
  {
    name: 'Hexo',
    file: 'atom.xml',
    document: posts =>
      atom(
        '',
        `<title>花园</title><link href="${home}/atom.xml" rel="self"/><link href="${home}/"/><updated>2026-01-01T00:00:00.000Z</updated><id>${home}/</id><author><name>园丁</name></author><generator uri="https://hexo.io/">Hexo</generator>`,
        each(
          posts,
          post =>
            `<entry><title>${x(post.title)}</title><link href="${at(post)}"/><id>${at(post)}</id><published>${new Date(post.date).toISOString()}</published><updated>${new Date(post.changed).toISOString()}</updated><content type="html">${cdata(post.html)}</content><summary type="html">${cdata(`<p>${x(post.summary)}</p>`)}</summary>${each(post.tags, tag => `<category term="${x(tag)}" scheme="${home}/tags/${encodeURIComponent(tag)}/"/>`)}</entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      authors: ['园丁'],
      modified: post.changed,
      summary: post.summary,
      upstreamId: at(post),
    }),
  },
  {
    name: 'Discourse',
    file: 'latest.rss',
    document: posts =>
      rss(
        'dc atom',
        site,
        each(
          posts,
          post => `    <item>
      <title>${x(post.title)}</title>
      <dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator>
      <category>${x(post.tags[0] ?? 'General')}</category>
      <description>${cdata(`
              <p>${post.authors[0] ?? ''}:</p>
              <blockquote>${post.html}</blockquote>
            <p><small>5 posts - 3 participants</small></p>
            <p><a href="${at(post)}">Read full topic</a></p>
          `)}</description>
      <link>${at(post)}</link>
      <pubDate>${rfc822(post.date)}</pubDate>
      <discourse:topicPinned>No</discourse:topicPinned>
      <guid isPermaLink="false">forum.example-topic-${post.number}</guid>
      <source url="${at(post)}.rss">${x(post.title)}</source>
    </item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      categories: plainTags([post.tags[0] ?? 'General']),
      content: `<p>${post.authors[0] ?? ''}:</p><blockquote>${post.html}</blockquote><p><small>5 posts - 3 participants</small></p><p><a href="${at(post)}">Read full topic</a></p>`,
      nativeId: `forum.example-topic-${post.number}`,
    }),
  },
  {
    name: 'YouTube',
    file: 'feeds/videos.xml?channel_id=UC1',
    document: posts =>
      atom(
        `xmlns:yt="http://www.youtube.com/xml/schemas/2015" ${named('media')}`,
        `<link rel="self" href="http://tube.example/feeds/videos.xml?channel_id=UC1"/><id>yt:channel:1</id><yt:channelId>1</yt:channelId><title>Garden</title><link rel="alternate" href="${home}/channel/UC1"/><author><name>Garden channel</name><uri>${home}/channel/UC1</uri></author><published>2020-01-01T00:00:00+00:00</published>`,
        each(
          posts,
          post => ` <entry>
  <id>yt:video:abc${post.number}</id>
  <yt:videoId>abc${post.number}</yt:videoId>
  <yt:channelId>UC1</yt:channelId>
  <title>${x(post.title)}</title>
  <link rel="alternate" href="${home}/watch?v=abc${post.number}"/>
  <author><name>Garden channel</name><uri>${home}/channel/UC1</uri></author>
  <published>${rfc3339(post.date).replace('Z', '+00:00')}</published>
  <updated>${rfc3339(post.changed).replace('Z', '+00:00')}</updated>
  <media:group>
   <media:title>${x(post.title)}</media:title>
   <media:content url="https://tube.example/v/abc${post.number}?version=3" type="application/x-shockwave-flash" width="640" height="390"/>
   <media:thumbnail url="https://i1.tube.example/vi/abc${post.number}/hqdefault.jpg" width="480" height="360"/>
   <media:description>${x(`${post.summary}\n\nhttps://garden.example/seeds`)}</media:description>
   <media:community><media:starRating count="1" average="5.00" min="1" max="5"/></media:community>
  </media:group>
 </entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      link: `${home}/watch?v=abc${post.number}`,
      authors: ['Garden channel'],
      categories: [],
      modified: post.changed,
      content: `<p>${x(post.summary)}</p><p>https://garden.example/seeds</p>`,
      nativeId: `yt:video:abc${post.number}`,
      image: { url: `https://i1.tube.example/vi/abc${post.number}/hqdefault.jpg`, type: 'image/jpeg' },
    }),
  },
  {
    name: 'a podcast',
    file: 'podcast.xml',
    document: posts =>
      rss(
        'itunes content atom',
        `${site}<language>en</language><itunes:author>Garden radio</itunes:author><itunes:image href="${home}/cover.jpg"/><itunes:category text="Leisure"><itunes:category text="Home &amp; Garden"/></itunes:category><itunes:owner><itunes:name>Owner</itunes:name><itunes:email>owner@garden.example</itunes:email></itunes:owner>`,
        each(
          posts,
          post =>
            `<item><title>${x(post.title)}</title><itunes:title>${x(post.title)}</itunes:title><itunes:author>${x(post.authors[0] ?? '')}</itunes:author><description>${x(`<p>${x(post.summary)}</p>`)}</description><content:encoded>${cdata(post.html)}</content:encoded><itunes:summary>${x(post.summary)}</itunes:summary><link>${at(post)}</link><guid isPermaLink="false">c0ffee-${post.number}</guid><enclosure url="https://cdn.example/${post.number}.mp3?a=1&amp;b=2" length="123456" type="audio/mpeg"/><pubDate>${rfc822(post.date)}</pubDate><itunes:duration>00:31:02</itunes:duration><itunes:explicit>false</itunes:explicit><itunes:image href="https://cdn.example/${post.number}.jpg"/><itunes:keywords>${x(post.tags.join(', '))}</itunes:keywords></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      categories: plainTags([...new Set(post.tags.flatMap(tag => tag.split(', ')))]),
      summary: post.summary,
      content: post.html,
      enclosures: [
        {
          url: `https://cdn.example/${post.number}.mp3?a=1&b=2`,
          type: 'audio/mpeg',
          length: 123_456,
          title: undefined,
          duration: 1862,
        },
      ],
      nativeId: `c0ffee-${post.number}`,
      image: { url: `https://cdn.example/${post.number}.jpg`, type: 'image/jpeg' },
    }),
  },
  {
    name: 'GitHub releases',
    file: 'releases.atom',
    document: posts =>
      atom(
        `${named('media')} xml:lang="en-US"`,
        `<id>tag:github.com,2008:https://github.com/a/b/releases</id><link type="text/html" rel="alternate" href="${home}/a/b/releases"/><link type="application/atom+xml" rel="self" href="${home}/a/b/releases.atom"/><title>Release notes from b</title><updated>2026-01-01T00:00:00Z</updated>`,
        each(
          posts,
          post => `  <entry>
    <id>tag:github.com,2008:Repository/1/v${post.number}</id>
    <updated>${rfc3339(post.date)}</updated>
    <link rel="alternate" type="text/html" href="${at(post)}"/>
    <title>${x(post.title)}</title>
    <content type="html">${x(post.html)}</content>
    <author>
      <name>${x(post.authors[0] ?? '')}</name>
    </author>
    <media:thumbnail height="30" width="30" url="https://avatars.example/u/1?s=60&amp;v=4"/>
  </entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      categories: [],
      modified: post.date,
      image: undefined,
      language: 'en-US',
      upstreamId: `tag:github.com,2008:Repository/1/v${post.number}`,
    }),
  },
  {
    name: 'arXiv, RDF',
    file: 'rss/cs.AI',
    document: posts => `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:taxo="http://purl.org/rss/1.0/modules/taxonomy/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:syn="http://purl.org/rss/1.0/modules/syndication/"
 xmlns:admin="http://webns.net/mvcb/">
<channel rdf:about="http://papers.example/">
<title>cs.AI updates</title>
<link>http://papers.example/</link>
<description rdf:parseType="Literal">Artificial intelligence</description>
<dc:language>en-us</dc:language>
<dc:date>2026-01-01T20:30:00-05:00</dc:date>
<dc:publisher>help@papers.example</dc:publisher>
<syn:updateBase>1901-01-01T00:00+00:00</syn:updateBase>
<syn:updateFrequency>1</syn:updateFrequency>
<syn:updatePeriod>daily</syn:updatePeriod>
<items><rdf:Seq>${each(posts, post => `<rdf:li rdf:resource="http://papers.example/abs/${post.number}" />`)}</rdf:Seq></items>
</channel>
${each(
  posts,
  post => `<item rdf:about="http://papers.example/abs/${post.number}">
<title>${x(post.title)}</title>
<link>http://papers.example/abs/${post.number}</link>
<description rdf:parseType="Literal">${x(post.html)}</description>
<dc:creator> ${post.authors.map(name => x(`<a href="http://papers.example/find?${encodeURIComponent(name)}">${x(name)}</a>`)).join(', ')}</dc:creator>
</item>`,
)}
</rdf:RDF>
`,
    factsOf: post => ({
      ...basic(post),
      link: `http://papers.example/abs/${post.number}`,
      authors: post.authors,
      categories: [],
      written: 8.64e15,
      timed: false,
      language: 'en-US',
      upstreamId: `http://papers.example/abs/${post.number}`,
    }),
  },
  {
    name: 'Slashdot, RDF',
    file: 'slashdot.rdf',
    document: posts =>
      `<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel rdf:about="${home}/"><title>Garden</title><link>${home}/</link><description>News</description><dc:language>en-us</dc:language></channel>${each(posts, post => `<item rdf:about="${at(post)}?from=rss"><title>${x(post.title)}</title><link>${at(post)}?from=rss</link><description>${x(post.html)}</description><dc:creator>${x(post.authors[0] ?? '')}</dc:creator><dc:date>${rfc3339(post.date).replace('Z', '+00:00')}</dc:date><dc:subject>${x(post.tags[0] ?? 'a')}</dc:subject><slash:department>a-b</slash:department></item>`)}<textinput rdf:about="${home}/search"><title>Search</title><link>${home}/search</link></textinput></rdf:RDF>`,
    factsOf: post => ({ ...basic(post), link: `${at(post)}?from=rss`, categories: plainTags([post.tags[0] ?? 'a']) }),
  },
  {
    name: 'Mastodon',
    file: '@gardener.rss',
    document: posts =>
      rss(
        'webfeeds media',
        `<title>Gardener</title><description>Public posts</description><link>${home}/@gardener</link><image><url>${home}/a.png</url><title>Gardener</title><link>${home}/@gardener</link></image><webfeeds:icon>${home}/a.png</webfeeds:icon><generator>Mastodon v4.3.0</generator>`,
        each(
          posts,
          post => `    <item>
      <guid isPermaLink="true">${home}/@gardener/${post.number}</guid>
      <link>${home}/@gardener/${post.number}</link>
      <pubDate>${rfc822(post.date)}</pubDate>
      <description>${x(`<p>${x(post.title)}</p>${post.html}`)}</description>
      <media:content url="https://files.example/${post.number}.png" type="image/png" fileSize="800" medium="image">
        <media:rating scheme="urn:simple">nonadult</media:rating>
        <media:description type="plain">A picture</media:description>
      </media:content>
      ${each(post.tags, tag => `<category>${x(tag)}</category>`)}
    </item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      // It is the first sentence of the text.
      title: '',
      link: `${home}/@gardener/${post.number}`,
      authors: [],
      content: `<p>${x(post.title)}</p>${post.html}`,
      upstreamId: `${home}/@gardener/${post.number}`,
      image: { url: `https://files.example/${post.number}.png`, type: 'image/png' },
    }),
  },
  {
    name: 'RSSHub',
    file: 'some/route',
    document: posts =>
      rss(
        'atom',
        `<title>花园新闻</title><link>${home}</link><atom:link href="https://hub.example/some/route" rel="self" type="application/rss+xml"></atom:link><description>花园新闻 - Powered by RSSHub</description><generator>RSSHub</generator><webMaster>contact@hub.example (RSSHub)</webMaster><language>zh-cn</language><lastBuildDate>Thu, 01 Jan 2026 00:00:00 GMT</lastBuildDate><ttl>5</ttl>`,
        each(
          posts,
          post =>
            `<item><title>${x(post.title)}</title><description>${x(post.html)}</description><link>${at(post)}</link><guid isPermaLink="false">${at(post)}</guid><pubDate>${new Date(post.date).toUTCString()}</pubDate><author>${x(post.authors[0] ?? '')}</author>${each(post.tags, tag => `<category>${x(tag)}</category>`)}</item>`,
        ),
      ),
    factsOf: post => ({ ...basic(post), language: 'zh-CN', upstreamId: at(post) }),
  },
  {
    name: 'a Chinese portal in GB2312',
    file: 'rss/news.xml',
    charset: 'gb18030',
    document: posts =>
      rss(
        '',
        `<title>${cdata('某某新闻网')}</title><link>${home}/</link><description>${cdata('滚动新闻')}</description><language>zh-cn</language><copyright>Copyright</copyright><ttl>5</ttl>`,
        each(
          posts,
          post =>
            `<item>\r\n<title>${cdata(post.title)}</title>\r\n<link>${at(post)}</link>\r\n<author>${x(post.authors[0] ?? '')}</author>\r\n<category>${x(post.tags[0] ?? '综合')}</category>\r\n<pubDate>${local(post.date)}</pubDate>\r\n<comments></comments>\r\n<description>${cdata(`${post.html}`)}</description>\r\n</item>`,
        ),
        '<?xml version="1.0" encoding="gb2312"?>',
      ),
    factsOf: post => ({
      ...basic(post),
      categories: plainTags([post.tags[0] ?? '综合']),
      language: 'zh-CN',
      nativeId: at(post),
      upstreamId: undefined,
    }),
  },
  {
    name: 'a portal in Big5',
    file: 'rss.xml',
    charset: 'big5',
    document: posts =>
      rss(
        '',
        `<title>某報</title><link>${home}/</link><description>即時</description>`,
        each(
          posts,
          post =>
            `<item><title>${x(post.title)}</title><link>${at(post)}</link><pubDate>${rfc822(post.date)}</pubDate><description>${x(`<p>園中有樹，樹上有鳥，鳥在唱歌，春天來了。</p>`)}</description></item>`,
        ),
        '<?xml version="1.0" encoding="big5"?>',
      ),
    factsOf: post => ({
      ...basic(post),
      authors: [],
      categories: [],
      content: '<p>園中有樹，樹上有鳥，鳥在唱歌，春天來了。</p>',
    }),
  },
  {
    name: 'a WeChat bridge',
    file: 'feeds/MP_1.atom',
    document: posts =>
      atom(
        '',
        `<id>MP_1</id><title>园艺公众号</title><updated>2026-01-01T00:00:00.000Z</updated><generator>WeWe-RSS</generator><link rel="alternate" href="${home}"/><subtitle>公众号</subtitle>`,
        each(
          posts,
          post =>
            `<entry><title type="html">${cdata(x(post.title))}</title><id>wx${post.number}</id><link href="https://mp.example/s/${post.number}"/><updated>${new Date(post.date).toISOString()}</updated><content type="html">${cdata(`<div id="js_content"><section>${post.html}<img data-src="https://mmbiz.example/mmbiz_png/${post.number}/640?wx_fmt=png" class="rich_pages"></section></div>`)}</content></entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      link: `https://mp.example/s/${post.number}`,
      authors: [],
      categories: [],
      modified: post.date,
      content: `${post.html}<img src="https://mmbiz.example/mmbiz_png/${post.number}/640?wx_fmt=png">`,
      nativeId: `wx${post.number}`,
    }),
  },
  {
    name: 'Substack',
    file: 'feed',
    document: posts =>
      rss(
        'dc content atom itunes',
        `<title>${cdata('Garden letters')}</title><description>${cdata('Letters')}</description><link>${home}</link><generator>Substack</generator><copyright>${cdata('Somebody')}</copyright><language>${cdata('en')}</language><webMaster>${cdata('a@letters.example')}</webMaster>`,
        each(
          posts,
          post =>
            `<item><title>${cdata(x(post.title))}</title><description>${cdata(post.summary)}</description><link>${at(post)}</link><guid isPermaLink="false">${at(post)}</guid><dc:creator>${cdata(post.authors[0] ?? '')}</dc:creator><pubDate>${new Date(post.date).toUTCString()}</pubDate><enclosure url="https://pics.example/${post.number}.jpeg" length="0" type="image/jpeg"/><content:encoded>${cdata(post.html)}</content:encoded></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      categories: [],
      summary: post.summary,
      image: { url: `https://pics.example/${post.number}.jpeg`, type: 'image/jpeg' },
    }),
  },
  {
    name: 'Drupal',
    file: 'rss.xml',
    document: posts =>
      `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xml:base="${home}/" ${named('dc')}>\n<channel>${site}<language>de</language>${each(posts, post => `<item>\n<title>${x(post.title)}</title>\n<link>/${post.slug}/</link>\n<description>${x(post.html)}</description>\n<pubDate>${rfc822(post.date)}</pubDate>\n<dc:creator>${x(post.authors[0] ?? '')}</dc:creator>\n<guid isPermaLink="false">${post.number} at ${home}</guid>\n${each(post.tags, tag => `<category domain="${home}/taxonomy/term/1">${x(tag)}</category>`)}</item>`)}</channel></rss>`,
    factsOf: post => ({ ...basic(post), content: post.html, language: 'de', nativeId: `${post.number} at ${home}` }),
  },
  {
    name: 'Movable Type, Atom with XHTML',
    file: 'atom.xml',
    document: posts =>
      atom(
        'xml:lang="ja"',
        atomSite,
        each(
          posts,
          post =>
            `<entry><title>${x(post.title)}</title><link rel="alternate" type="text/html" href="${at(post)}"/><id>tag:garden.example,2026:${post.number}</id><published>${rfc3339(post.date)}</published><updated>${rfc3339(post.changed)}</updated><summary type="text">${x(post.summary)}</summary><author><name>${x(post.authors[0] ?? '')}</name><uri>${home}</uri></author>${each(post.tags, tag => `<category term="${x(tag)}" scheme="http://www.sixapart.com/ns/types#category"/>`)}<content type="xhtml" xml:lang="ja" xml:base="${home}/"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>一 &amp; <x:a href="${post.slug}/b">二</x:a> &lt;三&gt;<x:br/>四</x:p></x:div></content></entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      modified: post.changed,
      summary: post.summary,
      content: `<p>一 &amp; <a href="${home}/${post.slug}/b">二</a> &lt;三&gt;<br>四</p>`,
      language: 'ja',
    }),
  },
  {
    name: 'Atom 0.3',
    file: 'atom03.xml',
    document: posts =>
      `<?xml version="1.0" encoding="utf-8"?><feed version="0.3" xmlns="http://purl.org/atom/ns#" ${named('dc')} xml:lang="en"><title mode="escaped" type="text/html">Garden &amp;amp; Kettle</title><link rel="alternate" type="text/html" href="${home}/"/><tagline>Of a garden</tagline><modified>2026-01-01T00:00:00Z</modified>${each(posts, post => `<entry><title mode="escaped" type="text/html">${x(x(post.title))}</title><link rel="alternate" type="text/html" href="${at(post)}"/><id>tag:garden.example,2004:${post.number}</id><issued>${rfc3339(post.date)}</issued><modified>${rfc3339(post.changed)}</modified><created>${rfc3339(post.date - 1000)}</created><author><name>${x(post.authors[0] ?? '')}</name></author>${each(post.tags, tag => `<dc:subject>${x(tag)}</dc:subject>`)}<summary type="text/plain">${x(post.summary)}</summary><content type="text/html" mode="escaped" xml:base="${at(post)}">${x(post.html)}</content></entry>`)}</feed>`,
    factsOf: post => ({ ...basic(post), modified: post.changed, summary: post.summary, language: 'en' }),
  },
  {
    name: 'Reddit',
    file: 'r/gardening/.rss',
    document: posts =>
      atom(
        named('media'),
        `<category term="gardening" label="r/gardening"/><updated>2026-01-01T00:00:00+00:00</updated><id>/r/gardening/.rss</id><link rel="self" href="${home}/r/gardening/.rss" type="application/atom+xml" /><link rel="alternate" href="${home}/r/gardening/" type="text/html" /><title>Gardening</title>`,
        each(
          posts,
          post =>
            `<entry><author><name>/u/gardener</name><uri>${home}/user/gardener</uri></author><category term="gardening" label="r/gardening"/><content type="html">${x(`<!-- SC_OFF --><div class="md">${post.html}</div><!-- SC_ON --> &#32; submitted by &#32; <a href="${home}/user/gardener"> /u/gardener </a>`)}</content><id>t3_${post.number}</id><link href="${at(post)}" /><updated>${rfc3339(post.date).replace('Z', '+00:00')}</updated><published>${rfc3339(post.date).replace('Z', '+00:00')}</published><title>${x(post.title)}</title></entry>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      authors: ['u/gardener'],
      categories: [{ term: 'gardening', label: 'r/gardening' }],
      modified: post.date,
      content: `<div>${post.html}</div> submitted by <a href="${home}/user/gardener"> /u/gardener </a>`,
      nativeId: `t3_${post.number}`,
    }),
  },
  {
    name: 'Stack Exchange',
    file: 'feeds',
    document: posts =>
      atom(
        'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" xmlns:re="http://purl.org/atompub/rank/1.0"',
        `<title type="text">Recent questions</title><link rel="self" href="${home}/feeds" type="application/atom+xml" /><link rel="alternate" href="${home}/questions" type="text/html" /><updated>2026-01-01T00:00:00Z</updated><id>${home}/feeds</id>`,
        each(
          posts,
          post => `    <entry>
        <id>${home}/q/${post.number}</id>
        <re:rank scheme="${home}">0</re:rank>
        <title type="text">${x(post.title)}</title>
            ${each(post.tags, tag => `<category scheme="${home}/tags" term="${x(tag)}" />`)}
        <author>
            <name>${x(post.authors[0] ?? '')}</name>
            <uri>${home}/users/1</uri>
        </author>
        <link rel="alternate" href="${at(post)}" />
        <published>${rfc3339(post.date)}</published>
        <updated>${rfc3339(post.changed)}</updated>
        <summary type="html">
            ${x(post.html)}
        </summary>
    </entry>`,
        ),
      ),
    factsOf: post => ({ ...basic(post), modified: post.changed, upstreamId: `${home}/q/${post.number}` }),
  },
  {
    name: 'Google News',
    file: 'rss/search?q=garden',
    document: posts =>
      rss(
        'media',
        `<generator>NFE/5.0</generator><title>"garden" - News</title><link>${home}/search?q=garden</link><language>en-US</language><webMaster>news@garden.example</webMaster>`,
        each(
          posts,
          post =>
            `<item><title>${x(post.title)}</title><link>${at(post)}?oc=5</link><guid isPermaLink="false">CBMi${post.number}</guid><pubDate>${new Date(post.date).toUTCString()}</pubDate><description>${x(`<a href="${at(post)}?oc=5" target="_blank">${x(post.title)}</a>&nbsp;&nbsp;<font color="#6f6f6f">The Garden Post</font>`)}</description><source url="https://post.example">The Garden Post</source></item>`,
        ),
      ),
    factsOf: post => ({
      ...basic(post),
      link: `${at(post)}?oc=5`,
      authors: [],
      categories: [],
      publisher: 'The Garden Post',
      content: `<a href="${at(post)}?oc=5">${x(post.title)}</a>&nbsp;&nbsp;The Garden Post`,
      nativeId: `CBMi${post.number}`,
    }),
  },
  {
    name: 'RSS 0.91 with a document type',
    file: 'rss091.xml',
    document: posts =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd" [\n<!ENTITY nbsp "&#160;">\n<!ELEMENT rss (channel)>\n]>\n<rss version="0.91"><channel>${site}<language>en</language><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>${each(posts, post => `<item><title>${x(post.title)}</title><link>${at(post)}</link><description>${x(post.summary)}</description></item>`)}</channel></rss>`,
    factsOf: post => ({
      ...basic(post),
      authors: [],
      categories: [],
      written: 8.64e15,
      timed: false,
      summary: post.summary,
      content: '',
      nativeId: at(post),
    }),
  },
  {
    name: 'FeedBurner',
    file: 'Garden',
    document: posts =>
      rss(
        'content dc',
        `${site}<feedburner:info xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" uri="garden"/>`,
        each(
          posts,
          post =>
            `<item><title>${x(post.title)}</title><link>http://feedproxy.example/~r/Garden/~3/${post.number}/</link><guid isPermaLink="false">${home}/?p=${post.number}</guid><pubDate>${rfc822(post.date)}</pubDate><dc:creator>${x(post.authors[0] ?? '')}</dc:creator><description>${cdata(post.html)}</description><feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">${at(post)}</feedburner:origLink></item>`,
        ),
      ),
    factsOf: post => ({ ...basic(post), categories: [] }),
  },
  {
    name: 'micro.blog, JSON Feed',
    file: 'feed.json',
    document: posts =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1',
        title: 'Garden & Kettle',
        home_page_url: `${home}/`,
        feed_url: `${home}/feed.json`,
        author: { name: 'Gardener', url: home },
        items: posts.map(post => ({
          id: `${home}/${post.number}.html`,
          url: at(post),
          title: post.title,
          content_html: post.html,
          summary: post.summary,
          date_published: rfc3339(post.date).replace('Z', '+00:00'),
          tags: post.tags,
          image: `/pics/${post.number}.webp`,
        })),
      }),
    factsOf: post => ({
      ...basic(post),
      authors: ['Gardener'],
      summary: post.summary,
      upstreamId: `${home}/${post.number}.html`,
      image: { url: `${home}/pics/${post.number}.webp`, type: 'image/webp' },
    }),
  },
  {
    name: 'JSON Feed 1.1 with several authors',
    file: 'feed.json',
    document: posts =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Garden',
        home_page_url: `${home}/`,
        language: 'en',
        items: posts.map(post => ({
          id: String(post.number),
          url: at(post),
          title: post.title,
          content_html: post.html,
          content_text: 'Only the HTML counts.',
          date_published: rfc3339(post.date),
          date_modified: rfc3339(post.changed),
          authors: post.authors.map(name => ({ name })),
          tags: post.tags,
        })),
      }),
    factsOf: post => ({
      ...basic(post),
      authors: post.authors,
      modified: post.changed,
      language: 'en',
      nativeId: String(post.number),
    }),
  },
];
