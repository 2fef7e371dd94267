import { type ByteView, UnsupportedError } from '../../bytes/index.ts';
import { Flag } from './features.ts';
import { SUPER_BLOCK_LENGTH } from './super-block.ts';
import type { Opened } from './volume.ts';

/** Bytes of each compressor's options: struct gzip_comp_opts, comp_opts of xz and lz4, zstd_comp_opts of squashfs-tools. */
const LENGTHS = { gzip: 8, xz: 8, lz4: 8, zstd: 4 } as const;
const LZ4_LEGACY = 1;

/**
 * Where the data area begins: behind the superblock and the compressor's options, one metadata block where the flags say that there
 * are some. LZ4 has to have them, for its version. What the others say (levels, strategies, dictionaries, filters) is in their streams.
 */
export function readCompressorOptions(volume: Opened): number {
  const { superBlock, metadata } = volume;
  const { name } = superBlock.compressor;
  if ((superBlock.flags & Flag.compressorOptions) === 0) {
    if (name === 'lz4') throw superBlock.view.error('flags', 24, superBlock.flags, 'compressor options, as lz4 has a version');
    return SUPER_BLOCK_LENGTH;
  }
  const { view, next } = metadata.view(SUPER_BLOCK_LENGTH, superBlock.inodeTable, 'squashfs compressor options');
  if (view.length !== LENGTHS[name]) throw view.error('length', 0, view.length, `${LENGTHS[name]} bytes for ${name}`);
  if (name === 'lz4') checkLz4Version(view);
  return next;
}

function checkLz4Version(view: ByteView): void {
  const version = view.u32(0);
  if (version === LZ4_LEGACY) return;
  throw new UnsupportedError({ structure: view.structure, field: 'version', offset: view.offset, found: `lz4 version ${version}`, expected: LZ4_LEGACY });
}
