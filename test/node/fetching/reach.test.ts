import { describe, expect, test } from 'vitest';
import { isPublic, reachOf } from '../../../src/node/fetching/reach.ts';

describe('an address of the public internet', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '2400:cb00::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('is %s', address => {
    expect(isPublic(address)).toBe(true);
  });

  test.each([
    ['this network', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['of a carrier', '100.64.0.1'],
    ['of a carrier', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['of the link, where clouds tell secrets', '169.254.169.254'],
    ['for protocols', '192.0.0.8'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['a relay of 6to4', '192.88.99.1'],
    ['for benchmarks', '198.19.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-compatible', '::8.8.8.8'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped private, in hexadecimal', '::ffff:a00:1'],
    ['IPv4-translated', '::ffff:0:10.0.0.1'],
    ['NAT64 of a private one', '64:ff9b::10.0.0.1'],
    ['NAT64 of the link', '64:ff9b::a9fe:a9fe'],
    ['NAT64 of a local prefix', '64:ff9b:1::8.8.8.8'],
    ['to be discarded', '100::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['6to4', '2002:7f00:1::1'],
    ['segment routing', '5f00::1'],
    ['unique local', 'fd12:3456::1'],
    ['unique local', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['no address', 'example.org'],
    ['no address', ''],
  ])('is none that is %s: %s', (_, address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('what the configuration allows besides', () => {
  test('is a host by its name, whatever its address and however its name is written', () => {
    const reach = reachOf(['Feeds.intern']);
    expect(reach('feeds.INTERN', '10.0.0.1')).toBe('allowed');
    expect(reach('other.intern', '10.0.0.1')).toBe(undefined);
    expect(reach('sub.feeds.intern', '10.0.0.1')).toBe(undefined);
  });

  test('is an address, whatever the name', () => {
    const reach = reachOf(['10.0.0.1', '::1']);
    expect(reach('any.example.org', '10.0.0.1')).toBe('allowed');
    expect(reach('any.example.org', '10.0.0.2')).toBe(undefined);
    expect(reach('any.example.org', '::1')).toBe('allowed');
    expect(reach('any.example.org', '::2')).toBe(undefined);
  });

  test('is a range', () => {
    const reach = reachOf(['10.1.0.0/16', 'fd00::/8']);
    expect(reach('any.example.org', '10.1.255.255')).toBe('allowed');
    expect(reach('any.example.org', '10.2.0.0')).toBe(undefined);
    expect(reach('any.example.org', 'fd12::1')).toBe('allowed');
    expect(reach('any.example.org', 'fe80::1')).toBe(undefined);
  });

  test('takes nothing from the public internet', () => {
    expect(reachOf(['127.0.0.1'])('example.org', '1.1.1.1')).toBe('internet');
  });

  test.each(['10.0.0.0/33', '::/129', 'example.org/8'])('is not %s', allow => {
    expect(() => reachOf([allow])).toThrow(`${allow} is no range`);
  });
});
