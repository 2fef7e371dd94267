import { type ByteView, FormatError, UnsupportedError } from '../../bytes/index.ts';
import { type InflateInto, inflateAndMove, inflateLz4Block, inflateXz, inflateZlibInto, inflateZstdInto } from '../../compression/index.ts';

const COMPRESSION_AT = 20;

/** Inflates `stored`, whose absolute image offset is `origin`, into `target` and returns how many bytes that were. */
export type Inflate = (stored: Uint8Array, target: Uint8Array, origin: number) => number;

export interface Compressor {
  /** As mksquashfs -comp spells it. */
  readonly name: 'gzip' | 'xz' | 'lz4' | 'zstd';
  readonly inflate: Inflate;
}

/** SQUASHFS_XZ_COMPRESSION and so on, by number. */
const COMPRESSORS: Readonly<Record<number, Compressor>> = {
  1: { name: 'gzip', inflate: wholeStream(inflateZlibInto) },
  4: { name: 'xz', inflate: wholeStream((stored, target, options) => inflateAndMove(inflateXz, stored, target, options)) },
  5: { name: 'lz4', inflate: (stored, target, origin) => inflateLz4Block(stored, target, { origin }) },
  6: { name: 'zstd', inflate: wholeStream(inflateZstdInto) },
};
const NOT_READ: Readonly<Record<number, string>> = { 2: 'lzma', 3: 'lzo' };

/** Throws an UnsupportedError that names lzma or lzo. */
export function readCompressor(superBlock: ByteView): Compressor {
  const id = superBlock.u16(COMPRESSION_AT);
  const compressor = COMPRESSORS[id];
  if (compressor !== undefined) return compressor;
  const found = NOT_READ[id];
  if (found === undefined) throw superBlock.error('compression', COMPRESSION_AT, id, '1 to 6');
  throw new UnsupportedError({
    ...{ structure: superBlock.structure, field: 'compression', offset: superBlock.offset + COMPRESSION_AT, found },
    expected: 'gzip, xz, lz4 or zstd',
  });
}

/** A stream that fills its block to the last byte. */
function wholeStream(inflate: InflateInto): Inflate {
  return (stored, target, origin) => {
    const { length, consumed } = inflate(stored, target, { origin, limit: target.length });
    if (consumed !== stored.length)
      throw new FormatError({ structure: 'squashfs block', field: 'stored size', offset: origin, found: stored.length, expected: consumed });
    return length;
  };
}
