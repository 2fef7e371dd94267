import { readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { HEADER_LENGTH, METADATA_LENGTH } from './metadata-blocks.ts';
import type { Opened } from './volume.ts';

const POINTER_LENGTH = 8;

/** A table of `count` entries of `entryLength` bytes in metadata blocks, and a list of the u64 positions of these blocks behind them. */
export interface IndexedTable {
  readonly name: string;
  /** Of the list of positions, from the filesystem's start. */
  readonly index: number;
  /** Where what it is part of ends: the list is not longer. */
  readonly end: number;
  readonly count: number;
  readonly entryLength: number;
}

/** Entry `number`, which is below the table's count, and may be followed by others. */
export function tableEntry(volume: Opened, table: IndexedTable, number: number): ByteView {
  const perBlock = METADATA_LENGTH / table.entryLength;
  const block = Math.floor(number / perBlock);
  const { view } = volume.metadata.view(blockPosition(volume, table, block), table.index, table.name);
  const at = (number % perBlock) * table.entryLength;
  if (at + table.entryLength > view.length) throw view.error('length', 0, view.length, `at least ${at + table.entryLength} bytes for entry ${number}`);
  return new ByteView(view.slice(at, table.entryLength), `${table.name}, entry ${number}`, view.offset);
}

/** Where the first block lies: the table before ends there. */
export function tableStart(volume: Opened, table: IndexedTable): number {
  return blockPosition(volume, table, 0);
}

/** Where the list of positions ends. */
export function indexEnd({ index, count, entryLength }: IndexedTable): number {
  return index + Math.ceil((count * entryLength) / METADATA_LENGTH) * POINTER_LENGTH;
}

/** As the kernel checks: blocks follow one another without larger gaps than a block can fill, and the list follows the last one. */
function blockPosition(volume: Opened, table: IndexedTable, block: number): number {
  const { source } = volume;
  const at = table.index + block * POINTER_LENGTH;
  const isLast = at + POINTER_LENGTH >= indexEnd(table);
  const view = new ByteView(readBytes(source, at, isLast ? POINTER_LENGTH : 2 * POINTER_LENGTH), `${table.name}, index`, source.origin + at);
  const position = view.safeU64(0, `start of block ${block}`);
  const next = isLast ? table.index : view.safeU64(POINTER_LENGTH, `start of block ${block + 1}`);
  if (position >= next || next > table.index || next - position > HEADER_LENGTH + METADATA_LENGTH)
    throw view.error(`start of block ${block}`, 0, position, `up to ${HEADER_LENGTH + METADATA_LENGTH} bytes before ${Math.min(next, table.index)}`);
  return position;
}
