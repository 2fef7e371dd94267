import type { ByteView } from '../../bytes/index.ts';
import type { Inode } from './inode.ts';
import { HEAD_KINDS, type Lcluster, type LclusterIndex, NONHEAD_TYPE, STORED_BLOCKS_BIT } from './lcluster.ts';
import { MAP_HEADER_LENGTH, type MapHeader } from './map-header.ts';
import { readMetadata, type Volume } from './volume.ts';

/** Packs: 2 entries in 8 bytes or 16 in 32; the last 4 bytes are a block number, bit fields fill the rest. */
const WIDE = { entryLength: 4, entries: 2 } as const;
const NARROW = { entryLength: 2, entries: 16 } as const;
const NARROW_ALIGNMENT = 32;
const BASE_LENGTH = 4;
const MAX_NARROW_BITS = 12;
const MIN_FIELD_BITS = 12; // STORED_BLOCKS_BIT must fit

/** Where the two kinds of pack lie: wide ones up to the first 32-byte border, narrow ones, wide ones again. */
interface Plan {
  readonly start: number; // from the filesystem's start
  readonly leading: number; // entries in wide packs before the narrow ones
  readonly narrow: number; // entries in narrow packs
}

interface PackPlace {
  readonly offset: number;
  readonly index: number;
  readonly pack: typeof WIDE | typeof NARROW;
}

/** An index of 4-byte and 2-byte entries (layout compressed-compact): fs/erofs/zmap.c, z_erofs_load_compact_lcluster. */
export function compactIndex(volume: Volume, inode: Inode, header: MapHeader, count: number): LclusterIndex {
  const structure = `erofs compact index of inode ${inode.nid}`;
  const plan = planPacks(header, count);
  // Entries are asked for one after another.
  let last: Pack | undefined;
  let lastOffset = -1;
  return {
    end: indexEnd(plan, count),
    entry(lcn) {
      const { offset, index, pack } = packPlace(plan, lcn);
      if (offset !== lastOffset) last = new Pack(readMetadata(volume, offset, pack.entryLength * pack.entries, structure), header, pack);
      lastOffset = offset;
      return decodeEntry(last!, index);
    },
    place: (lcn) => volume.source.origin + packPlace(plan, lcn).offset,
  };
}

function planPacks({ offset, clusterBits, compacted2b }: MapHeader, count: number): Plan {
  const start = offset + MAP_HEADER_LENGTH;
  const leading = ((NARROW_ALIGNMENT - (start % NARROW_ALIGNMENT)) / WIDE.entryLength) & 7;
  const inNarrow = compacted2b && clusterBits <= MAX_NARROW_BITS && leading < count;
  return { start, leading: Math.min(leading, count), narrow: inNarrow ? count - leading - ((count - leading) % NARROW.entries) : 0 };
}

function packPlace({ start, leading, narrow }: Plan, lcn: number): PackPlace {
  if (lcn < leading) return inPack(start, lcn, WIDE);
  const narrowStart = start + leading * WIDE.entryLength;
  if (lcn < leading + narrow) return inPack(narrowStart, lcn - leading, NARROW);
  return inPack(narrowStart + narrow * NARROW.entryLength, lcn - leading - narrow, WIDE);
}

function indexEnd(plan: Plan, count: number): number {
  const { offset, pack } = packPlace(plan, count - 1);
  return offset + pack.entryLength * pack.entries;
}

function inPack(start: number, position: number, pack: PackPlace['pack']): PackPlace {
  const index = position % pack.entries;
  return { offset: start + (position - index) * pack.entryLength, index, pack };
}

class Pack {
  readonly view: ByteView;
  readonly header: MapHeader;
  readonly entries: number;
  readonly #fieldBits: number;
  readonly #entryBits: number;

  constructor(view: ByteView, header: MapHeader, { entryLength, entries }: PackPlace['pack']) {
    this.view = view;
    this.header = header;
    this.entries = entries;
    this.#fieldBits = Math.max(header.clusterBits, MIN_FIELD_BITS);
    this.#entryBits = ((entryLength * entries - BASE_LENGTH) * 8) / entries;
  }

  /** The low bits of an entry: an offset, a distance, or a number of blocks. */
  value(index: number): number {
    return this.#bits(index) & ((1 << this.#fieldBits) - 1);
  }

  type(index: number): number {
    return (this.#bits(index) >>> this.#fieldBits) & 3;
  }

  get baseBlock(): number {
    return this.view.u32(this.view.length - BASE_LENGTH);
  }

  #bits(index: number): number {
    const bit = index * this.#entryBits;
    return this.view.u32(bit >>> 3) >>> (bit & 7);
  }
}

function decodeEntry(pack: Pack, index: number): Lcluster {
  const type = pack.type(index);
  if (type === NONHEAD_TYPE) return decodeNonHead(pack, index);
  const clusterOffset = pack.value(index);
  if (clusterOffset >= 2 ** pack.header.clusterBits) throw pack.view.error('clusterofs', 0, clusterOffset, `below ${2 ** pack.header.clusterBits}`);
  return { kind: HEAD_KINDS[type]!, clusterOffset, block: pack.baseBlock + blocksBefore(pack, index), isPartial: false };
}

/** The last entry of a pack holds the distance to the next head instead, so that its own distance comes from the one before. */
function decodeNonHead(pack: Pack, index: number): Lcluster {
  const value = pack.value(index);
  if ((value & STORED_BLOCKS_BIT) !== 0) {
    if (!pack.header.bigCompressed) throw pack.view.error('delta', 0, value, 'no block count, as the file has no big pclusters');
    return { kind: 'nonhead', back: 1, storedBlocks: value & ~STORED_BLOCKS_BIT };
  }
  return { kind: 'nonhead', back: index + 1 < pack.entries ? value : backOfPrevious(pack, index) + 1 };
}

function backOfPrevious(pack: Pack, index: number): number {
  if (pack.type(index - 1) !== NONHEAD_TYPE) return 0;
  const value = pack.value(index - 1);
  return (value & STORED_BLOCKS_BIT) === 0 ? value : 1;
}

/** A pack has one block number; that of a head is so many blocks further as the heads before it in the pack have stored. */
function blocksBefore(pack: Pack, index: number): number {
  return pack.header.bigCompressed ? blocksOfBigClusters(pack, index) : clustersOfOneBlock(pack, index);
}

/** Counts this head too: the pack's block number is one less. */
function clustersOfOneBlock(pack: Pack, index: number): number {
  let count = 1;
  for (let at = index - 1; at >= 0; at--) {
    if (pack.type(at) === NONHEAD_TYPE) at -= pack.value(at);
    if (at >= 0) count++;
  }
  return count;
}

function blocksOfBigClusters(pack: Pack, index: number): number {
  let blocks = 0;
  for (let at = index - 1; at >= 0; at--) {
    if (pack.type(at) !== NONHEAD_TYPE) {
      blocks++;
      continue;
    }
    const value = pack.value(at);
    if ((value & STORED_BLOCKS_BIT) !== 0) {
      blocks += value & ~STORED_BLOCKS_BIT;
      at--;
    } else {
      if (value <= 1) throw pack.view.error('delta', 0, value, 'a distance above 1, as the first nonhead entry holds a block count');
      at -= value - 2;
    }
  }
  return blocks;
}
