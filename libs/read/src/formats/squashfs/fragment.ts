import { FormatError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { type DataBlock, dataBlock, inflatedBlock } from './data-block.ts';
import { tableEntry } from './indexed-table.ts';
import type { FileContent, Inode } from './inode.ts';
import type { Volume } from './volume.ts';

/** The last part of a file, in a block that it shares with others. */
export interface Fragment {
  readonly block: DataBlock;
  /** Bytes from the inflated block's start. */
  readonly offset: number;
  readonly length: number;
  /** Bytes from the file's start. */
  readonly fileOffset: number;
}

/** Undefined when the file has none. */
export function readFragment(volume: Volume, { view, size }: Inode, { fragment }: FileContent): Fragment | undefined {
  const { blockSize } = volume.superBlock;
  const length = size % blockSize;
  if (fragment === undefined || length === 0) return undefined;
  const { fragments } = volume.tables;
  const count = fragments?.count ?? 0;
  if (fragments === undefined || fragment.number >= count) throw view.error('fragment', 0, fragment.number, `below ${count}, the number of fragments`);
  if (fragment.offset + length > blockSize) throw view.error('offset', 0, fragment.offset, `at most ${blockSize - length}, as ${length} bytes follow`);
  const entry = tableEntry(volume, fragments, fragment.number);
  const block = dataBlock(volume, entry, entry.u32(8), entry.safeU64(0, 'start_block'));
  if (block.storedLength === 0) throw entry.error('size', 0, 0, 'at least 1 for a fragment block');
  return { block, offset: fragment.offset, length, fileOffset: size - length };
}

/** Fills `target` with the fragment's bytes from `skip` on. */
export function readFromFragment(volume: Volume, fragment: Fragment, target: Uint8Array, skip: number): void {
  const { block, offset } = fragment;
  if (!block.compressed) {
    checkEnd(volume, fragment, block.storedLength);
    volume.source.readInto(target, block.start + offset + skip);
    return;
  }
  const bytes = inflatedBlock(volume, block, volume.superBlock.blockSize);
  checkEnd(volume, fragment, bytes.length);
  target.set(bytes.subarray(offset + skip, offset + skip + target.length));
}

/** Of a compressed block all of it, since no part can be read alone. */
export function fragmentRun({ block, offset, length, fileOffset }: Fragment): FileRun {
  if (!block.compressed) return { fileOffset, length, sourceOffset: block.start + offset };
  return { fileOffset, length, sourceOffset: block.start, sourceLength: block.storedLength };
}

function checkEnd({ source }: Volume, { block, offset, length }: Fragment, available: number): void {
  if (offset + length <= available) return;
  throw new FormatError({
    ...{ structure: 'squashfs fragment block', field: 'inflated length', offset: source.origin + block.start, found: available },
    expected: `at least ${offset + length}, where a file's last part ends`,
  });
}
