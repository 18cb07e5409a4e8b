/** Which addresses may be fetched from: a source names any host, and a host any address, one of our own network too. */
import { BlockList, isIP } from 'node:net';
import { UsageError } from '../usage-error.ts';

/** Why an IP address may be connected to, as one of the host that was named; absent: it may not. */
export type Reach = (host: string, address: string) => 'internet' | 'allowed' | undefined;

/**
 * The public internet, and what the configuration allows besides: host names, IP addresses and ranges. Throws a UsageError
 * for what is none of these.
 */
export function reachOf(allow: readonly string[]): Reach {
  const names = new Set<string>();
  const ranges = new BlockList();
  for (const each of allow) {
    const [address = '', bits] = each.split('/');
    if (isIP(address) === 0 && bits === undefined) names.add(each.toLowerCase());
    else addRange(ranges, address, bits, each);
  }
  return (host, address) => {
    if (isPublic(address)) return 'internet';
    return names.has(host.toLowerCase()) || ranges.check(address, familyOf(address)) ? 'allowed' : undefined;
  };
}

/**
 * The same for whoever is led on by what it says: once the internet was asked, nothing else may be. What is allowed is for sources that
 * name it themselves; whoever writes on the internet would read it in our feeds. `isOutside` is whether that was so from the beginning.
 */
export function ledOn(reach: Reach, isOutside: boolean): { readonly reach: Reach; readonly isOutside: () => boolean } {
  let outside = isOutside;
  return {
    reach: (host, address) => {
      const why = reach(host, address);
      if (outside && why === 'allowed') return undefined;
      outside ||= why === 'internet';
      return why;
    },
    isOutside: () => outside,
  };
}

/** Whether an IP address is one of the public internet (the registries of special purposes: RFC 6890, and those of IANA since). */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special4.check(address, 'ipv4');
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

const ranges4 = [
  // This network, private, of carriers (RFC 6598), of this machine, of this link.
  '0.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  // Protocol assignments, relays of 6to4, benchmarks, documentation.
  '192.0.0.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  // Multicast, reserved, broadcast.
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** IPv4 within IPv6: mapped (RFC 4291 2.5.5.2), and NAT64 (RFC 6052 2.1), by which an IPv6 network reaches all of IPv4. */
const carriers = ['::ffff:', '64:ff9b::'] as const;

/** All that is given out as global (RFC 4291 2.4), and carriers: what is in none of these is no address of the internet. */
const global6 = blockListOf(['2000::/3', ...carriers.map(prefix => `${prefix}0.0.0.0/96`)]);

const special4 = blockListOf(ranges4);

const special6 = blockListOf([
  // Protocol assignments with Teredo and ORCHID, documentation, 6to4: tunnels lead to any IPv4 address.
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '2002::/16',
  ...carriers.flatMap(prefix =>
    ranges4.map(range => {
      const [address, bits] = range.split('/');
      return `${prefix}${address}/${96 + Number(bits)}`;
    }),
  ),
]);

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

function addRange(ranges: BlockList, address: string, bits: string | undefined, as: string): void {
  const family = familyOf(address);
  const most = family === 'ipv4' ? 32 : 128;
  if (isIP(address) === 0 || Number(bits ?? most) > most)
    throw new UsageError(`fetch.allow in site.yaml: ${as} is no range. Write it as in 10.0.0.0/8 or fd00::/8.`);
  ranges.addSubnet(address, Number(bits ?? most), family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
