import { parseInteger } from './parse-integer.ts';

/** Bytes of an address, the bits after the prefix zero. */
export interface IpPrefix {
  readonly address: readonly number[];
  /** In bits. */
  readonly length: number;
}

const BYTE = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

/** `10.0.0.0/8`, `fe80::/64`, or an address alone (systemd src/basic/in-addr-util.c; inet_pton(3)); undefined when it is none. */
export function parseIpPrefix(text: string): IpPrefix | undefined {
  const [, addressText = '', lengthText] = /^([^/]*)(?:\/([\s\S]*))?$/.exec(text) ?? [];
  const address = parseIpv4(addressText) ?? parseIpv6(addressText);
  if (address === undefined) return undefined;
  const length = lengthText === undefined ? address.length * 8 : parseInteger(lengthText);
  if (length === undefined || length < 0 || length > address.length * 8) return undefined;
  return { address: address.map((byte, index) => byte & maskOf(length - index * 8)), length };
}

export function isLoopback({ address }: IpPrefix): boolean {
  return address.length === 4 ? address[0] === 127 : address.every((byte, index) => byte === (index === 15 ? 1 : 0));
}

function maskOf(bits: number): number {
  return 0xff & ~(0xff >> Math.min(8, Math.max(0, bits)));
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const bytes = parts.map(Number);
  return parts.length === 4 && parts.every((part) => BYTE.test(part)) && bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** At most one `::`, which stands for at least one group; the last two groups may be an IPv4 address. */
function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (front === undefined) return undefined;
  if (halves.length === 1) return front.length === 16 ? front : undefined;
  const missing = back === undefined ? -1 : 16 - front.length - back.length;
  return missing < 2 ? undefined : [...front, ...new Array<number>(missing).fill(0), ...back!];
}

function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const tail = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (tail !== undefined) bytes.push(...tail);
    else if (GROUP.test(group)) bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return bytes.length > 16 ? undefined : bytes;
}
