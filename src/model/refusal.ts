/**
 * Why a store takes nothing of a put although it works: what is in it contradicts what is stored, was overtaken by
 * what the same sender sent later, or is more than the platform takes at once. The message names what.
 */
export class Refusal extends Error {
  readonly kind: 'conflict' | 'overtaken' | 'too-large';
  constructor(kind: Refusal['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
