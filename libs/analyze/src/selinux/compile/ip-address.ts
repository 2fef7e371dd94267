const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const GROUP_BYTES = 2;

/** The 4 or 16 bytes of an address in network order, as `inet_pton` of POSIX reads it; undefined for what is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  const bytes = text.includes(':') ? ipv6Bytes(text) : ipv4Bytes(text);
  return bytes === undefined ? undefined : Uint8Array.from(bytes);
}

function ipv4Bytes(text: string): number[] | undefined {
  const parts = text.split('.');
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.length === IPV4_BYTES && bytes.every((byte) => byte < 256) ? bytes : undefined;
}

/** Groups of hexadecimal digits, with `::` once for as many zeros as are missing, and with an IPv4 address at the end or not. */
function ipv6Bytes(text: string): number[] | undefined {
  const [head, tail, ...more] = text.split('::');
  const before = groupBytes(head!, tail === undefined);
  const after = groupBytes(tail ?? '', true);
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const missing = IPV6_BYTES - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < GROUP_BYTES) return undefined;
  return [...before, ...new Array<number>(missing).fill(0), ...after];
}

function groupBytes(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const ipv4 = isLast && groups.at(-1)!.includes('.') ? ipv4Bytes(groups.pop()!) : [];
  if (ipv4 === undefined || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return [...groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]), ...ipv4];
}
