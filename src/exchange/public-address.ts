import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** IANA's special-purpose registries: what is not reached over the Internet, or leads to this network itself. */
const NOT_PUBLIC_4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of 2000::/3: tunnels that would lead to any IPv4 address, and documentation. */
const NOT_PUBLIC_6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic = new BlockList();
for (const [net, bits] of NOT_PUBLIC_4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_6) notPublic.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether the address belongs to some machine of the Internet, so that asking it reveals nothing of our own network. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return global6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/** Within which a network of one's own lies: private use (RFC 1918, 4193), shared by a carrier (RFC 6598), this machine. */
const OWN_NETWORKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  'fc00::/7',
  '::1/128',
];
const MOST_NETWORKS = 50;

/**
 * Networks in which partner offices live besides the Internet, as the operator lists them: CIDR with commas between, each
 * exact (no bits beside the prefix) and within a network of one's own. Undefined for anything else, so that nobody opens the way
 * to the addresses under which clouds tell secrets to their machines.
 */
export function readNetworks(text: string): string[] | undefined {
  const networks = text.split(',').map((each) => each.trim().toLowerCase());
  return networks.length <= MOST_NETWORKS && networks.every(isOwnNetwork) ? networks : undefined;
}

/** Whether an address may be asked: a public one, or one of these networks. */
export function addressGuard(networks: readonly string[]): (address: string) => boolean {
  const listed = new BlockList();
  for (const network of networks) {
    const { address, bits, family } = parseNetwork(network) ?? {};
    if (address !== undefined && bits !== undefined && family !== undefined) listed.addSubnet(address, bits, family);
  }
  return (address) =>
    isPublicAddress(address) || (isIP(address) !== 0 && listed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'));
}

interface Network {
  address: string;
  bits: number;
  family: 'ipv4' | 'ipv6';
}

function parseNetwork(text: string): Network | undefined {
  const [, address = '', digits = ''] = /^([0-9a-f.:]{2,45})\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? [];
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  const bits = Number(digits);
  return family === undefined || bits > (family === 'ipv4' ? 32 : 128) ? undefined : { address, bits, family };
}

function isOwnNetwork(text: string): boolean {
  const network = parseNetwork(text);
  if (network === undefined || numberOf(network) % 2n ** BigInt(widthOf(network) - network.bits) !== 0n) return false;
  return OWN_NETWORKS.some((each) => {
    const own = parseNetwork(each);
    if (own?.family !== network.family || network.bits < own.bits) return false;
    const beside = BigInt(widthOf(own) - own.bits);
    return numberOf(own) >> beside === numberOf(network) >> beside;
  });
}

function widthOf({ family }: Network): number {
  return family === 'ipv4' ? 32 : 128;
}

/** The address as a number. */
function numberOf({ address, family }: Network): bigint {
  if (family === 'ipv4') return address.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = groups.map((half) => (half === '' ? [] : half.split(':')));
  const zeros = groups.length === 1 ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}
