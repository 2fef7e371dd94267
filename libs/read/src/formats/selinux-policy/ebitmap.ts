import type { PolicyCursor } from './policy-cursor.ts';

const MAP_SIZE = 64;
/** u32 start bit, u64 map. */
const NODE_LENGTH = 12;
const HALF = 32;

/**
 * A set of bit numbers as the policy stores it (security/selinux/ss/ebitmap.c): nodes of 64 bits in ascending order, none of them empty.
 * It looks into the policy's bytes and copies nothing, however many bits are set.
 */
export class Ebitmap {
  static readonly empty = new Ebitmap(new DataView(new ArrayBuffer(0)), 0);

  /** Absolute offset of the first node, 0 when there is none. */
  readonly offset: number;
  readonly #nodes: DataView;
  readonly #count: number;

  constructor(nodes: DataView, offset: number) {
    this.#nodes = nodes;
    this.#count = nodes.byteLength / NODE_LENGTH;
    this.offset = offset;
  }

  /** A set of these bit numbers, in any order. */
  static of(bits: Iterable<number>): Ebitmap {
    const maps = new Map<number, number>();
    for (const bit of bits) maps.set(bit >>> 5, (maps.get(bit >>> 5) ?? 0) | (1 << (bit & 31)));
    const starts = [...new Set([...maps.keys()].map((word) => word >>> 1))].sort((a, b) => a - b);
    const nodes = new DataView(new ArrayBuffer(starts.length * NODE_LENGTH));
    starts.forEach((start, index) => {
      nodes.setUint32(index * NODE_LENGTH, start * MAP_SIZE, true);
      nodes.setInt32(index * NODE_LENGTH + 4, maps.get(2 * start) ?? 0, true);
      nodes.setInt32(index * NODE_LENGTH + 8, maps.get(2 * start + 1) ?? 0, true);
    });
    return new Ebitmap(nodes, 0);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The highest bit that is set, -1 when there is none. */
  get highest(): number {
    if (this.#count === 0) return -1;
    const start = this.#start(this.#count - 1);
    const high = this.#word(this.#count - 1, 1);
    return high === 0 ? start + 31 - Math.clz32(this.#word(this.#count - 1, 0)) : start + 63 - Math.clz32(high);
  }

  /** How many bits are set. */
  get size(): number {
    let size = 0;
    for (let index = 0; index < this.#count; index++) size += bitCount(this.#word(index, 0)) + bitCount(this.#word(index, 1));
    return size;
  }

  has(bit: number): boolean {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const distance = bit - this.#start(middle);
      if (distance < 0) high = middle - 1;
      else if (distance >= MAP_SIZE) low = middle + 1;
      else return ((this.#word(middle, distance >> 5) >>> (distance & 31)) & 1) === 1;
    }
    return false;
  }

  /** Calls `visit` with each bit that is set, in ascending order. */
  forEach(visit: (bit: number) => void): void {
    for (let index = 0; index < this.#count; index++) {
      for (let half = 0; half < 2; half++) {
        const start = this.#start(index) + half * HALF;
        for (let word = this.#word(index, half); word !== 0; word &= word - 1) visit(start + 31 - Math.clz32(word & -word));
      }
    }
  }

  /** The bits that are set, in ascending order. */
  toArray(): number[] {
    const bits: number[] = [];
    this.forEach((bit) => void bits.push(bit));
    return bits;
  }

  isSubsetOf(other: Ebitmap): boolean {
    if (this.highest > other.highest) return false;
    for (let index = 0; index < this.#count; index++) if (!other.#covers(this.#start(index), this.#word(index, 0), this.#word(index, 1))) return false;
    return true;
  }

  #covers(start: number, low: number, high: number): boolean {
    let first = 0;
    let last = this.#count - 1;
    while (first <= last) {
      const middle = (first + last) >> 1;
      const at = this.#start(middle);
      if (at === start) return (low & ~this.#word(middle, 0)) === 0 && (high & ~this.#word(middle, 1)) === 0;
      if (at < start) first = middle + 1;
      else last = middle - 1;
    }
    return false;
  }

  #start(index: number): number {
    return this.#nodes.getUint32(index * NODE_LENGTH, true);
  }

  #word(index: number, half: number): number {
    return this.#nodes.getInt32(index * NODE_LENGTH + 4 + 4 * half, true);
  }
}

/** An ebitmap at the cursor: u32 map size (64), u32 highest bit + 1, u32 nodes, then u32 start bit and u64 map for each node. */
export function readEbitmap(cursor: PolicyCursor, field: string): Ebitmap {
  const mapSize = cursor.u32(`${field} mapunit`);
  if (mapSize !== MAP_SIZE) throw cursor.error(`${field} mapunit`, mapSize, MAP_SIZE);
  const highBit = cursor.u32(`${field} highbit`);
  if (highBit % MAP_SIZE !== 0) throw cursor.error(`${field} highbit`, highBit, 'a multiple of 64');
  const count = cursor.u32(`${field} count`);
  if (highBit === 0) return Ebitmap.empty;
  const { offset } = cursor;
  const nodes = cursor.view(count * NODE_LENGTH, `${field} nodes`);
  const end = checkNodes(cursor, field, nodes, highBit);
  if (end !== highBit) throw cursor.error(`${field} highbit`, highBit, end);
  return new Ebitmap(nodes, offset);
}

/** Returns the bit behind the last node. */
function checkNodes(cursor: PolicyCursor, field: string, nodes: DataView, highBit: number): number {
  let next = 0;
  for (let at = 0; at < nodes.byteLength; at += NODE_LENGTH) {
    const start = nodes.getUint32(at, true);
    if (start % MAP_SIZE !== 0 || start < next || start > highBit - MAP_SIZE) throw cursor.error(`${field} startbit`, start);
    if ((nodes.getUint32(at + 4, true) | nodes.getUint32(at + 8, true)) === 0) throw cursor.error(`${field} map`, 0, 'a bit that is set');
    next = start + MAP_SIZE;
  }
  return next;
}

function bitCount(word: number): number {
  let count = 0;
  for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}
