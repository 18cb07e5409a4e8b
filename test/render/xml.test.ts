import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { clean } from '../../src/render/text.ts';
import { type Element, element, textElement, xmlDocument } from '../../src/render/xml.ts';
import { anyText, textOf } from './samples.ts';

const declaration = '<?xml version="1.0" encoding="utf-8"?>\n';
const markup = (root: Element) => textOf(xmlDocument(root)).slice(declaration.length, -1);

describe('an element is written', () => {
  test.each<[string, Element, string]>([
    ['empty, when it has no content', element('a'), '<a/>'],
    ['with its text', element('a', {}, '字'), '<a>字</a>'],
    ['with its attributes in the given order', element('a', { z: '1', b: '2' }), '<a z="1" b="2"/>'],
    ['without attributes that are absent', element('a', { b: undefined }), '<a/>'],
    [
      'with its children one a line',
      element('a', {}, [element('b', {}, [element('c')])]),
      '<a>\n  <b>\n    <c/>\n  </b>\n</a>',
    ],
    [
      'without children that are absent',
      element('a', {}, [textElement('b', undefined), element('c')]),
      '<a>\n  <c/>\n</a>',
    ],
    ['with references in a text of little markup', element('a', {}, '1 < 2 & 3 > 2'), '<a>1 &lt; 2 &amp; 3 &gt; 2</a>'],
    ['with a section around a text of much markup', element('a', {}, '<p>x</p>'), '<a><![CDATA[<p>x</p>]]></a>'],
    [
      'with references where the text ends sections',
      element('a', {}, '<p>]]></p>'),
      '<a>&lt;p&gt;]]&gt;&lt;/p&gt;</a>',
    ],
    ['with references where the text has a comment', element('a', {}, '<!---->'), '<a>&lt;!----&gt;</a>'],
    [
      'with references where cleaning makes the text end sections',
      element('a', {}, '<p>]]\0></p>'),
      '<a>&lt;p&gt;]]&gt;&lt;/p&gt;</a>',
    ],
    [
      'with quotes and white space of attributes as references',
      element('a', { b: '"\n\t<&' }),
      '<a b="&quot;&#10;&#9;&lt;&amp;"/>',
    ],
    ['without characters that XML forbids', element('a', { b: '\0x\ud800' }, '\ufffex\x1b'), '<a b="x">x</a>'],
    ['with every end of line as a line feed', element('a', {}, '1\r\n2\r3\n'), '<a>1\n2\n3\n</a>'],
    ['with characters beyond the first plane as they are', element('a', {}, '😀𠮷'), '<a>😀𠮷</a>'],
  ])('%s', (_, root, expected) => {
    expect(markup(root)).toBe(expected);
  });

  test('so that a strict parser reads any text back, cleaned', { timeout: 30_000 }, () => {
    // Many at once: a document costs the parser more than a text does.
    const many = fc.array(anyText, { minLength: 100, maxLength: 100 });
    const roundTrip = (texts: readonly string[]) => {
      const xml = xmlDocument(
        element(
          'root',
          {},
          texts.map(text => element('a', { b: text }, text)),
        ),
      );
      const read = [
        ...new JSDOM(textOf(xml), { contentType: 'application/xml' }).window.document.querySelectorAll('a'),
      ];
      const expected = texts.map(clean);
      expect(read.map(({ textContent }) => textContent)).toEqual(expected);
      expect(read.map(node => node.getAttribute('b'))).toEqual(expected);
    };
    fc.assert(fc.property(many, roundTrip), { numRuns: 10 });
  });

  test('never longer than by references alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', 'x'), maxLength: 12 }), text => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(markup(element('a', {}, text)).length).toBeLessThanOrEqual(`<a>${escaped}</a>`.length);
      }),
    );
  });
});
