import { parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { opml } from '../../src/render/opml.ts';
import { base, listingOf, textOf } from './samples.ts';

const all = listingOf({ kind: 'all' }, '全部', '/');
const sina = listingOf({ kind: 'source', key: 'sina' }, 'A & "B" <财经>', '/sources/sina/');
const category = listingOf({ kind: 'category', key: '金融' }, '金融', '/categories/%E9%87%91%E8%9E%8D/');

test('a reader finds every feed once, in a folder by its kind', () => {
  const read = parseOpml(textOf(opml({ title: '汇流', language: 'zh-CN' }, [category, sina, all])));
  expect(read.head?.title).toBe('汇流');
  expect(read.body?.outlines).toEqual([
    { text: '全部', title: '全部', type: 'rss', xmlUrl: `${base}/atom.xml`, htmlUrl: `${base}/` },
    {
      text: '来源',
      title: '来源',
      outlines: [
        {
          text: 'A & "B" <财经>',
          title: 'A & "B" <财经>',
          type: 'rss',
          xmlUrl: `${base}/sources/sina/atom.xml`,
          htmlUrl: `${base}/sources/sina/`,
        },
      ],
    },
    {
      text: '分类',
      title: '分类',
      outlines: [
        {
          text: '金融',
          title: '金融',
          type: 'rss',
          xmlUrl: `${base}/categories/%E9%87%91%E8%9E%8D/atom.xml`,
          htmlUrl: `${base}/categories/%E9%87%91%E8%9E%8D/`,
        },
      ],
    },
  ]);
});

test('the folders have English names for a site in another language than Chinese', () => {
  expect(textOf(opml({ title: 'Huiliu', language: 'en-GB' }, [sina]))).toContain(
    '<outline text="Sources" title="Sources">',
  );
});
