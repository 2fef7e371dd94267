import { type BlockSource, memorySource, readBytes } from '@staticfire/read/block-source';
import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { detectCompression, inflateGzip, inflateXz, inflateZstd } from '@staticfire/read/compression';

/** What kmod takes (kmod libkmod/libkmod-file.c). */
const INFLATE: Readonly<Record<string, typeof inflateGzip>> = { gzip: inflateGzip, xz: inflateXz, zstd: inflateZstd };
const MAGIC_LENGTH = 8;
const MAX_COMPRESSED = 32 * 1024 * 1024;
const MAX_INFLATED = 64 * 1024 * 1024;
const STRUCTURE = 'kernel module';

/** A module as the kernel gets it: inflated where it is compressed, by its first bytes. Larger than 32 MiB, or 64 MiB inflated → LimitError. */
export function openModule(source: BlockSource): BlockSource {
  const compression = detectCompression(readBytes(source, 0, Math.min(MAGIC_LENGTH, source.length)));
  if (compression === undefined) return source;
  const inflate = INFLATE[compression];
  const offset = source.origin;
  if (inflate === undefined)
    throw new UnsupportedError({ structure: STRUCTURE, field: 'compression', offset, found: compression, expected: 'gzip, xz or zstd' });
  if (source.length > MAX_COMPRESSED)
    throw new LimitError({ structure: STRUCTURE, field: 'length', offset, found: source.length, expected: `at most ${MAX_COMPRESSED}` });
  const { output, consumed } = inflate(readBytes(source, 0, source.length), { origin: offset, limit: MAX_INFLATED });
  if (consumed === source.length) return memorySource(output);
  throw new FormatError({
    structure: STRUCTURE,
    field: 'length',
    offset: offset + consumed,
    found: source.length,
    expected: `${consumed}, to the end of the stream`,
  });
}
