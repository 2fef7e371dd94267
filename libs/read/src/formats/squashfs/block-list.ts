import { LimitError } from '../../bytes/index.ts';
import { type DataBlock, dataBlock } from './data-block.ts';
import type { FileContent, Inode } from './inode.ts';
import { inodeCursor } from './inode-reader.ts';
import type { MetadataCursor } from './metadata-cursor.ts';
import type { Volume } from './volume.ts';

const WORD_LENGTH = 4;
/** Blocks whose places are worked out, and kept, together. */
const WINDOW = 1024;
const MAX_WINDOWS = 8;
/** 512 GiB in blocks of 128 KiB: a list of zeros is next to nothing when it is compressed. */
const MAX_BLOCKS = 2 ** 22;

/** Where a window of the list begins. */
interface Place {
  readonly block: number; // metadata block, from the inode table's start
  readonly offset: number;
  /** Of its first data block, from the filesystem's start. */
  readonly start: number;
}

/** The full blocks of one file, and its last one when that is no fragment: their lengths follow the inode, and each lies behind the one before. */
export class BlockList {
  readonly count: number;
  readonly #volume: Volume;
  readonly #inode: Inode;
  readonly #places: Place[];
  readonly #windows = new Map<number, readonly DataBlock[]>();

  constructor(volume: Volume, inode: Inode, { start, fragment }: FileContent) {
    const { view, size, reference } = inode;
    const { blockSize } = volume.superBlock;
    this.count = fragment === undefined ? Math.ceil(size / blockSize) : Math.floor(size / blockSize);
    if (this.count > MAX_BLOCKS)
      throw new LimitError({
        structure: view.structure,
        field: 'file_size',
        offset: view.offset,
        message: `${this.count} blocks, at most ${MAX_BLOCKS} are read`,
      });
    this.#volume = volume;
    this.#inode = inode;
    const cursor = inodeCursor(volume, reference);
    cursor.skip(view.length);
    this.#places = [this.#placeOf(cursor, start)];
  }

  /** Block `index`, which is below the count. */
  at(index: number): DataBlock {
    return this.#window(Math.floor(index / WINDOW))[index % WINDOW]!;
  }

  #window(number: number): readonly DataBlock[] {
    const known = this.#windows.get(number);
    if (known !== undefined) return known;
    while (this.#places.length <= number) this.#decode(this.#places.length - 1);
    const blocks = this.#decode(number);
    if (this.#windows.size >= MAX_WINDOWS) this.#windows.delete(this.#windows.keys().next().value!);
    this.#windows.set(number, blocks);
    return blocks;
  }

  /** Notes where the next window begins, too. */
  #decode(number: number): readonly DataBlock[] {
    const place = this.#places[number]!;
    const cursor = this.#cursorAt(place);
    const first = number * WINDOW;
    const words = cursor.view(Math.min(WINDOW, this.count - first) * WORD_LENGTH);
    const blocks: DataBlock[] = [];
    let { start } = place;
    for (let at = 0; at < words.length; at += WORD_LENGTH) {
      const block = dataBlock(this.#volume, words, words.u32(at), start);
      blocks.push(block);
      start += block.storedLength;
    }
    if (number === this.#places.length - 1) this.#places.push(this.#placeOf(cursor, start));
    return blocks;
  }

  #placeOf({ block, offset }: MetadataCursor, start: number): Place {
    return { block: block - this.#volume.tables.inodes.start, offset, start };
  }

  #cursorAt({ block, offset }: Place): MetadataCursor {
    const cursor = inodeCursor(this.#volume, this.#inode.reference);
    cursor.seek(block, offset);
    return cursor;
  }
}
