import type { Claim, Failure, Reading, Readings, UnreadableFile, Workshop } from '../model/reading.ts';
import { fingerprintOf, keyOf, namesOf, speakingLength } from './identity.ts';

/** What readings come to as far as their files alone decide it. */
export async function claimsOf(
  readings: Iterable<Reading> | AsyncIterable<Reading>,
  unreadable: Iterable<UnreadableFile>,
  { digest, rules }: Pick<Workshop, 'digest' | 'rules'>,
): Promise<Readings> {
  const claims: Claim[] = [];
  const failures: Failure[] = [];
  for await (const { file, source, outcome } of readings) {
    const { path, size, mtime } = file;
    const base = { path, source: source?.id, size, mtime, rules: rules(source), present: true };
    const seed = { ...base, digest: await digest(owned(file.bytes)) };
    if (outcome.kind === 'problem') {
      const { reason, hint } = outcome;
      failures.push({ problem: { path, source: source?.id, reason, hint }, seed: { ...seed, textLength: 0 } });
    } else {
      const draft = outcome.value;
      claims.push({
        draft,
        names: await namesOf(draft, path, digest),
        key: await keyOf(draft, path, digest),
        fingerprint: await fingerprintOf(draft, draft.written, digest),
        seed: { ...seed, textLength: speakingLength(draft) },
      });
    }
  }
  for (const { path, source, reason, hint, size, mtime } of unreadable) {
    failures.push({
      problem: { path, source, reason, hint },
      seed: { path, source, size, mtime, digest: '', rules: rules(undefined), textLength: 0, present: true },
    });
  }
  return { claims, failures };
}

/** A digest takes bytes of an ArrayBuffer of their own (Web Crypto does not take shared memory). */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Uint8Array.from(bytes);
}
