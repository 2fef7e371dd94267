/** Tags of ITU-T X.690 that certificates and signatures use. */
const TAG = { integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8: 0x0c, utcTime: 0x17, sequence: 0x30, set: 0x31 } as const;

/** One element of DER with any tag. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(TAG.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]) => der(TAG.set, ...parts);
export const octets = (bytes: Uint8Array) => der(TAG.octetString, bytes);
export const bits = (bytes: Uint8Array) => der(TAG.bitString, Buffer.of(0), bytes);
export const utf8 = (text: string) => der(TAG.utf8, Buffer.from(text));
export const nothing = () => der(TAG.null);
/** `[number]`, constructed: EXPLICIT around an element, IMPLICIT instead of a SET or SEQUENCE. */
export const context = (number: number, ...parts: readonly Uint8Array[]) => der(0xa0 + number, ...parts);

/** A positive integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  return der(TAG.integer, bytes[0]! >= 0x80 ? Buffer.of(0) : Buffer.alloc(0), bytes);
}

/** From dotted decimal. */
export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return der(TAG.oid, Buffer.from([first! * 40 + second!, ...rest.flatMap(base128)]));
}

/** `seconds` since 1970, until 2049. */
export function utcTime(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(TAG.utcTime, Buffer.from(`${digits}Z`));
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return [0x80 + bytes.length, ...bytes];
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
