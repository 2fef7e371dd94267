import type { GenfsContext, SelinuxClass, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** By the number that the policy holds. */
export const fsUseNames: Readonly<Record<number, string>> = { 1: 'fs_use_xattr', 2: 'fs_use_trans', 3: 'fs_use_task' };

const PROTOCOLS: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp', 33: 'dccp', 132: 'sctp' };
const SIDES: Readonly<Record<number, string>> = { 1: 'source', 2: 'target' };
const RANGES: Readonly<Record<number, string>> = {
  1: 'source low',
  2: 'source high',
  3: 'source low_high',
  4: 'target low',
  5: 'target high',
  6: 'target low_high',
  7: 'glblub',
};
/** As in genfscon statements and in file_contexts. */
const FILE_TYPES: ReadonlyMap<string, string> = new Map([
  ['file', '--'],
  ['dir', '-d'],
  ['chr_file', '-c'],
  ['blk_file', '-b'],
  ['sock_file', '-s'],
  ['fifo_file', '-p'],
  ['lnk_file', '-l'],
]);
const IPV4_LENGTH = 4;
const GROUPS = 8;

export function protocolName(protocol: number): string {
  return PROTOCOLS[protocol] ?? String(protocol);
}

/** `proc /kmsg`, and `proc /kmsg --` for one that is about files of a class only. */
export function genfsKey({ classes }: SelinuxPolicy, { fileSystem, path, tclass }: GenfsContext): string {
  if (tclass === 0) return `${fileSystem} ${path}`;
  const name = classes.nameOf(tclass);
  return `${fileSystem} ${path} ${FILE_TYPES.get(name) ?? name}`;
}

/** `80`, `80-90`, and of radix 16 `0x0-0x10`; both ends inclusive. */
export function spanText(low: number, high: number, radix: 10 | 16 = 10): string {
  const text = (number: number) => (radix === 16 ? `0x${number.toString(16)}` : String(number));
  return low === high ? text(low) : `${text(low)}-${text(high)}`;
}

/** A subnet prefix of 8 bytes as the IPv6 address that starts with it. */
export function subnetText(prefix: Uint8Array): string {
  const address = new Uint8Array(2 * prefix.length);
  address.set(prefix);
  return addressText(address);
}

/** `default_user file` and `source`, for each default that a class states. */
export function defaultTexts({ name, defaults }: SelinuxClass): { readonly name: string; readonly value: string }[] {
  const stated = (['user', 'role', 'type', 'range'] as const).filter((part) => defaults[part] !== 0);
  return stated.map((part) => ({ name: `default_${part} ${name}`, value: (part === 'range' ? RANGES : SIDES)[defaults[part]] ?? `#${defaults[part]}` }));
}

/** An IPv4 or IPv6 address of 4 or 16 bytes in network order; the latter as RFC 5952 has it. */
export function addressText(address: Uint8Array): string {
  if (address.length === IPV4_LENGTH) return address.join('.');
  const groups = Array.from({ length: GROUPS }, (_, index) => (address[2 * index]! << 8) | address[2 * index + 1]!);
  const { start, length } = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
