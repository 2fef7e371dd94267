import type { ByteView } from '../../bytes/index.ts';

const MAP_SIZE = 64;
/** u32 start bit, u64 map. */
const NODE_LENGTH = 12;

/** The bits of an ebitmap at `at` and the offset behind it (security/selinux/ss/ebitmap.c, `ebitmap_read`). */
export function readEbitmap(view: ByteView, at: number, field: string): { readonly bits: readonly number[]; readonly end: number } {
  const mapSize = view.u32(at);
  if (mapSize !== MAP_SIZE) throw view.error(`${field} mapunit`, at, mapSize, MAP_SIZE);
  const highBit = view.u32(at + 4);
  const count = view.u32(at + 8);
  const nodes = view.view(at + 12, count * NODE_LENGTH);
  if (highBit % MAP_SIZE !== 0 || (highBit === 0) !== (count === 0)) throw view.error(`${field} highbit`, at + 4, highBit);
  const bits: number[] = [];
  let next = 0;
  for (let index = 0; index < count; index++) {
    const start = nodes.u32(index * NODE_LENGTH);
    const map = nodes.u64(index * NODE_LENGTH + 4);
    if (start % MAP_SIZE !== 0 || start < next || start > highBit - MAP_SIZE) throw nodes.error(`${field} startbit`, index * NODE_LENGTH, start);
    if (map === 0n) throw nodes.error(`${field} map`, index * NODE_LENGTH + 4, map, 'a bit that is set');
    for (let bit = 0; bit < MAP_SIZE; bit++) if ((map >> BigInt(bit)) & 1n) bits.push(start + bit);
    next = start + MAP_SIZE;
  }
  if (next !== highBit) throw view.error(`${field} highbit`, at + 4, highBit, next);
  return { bits, end: at + 12 + count * NODE_LENGTH };
}
