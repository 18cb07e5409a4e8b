import { describe, expect, test } from 'vitest';
import { parseOpml } from '../../src/parse/opml.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const opml = (body: string) => bytes(`<?xml version="1.0"?><opml version="1.0"><head/><body>${body}</body></opml>`);

describe('the feeds of an OPML file', () => {
  test('are found in folders too, in their order, each address once', () => {
    const body = `<outline text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
      <outline text="Folder"><outline text="Inner"><outline title="C" text="c" type="application/rss+xml" xmlUrl="https://c.example/?x=1&amp;y=2"/></outline></outline>
      <outline text="A again" xmlUrl="https://a.example/feed"/><outline text="no feed"/>`;
    expect(parseOpml(opml(body))).toEqual({
      kind: 'ok',
      value: [
        { title: 'A & B', url: 'https://a.example/feed', home: 'https://a.example/', isScraped: false },
        { title: 'C', url: 'https://c.example/?x=1&y=2', home: undefined, isScraped: false },
      ],
    });
  });

  test('are found where titles and addresses are written with a bare &', () => {
    expect(parseOpml(opml('<outline text="R&D" xmlUrl="https://a.example/?x=1&y=2">'))).toEqual({
      kind: 'ok',
      value: [{ title: 'R&D', url: 'https://a.example/?x=1&y=2', home: undefined, isScraped: false }],
    });
  });

  test.each([
    ['no feed', opml('<outline text="x"/>'), 'it lists no feed'],
    ['a text', bytes('hello'), 'it is no OPML'],
    ['nothing', bytes(''), 'it is no OPML'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3]), 'it is no OPML'],
  ])('%s is a problem', (_name, given, reason) => {
    expect(parseOpml(given)).toMatchObject({ kind: 'problem', reason: expect.stringContaining(reason) });
  });
});
