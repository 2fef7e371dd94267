import { inflateSync } from 'node:zlib';
import { type ByteView, FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { inflateLz4Block, inflateXz, inflateZstd, toInflateError } from '../../compression/index.ts';

const COMPRESSION_AT = 20;
/** A buffer that is filled to its end makes zlib allocate the next one. */
const SPARE = 64;

/** Inflates `stored`, whose absolute image offset is `origin`, into `target` and returns how many bytes that were. */
export type Inflate = (stored: Uint8Array, target: Uint8Array, origin: number) => number;

export interface Compressor {
  /** As mksquashfs -comp spells it. */
  readonly name: 'gzip' | 'xz' | 'lz4' | 'zstd';
  readonly inflate: Inflate;
}

/** SQUASHFS_XZ_COMPRESSION and so on, by number. */
const COMPRESSORS: Readonly<Record<number, Compressor>> = {
  1: { name: 'gzip', inflate: inflateZlib },
  4: { name: 'xz', inflate: wholeStream(inflateXz) },
  5: { name: 'lz4', inflate: (stored, target, origin) => inflateLz4Block(stored, target, { origin }) },
  6: { name: 'zstd', inflate: wholeStream(inflateZstd) },
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

/** One zlib stream (RFC 1950). */
function inflateZlib(stored: Uint8Array, target: Uint8Array, origin: number): number {
  let inflated: Inflated;
  try {
    inflated = inflateSync(stored, { maxOutputLength: target.length, chunkSize: target.length + SPARE, info: true } as never) as unknown as Inflated;
  } catch (error) {
    throw asFormatError(toInflateError(error, 'zlib stream', origin, target.length));
  }
  checkConsumed('zlib stream', stored, inflated.engine.bytesWritten, origin);
  target.set(inflated.buffer);
  return inflated.buffer.length;
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function wholeStream(inflate: typeof inflateXz): Inflate {
  return (stored, target, origin) => {
    let inflated: ReturnType<typeof inflateXz>;
    try {
      inflated = inflate(stored, { origin, limit: target.length });
    } catch (error) {
      throw asFormatError(error);
    }
    checkConsumed('squashfs block', stored, inflated.consumed, origin);
    target.set(inflated.output);
    return inflated.output.length;
  };
}

/** A block that inflates to more than a block is damaged, whatever would be allowed. */
function asFormatError(error: unknown): unknown {
  return error instanceof LimitError ? new FormatError(error.detail) : error;
}

function checkConsumed(structure: string, stored: Uint8Array, consumed: number, offset: number): void {
  if (consumed !== stored.length) throw new FormatError({ structure, field: 'stored size', offset, found: stored.length, expected: consumed });
}
