import { hash } from 'node:crypto';
import type { BlockSource } from '../../block-source/index.ts';
import { DIGEST_LENGTH, type VerityParameters } from './verity-parameters.ts';

/** Data blocks in one read: 16 of 4 KiB stay in the processor's second-level cache until they are hashed. */
const BATCH = 16;

/**
 * Salted digests of blocks, as fast as Node allows: blocks are read straight behind a copy of the salt, and
 * a digest travels as a binary string, the cheapest of the forms that `crypto.hash` returns. Blocks of zeros, which
 * free space is made of, all have the digest that is computed once.
 */
export class BlockHasher {
  readonly digestLength: number;
  readonly #algorithm: VerityParameters['algorithm'];
  readonly #strides: readonly Buffer[];
  readonly #targets: readonly Uint8Array[];
  readonly #zeros: Uint8Array;
  readonly #zeroDigest: string;
  readonly #blockSize: number;

  /** For blocks of `blockSize` bytes. */
  constructor(algorithm: VerityParameters['algorithm'], salt: Uint8Array, blockSize: number) {
    this.#algorithm = algorithm;
    this.digestLength = DIGEST_LENGTH[algorithm];
    this.#blockSize = blockSize;
    this.#strides = Array.from({ length: BATCH }, () => Buffer.concat([salt, new Uint8Array(blockSize)]));
    this.#targets = this.#strides.map((stride) => stride.subarray(salt.length));
    this.#zeros = new Uint8Array(blockSize);
    this.#zeroDigest = hash(algorithm, this.#strides[0]!, 'binary');
  }

  /** Writes the digests of `count` consecutive blocks at byte `offset` of `source` into `digests`, one after another. */
  hashBlocks(source: BlockSource, offset: number, count: number, digests: Buffer): void {
    for (let done = 0; done < count; done += BATCH) {
      const batch = Math.min(BATCH, count - done);
      source.readVector(batch === BATCH ? this.#targets : this.#targets.slice(0, batch), offset + done * this.#blockSize);
      for (let index = 0; index < batch; index++) {
        digests.write(this.#digest(index), (done + index) * this.digestLength, this.digestLength, 'binary');
      }
    }
  }

  #digest(index: number): string {
    const block = this.#targets[index]!;
    const isZero = block[0] === 0 && block[block.length - 1] === 0 && Buffer.compare(block, this.#zeros) === 0;
    return isZero ? this.#zeroDigest : hash(this.#algorithm, this.#strides[index]!, 'binary');
  }

  /** The digest of one block in memory. */
  hashBlock(block: Uint8Array): Buffer {
    this.#targets[0]!.set(block);
    return hash(this.#algorithm, this.#strides[0]!, 'buffer');
  }
}
