import { limits } from '../../model/limits.ts';
import { asText } from '../fields.ts';

/**
 * The id that an article came with, as a URI: an absolute IRI of a scheme that names things, what is not ASCII in it
 * percent-encoded (RFC 3987 3.1). Everything else is none: readers and databases take an id as it is, for good.
 */
export function upstreamId(value: unknown): string | undefined {
  const text = asText(value);
  if (text === undefined || text.length > limits.id || !isIri(text)) return undefined;
  const id = text.replace(/[^\0-\x7F]/gu, encodeURIComponent);
  return id.length > limits.id ? undefined : id;
}

/** RFC 3987 2.2, without quotes, which that allows but nobody expects. */
function isIri(text: string): boolean {
  return !/[\s"'<>\\^`{|}\0-\x1F\x7F]|%(?![\dA-F]{2})/i.test(text) && shapes.some(shape => shape.test(text));
}

const shapes: readonly RegExp[] = [
  // What stands before an @ is a password.
  /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i,
  // RFC 4151 2.1
  /^tag:[^,:/?#]+,\d{4}(?:-\d\d){0,2}:./i,
  // RFC 8141 2: urn:uuid, urn:isbn…
  /^urn:[a-z\d][a-z\d-]{0,30}[a-z\d]:./i,
  /^doi:10\.\d{4,9}\/./i,
];
