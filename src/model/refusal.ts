/**
 * Why a store takes nothing of a put although it works: what is in it contradicts what is stored, or is more than the
 * platform takes at once. The message names what.
 */
export class Refusal extends Error {
  readonly kind: 'conflict' | 'too-large';
  constructor(kind: Refusal['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
