import { FormatError } from '../../../bytes/index.ts';
import { type BlockSource, readBytes } from '../../block-source.ts';
import type { Qcow2Header } from './qcow2-header.ts';

const STRUCTURE = 'qcow2 L1 table';
const ENTRY = 8;
/** Bits 56 to 62 of an entry, in its high half; bits 0 to 8, in its low half. */
const RESERVED_HIGH = 0x7f000000;
const RESERVED_LOW = 0x1ff;
const OFFSET_HIGH = 0xffffff;

/**
 * Where the L2 tables of the disk lie in the file; 0: all of its clusters are zero. Each is a cluster of its own: one that lies over the
 * header, the L1 table, the refcount table or another L2 table is a FormatError, for no writer makes such a file.
 */
export function readL1Table(file: BlockSource, header: Qcow2Header): Float64Array {
  const clusterSize = 2 ** header.clusterBits;
  const count = Math.ceil(header.size / (clusterSize * (clusterSize / ENTRY)));
  if (count > header.l1Entries) {
    throw new FormatError({ structure: 'qcow2 header', field: 'l1_size', offset: file.origin + 36, found: header.l1Entries, expected: `at least ${count}` });
  }
  const bytes = readBytes(file, header.l1Offset, count * ENTRY);
  const view = new DataView(bytes.buffer);
  const table = new Float64Array(count);
  const check = offsetCheck(file, header);
  for (let index = 0; index < count; index++) {
    const offset = decodeEntry(view, index, file.origin + header.l1Offset);
    if (offset !== 0) check(offset, index);
    table[index] = offset;
  }
  refuseTwice(table, file.origin + header.l1Offset);
  return table;
}

function decodeEntry(view: DataView, index: number, origin: number): number {
  const high = view.getUint32(index * ENTRY);
  const low = view.getUint32(index * ENTRY + 4);
  if ((high & RESERVED_HIGH) !== 0 || (low & RESERVED_LOW) !== 0) throw wrong(origin, index, `0x${hex(high)}${hex(low)}`, 'no reserved bits');
  return (high & OFFSET_HIGH) * 2 ** 32 + low;
}

function offsetCheck(file: BlockSource, header: Qcow2Header) {
  const clusterSize = 2 ** header.clusterBits;
  const origin = file.origin + header.l1Offset;
  const taken = [
    { name: 'the header', start: 0, end: clusterSize },
    { name: 'the L1 table', start: header.l1Offset, end: header.l1Offset + header.l1Entries * ENTRY },
    { name: 'the refcount table', start: header.refcountTableOffset, end: header.refcountTableOffset + header.refcountTableLength },
  ];
  return (offset: number, index: number) => {
    if (offset % clusterSize !== 0) throw wrong(origin, index, offset, `a multiple of ${clusterSize}`);
    if (offset + clusterSize > file.length) throw wrong(origin, index, offset, `a table inside the file's ${file.length} bytes`);
    for (const { name, start, end } of taken)
      if (offset < end && offset + clusterSize > start) throw wrong(origin, index, offset, `a table that is not ${name}`);
  };
}

function refuseTwice(table: Float64Array, origin: number): void {
  const sorted = Float64Array.from(table).sort();
  const twice = sorted.findIndex((offset, index) => offset !== 0 && offset === sorted[index + 1]);
  if (twice >= 0) throw wrong(origin, table.lastIndexOf(sorted[twice]!), sorted[twice]!, 'a table that is not used twice');
}

function wrong(origin: number, index: number, found: number | string, expected: string): FormatError {
  return new FormatError({ structure: STRUCTURE, field: `entry ${index}`, offset: origin + index * ENTRY, found, expected });
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
