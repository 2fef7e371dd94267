/** What is needed to compute a tree: the part that superblock and table both carry. */
export interface VerityParameters {
  readonly algorithm: 'sha256' | 'sha512';
  readonly dataBlockSize: number;
  readonly hashBlockSize: number;
  readonly dataBlocks: number;
  /** Block of the hash device where the tree's top level starts. */
  readonly hashStartBlock: number;
  readonly salt: Uint8Array;
}

export const DIGEST_LENGTH = { sha256: 32, sha512: 64 } as const;

export const MIN_BLOCK_SIZE = 512;
/** Linux refuses blocks above its page size; mke2fs and veritysetup write up to 64 KiB. */
export const MAX_BLOCK_SIZE = 65536;
/** Room in the superblock. */
export const MAX_SALT_LENGTH = 256;

export function isBlockSize(size: number): boolean {
  return size >= MIN_BLOCK_SIZE && size <= MAX_BLOCK_SIZE && (size & (size - 1)) === 0;
}

export function isAlgorithm(name: string): name is VerityParameters['algorithm'] {
  return Object.hasOwn(DIGEST_LENGTH, name);
}
