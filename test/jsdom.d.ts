/** The little of jsdom that tests use; its own types want the DOM's library, which no other code here may see. */
declare module 'jsdom' {
  export interface Element {
    readonly localName: string;
    readonly namespaceURI: string;
    readonly textContent: string;
    innerHTML: string;
    readonly parentElement: Element | null;
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
    getAttribute(name: string): string | null;
    querySelectorAll(selector: string): Iterable<Element>;
  }
  export interface Document extends Element {
    readonly body: Element;
  }
  export class JSDOM {
    constructor(html: string, options?: Readonly<Record<string, unknown>>);
    readonly window: {
      readonly document: Document;
      readonly DOMParser: new () => { parseFromString(text: string, type: string): Document };
      close(): void;
    };
    static fragment(html: string): Element;
  }
}
