import { type BlockSource, checkRange, type SourceDescription } from '../block-source.ts';

/** A disk whose bytes come in blocks, each of them whole or not at all. */
export interface InflatedBlocks {
  readonly length: number;
  /** The number of the block that holds byte `offset`. */
  find(offset: number): number;
  /** First byte of a block in the disk; that of the block after the last is the disk's length. */
  start(block: number): number;
  /** All bytes of a block, or more; good until the next call. */
  read(block: number): Uint8Array;
  /** Fills `target`, which is as long as the block, without keeping anything; false when it would rather `read`. */
  readInto?(block: number, target: Uint8Array): boolean;
  describe(): SourceDescription;
  close(): void;
}

/** Random access over blocks. Its origin is 0: offsets in errors are those in the disk, not in the file that holds it. */
export function blockWiseSource(blocks: InflatedBlocks): BlockSource {
  const source: BlockSource = {
    length: blocks.length,
    origin: 0,
    readInto(target, offset) {
      checkRange(source, offset, target.length);
      fill(blocks, target, offset);
    },
    readVector(targets, offset) {
      let at = offset;
      for (const target of targets) {
        source.readInto(target, at);
        at += target.length;
      }
    },
    describe: () => blocks.describe(),
    close: () => blocks.close(),
  };
  return source;
}

function fill(blocks: InflatedBlocks, target: Uint8Array, offset: number): void {
  if (target.length === 0) return;
  for (let done = 0, block = blocks.find(offset); done < target.length; block++) {
    const start = blocks.start(block);
    const from = offset + done - start;
    const count = Math.min(blocks.start(block + 1) - start - from, target.length - done);
    const part = target.subarray(done, done + count);
    const whole = from === 0 && start + count === blocks.start(block + 1);
    if (!whole || blocks.readInto?.(block, part) !== true) part.set(blocks.read(block).subarray(from, from + count));
    done += count;
  }
}
