/** A value of `count` bits, least significant first, as deflate packs all but its codes. */
type Field = readonly [value: number, count: number];

/** No last block, fixed codes (BTYPE 01), end of block: 10 bits. */
const FIXED: readonly Field[] = [
  [0b010, 3],
  [0, 7],
];

/**
 * An empty block with dynamic codes (RFC 1951, 3.2.7): 91 bits. Of code lengths it has the codes 1 (code 0) and 18 (code 1), each of one bit; of literals and
 * lengths only 256, the end of the block, with one bit; and two distances of one bit each.
 */
const DYNAMIC: readonly Field[] = [
  [0b100, 3],
  [257 - 257, 5],
  [2 - 1, 5],
  [18 - 4, 4],
  ...[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1].map((symbol): Field => [symbol === 18 || symbol === 1 ? 1 : 0, 3]),
  ...[138, 118].flatMap((zeros): readonly Field[] => [
    [1, 1],
    [zeros - 11, 7],
  ]),
  [0b000, 3],
  [0, 1],
];

const PREFIXES = Array.from({ length: 8 }, (_, bit) => build(bit));

/**
 * Empty blocks that end `bit` bits (0 to 7) into their last byte, whose other bits are those of `byte`: before the rest of deflate data that goes on at that bit of `byte`,
 * they let an inflater start there. Nothing at all for bit 0 but the byte.
 */
export function prefixDeflate(bit: number, byte: number): Uint8Array {
  const prefix = PREFIXES[bit]!.slice();
  prefix[prefix.length - 1]! |= byte & (0xff << bit);
  return prefix;
}

/** A stored block (RFC 1951, 3.2.4) that is not the last: an inflater that gets it has its `content` (up to 65535 bytes) for what follows to refer to. */
export function storeDeflate(content: Uint8Array): Uint8Array {
  const block = new Uint8Array(5 + content.length);
  const view = new DataView(block.buffer);
  view.setUint16(1, content.length, true);
  view.setUint16(3, ~content.length & 0xffff, true);
  block.set(content, 5);
  return block;
}

function build(bit: number): Uint8Array {
  const fields: Field[] = bit % 2 === 0 ? [] : [...DYNAMIC];
  while (count(fields) % 8 !== bit) fields.push(...FIXED);
  const bytes = new Uint8Array(Math.floor(count(fields) / 8) + 1);
  let at = 0;
  for (const [value, length] of fields) {
    for (let index = 0; index < length; index++, at++) bytes[at >>> 3]! |= ((value >>> index) & 1) << (at & 7);
  }
  return bytes;
}

function count(fields: readonly Field[]): number {
  return fields.reduce((sum, [, length]) => sum + length, 0);
}
