import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, formatUuid, UnsupportedError } from '../../bytes/index.ts';
import { isAlgorithm, isBlockSize, MAX_BLOCK_SIZE, MAX_SALT_LENGTH, MIN_BLOCK_SIZE, type VerityParameters } from './verity-parameters.ts';

const LENGTH = 512;
const SIGNATURE = 'verity\0\0';

/** cryptsetup, lib/verity/verity.c, `struct verity_sb`. */
export interface VeritySuperblock extends VerityParameters {
  readonly version: number;
  readonly hashType: number;
  /** Lower case. */
  readonly uuid: string;
}

/** The superblock at byte 0 of the hash device. All-zero bytes → undefined: there is none. */
export function readVeritySuperblock(hashDevice: BlockSource): VeritySuperblock | undefined {
  const view = new ByteView(readBytes(hashDevice, 0, LENGTH), 'dm-verity superblock', hashDevice.origin);
  if (view.bytes.every((byte) => byte === 0)) return undefined;
  return decodeSuperblock(view);
}

function decodeSuperblock(view: ByteView): VeritySuperblock {
  checkIdentity(view);
  const dataBlockSize = blockSize(view, 'data_block_size', 64);
  const hashBlockSize = blockSize(view, 'hash_block_size', 68);
  const saltLength = view.u16(80);
  if (saltLength > MAX_SALT_LENGTH) throw view.error('salt_size', 80, saltLength, `at most ${MAX_SALT_LENGTH}`);
  return {
    version: view.u32(8),
    hashType: view.u32(12),
    uuid: formatUuid(view.slice(16, 16)),
    algorithm: algorithm(view),
    dataBlockSize,
    hashBlockSize,
    dataBlocks: view.safeU64(72, 'data_blocks'),
    salt: view.slice(88, saltLength).slice(),
    hashStartBlock: Math.ceil(LENGTH / hashBlockSize),
  };
}

function checkIdentity(view: ByteView): void {
  const signature = new TextDecoder('latin1').decode(view.slice(0, 8));
  if (signature !== SIGNATURE) throw view.error('signature', 0, JSON.stringify(signature), JSON.stringify(SIGNATURE));
  const version = view.u32(8);
  if (version !== 1) throw new UnsupportedError({ structure: view.structure, field: 'version', offset: view.offset + 8, found: version, expected: 1 });
  const hashType = view.u32(12);
  if (hashType === 1) return;
  throw new UnsupportedError({ structure: view.structure, field: 'hash_type', offset: view.offset + 12, found: hashType, expected: 1 });
}

function algorithm(view: ByteView): VerityParameters['algorithm'] {
  const name = new TextDecoder('latin1').decode(view.slice(32, 32)).replace(/\0.*$/s, '');
  if (isAlgorithm(name)) return name;
  throw new UnsupportedError({
    structure: view.structure,
    field: 'algorithm',
    offset: view.offset + 32,
    found: JSON.stringify(name),
    expected: 'sha256 or sha512',
  });
}

function blockSize(view: ByteView, field: string, at: number): number {
  const size = view.u32(at);
  if (!isBlockSize(size)) throw view.error(field, at, size, `a power of two from ${MIN_BLOCK_SIZE} to ${MAX_BLOCK_SIZE}`);
  return size;
}
