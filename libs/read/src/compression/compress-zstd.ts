import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib';
import { inflateZstdInto } from './inflate-into.ts';
import { ZlibStream } from './zlib-stream.ts';

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const SAMPLE = Buffer.from('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');

/** Compresses pieces of up to `maxLength` bytes at the fastest level. A compressor that is kept leaves nothing to the garbage collector, which would wait: V8 lets 64 MiB of such memory gather in each thread. */
export class ZstdCompressor {
  readonly #output: Uint8Array;
  readonly #stream: ZlibStream | undefined;

  constructor(maxLength: number) {
    this.#output = new Uint8Array(zstdBound(maxLength));
    this.#stream = openStream();
  }

  /** One frame, good until the next call. */
  compress(bytes: Uint8Array): Uint8Array {
    return this.#stream === undefined ? zstdCompressSync(bytes, OPTIONS) : compressInto(this.#stream, bytes, this.#output);
  }

  /** Gives its memory back at once; it must not be used afterwards. */
  close(): void {
    this.#stream?.close();
  }
}

/** The most that zstd makes of `length` bytes, as ZSTD_COMPRESSBOUND in zstd.h has it, or a little more. */
function zstdBound(length: number): number {
  return length + (length >>> 8) + 1024;
}

/** Undefined where node:zlib does not work as its streams do today. */
function openStream(): ZlibStream | undefined {
  try {
    const stream = new ZlibStream(() => createZstdCompress(OPTIONS));
    const isTrue = [SAMPLE, SAMPLE.subarray(7)].every((sample) => {
      const frame = compressInto(stream, sample, new Uint8Array(zstdBound(sample.length)));
      const back = new Uint8Array(sample.length);
      inflateZstdInto(frame, back, { origin: 0, limit: back.length });
      return frame.length < sample.length && sample.equals(back);
    });
    return isTrue ? stream : undefined;
  } catch {
    return undefined;
  }
}

function compressInto(stream: ZlibStream, bytes: Uint8Array, output: Uint8Array): Uint8Array {
  const [room, left] = stream.write(constants.ZSTD_e_end, bytes, 0, output);
  if (room === 0 || left > 0) throw new Error(`zstd made more than ${output.length} bytes of ${bytes.length}`);
  return output.subarray(0, output.length - room);
}
