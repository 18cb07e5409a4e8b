import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Reach } from './reach.ts';

/** Finds the addresses of a host name, as node:dns does. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** A name has no address that may be connected to. */
export class NotPublic extends Error {}

/**
 * The look-up of a connection, which gives it allowed addresses only: a name that was looked at before would have another
 * address by now, if its owner wanted that. Connections to IP addresses look nothing up: these are asked about before.
 */
export function checkedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      all => {
        const allowed = all.filter(({ address }) => reach(host, address) !== undefined);
        const [first] = allowed;
        if (first === undefined) callback(new NotPublic(), '');
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      error => callback(error, ''),
    );
  };
}
