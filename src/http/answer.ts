/** One request for something rendered: find its state, take its rendition, respond. */
import type { Instant } from '../model/entry.ts';
import type { Store } from '../model/store.ts';
import { RequestError } from './errors.ts';
import type { Rendered, Renditions } from './renditions.ts';
import { type Caching, respond } from './respond.ts';

/** What an address leads to: the revision its bytes depend on, and how they are made. */
export type Found = { readonly revision: number; readonly render: () => Promise<Rendered> };

/** What answering needs of the app. */
export type Answering = {
  readonly store: Pick<Store, 'state'>;
  readonly renditions: Renditions;
  readonly now: () => Instant;
  /** False until the seeds were read once: an empty store is then no empty feed. */
  readonly ready: () => boolean;
  /** Told of failures that the answer hides. */
  readonly report: (message: string, cause: unknown) => void;
};

export type Answer = (
  request: Request,
  address: string,
  caching: Caching,
  find: () => Promise<Found>,
) => Promise<Response>;

/**
 * Makes the function that answers. `address` is canonical: it names the rendition. When the store fails, the last good
 * rendition is the answer; where there is none, a 503.
 */
export function answering({ store, renditions, now, ready, report }: Answering): Answer {
  let epoch: string | undefined;
  return async (request, address, caching, find) => {
    try {
      const { revision, render } = await find();
      if (revision === 0 && !ready()) throw notReady();
      epoch ??= (await store.state()).epoch;
      return respond(request, await renditions.get(address, { epoch, revision }, render), caching, now());
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const last = renditions.last(address);
      report(`The store failed; ${address} is answered with ${last ? 'its last good rendition' : 'a 503'}.`, error);
      if (last === undefined)
        throw new RequestError(503, 'The store cannot be read at the moment. Try again soon.', { 'retry-after': '30' });
      return respond(request, last, caching, now());
    }
  };
}

function notReady(): RequestError {
  return new RequestError(503, 'The articles are being read for the first time. Try again in a few seconds.', {
    'retry-after': '5',
  });
}
