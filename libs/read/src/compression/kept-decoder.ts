import { constants, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import type { WriteState, ZlibStream } from './zlib-stream.ts';

interface Decoder {
  readonly create: () => unknown;
  readonly flush: number;
  /** A stream of the one byte 0x61. */
  readonly sample: string;
  /** It needs no reset behind a stream that it has read to its end. */
  readonly startsAgain: boolean;
}

export type DecoderName = 'deflate' | 'zlib' | 'zstd';

const DECODERS: Readonly<Record<DecoderName, Decoder>> = {
  deflate: { create: createInflateRaw, flush: constants.Z_FINISH, sample: '010100feff61', startsAgain: false },
  zlib: { create: createInflate, flush: constants.Z_FINISH, sample: '7801010100feff6100620062', startsAgain: false },
  zstd: { create: createZstdDecompress, flush: constants.ZSTD_e_end, sample: '28b52ffd200109000061', startsAgain: true },
};

export interface Fill {
  /** Bytes of the target that were filled, from its start. */
  readonly length: number;
  /** Bytes of the input that were read. */
  readonly consumed: number;
  /** The stream has more than fits. */
  readonly goesOn: boolean;
}

const opened = new Map<DecoderName, KeptDecoder | undefined>();

/** The one of this thread; undefined where node:zlib has none that works like this. */
export function keptDecoder(name: DecoderName): KeptDecoder | undefined {
  if (!opened.has(name)) opened.set(name, KeptDecoder.open(name));
  return opened.get(name);
}

/**
 * A decoder of node:zlib that serves one stream after another and writes where it is told. `zstdDecompressSync` and its like make a
 * decoder and a buffer each time, which for small clusters costs more than to inflate them.
 */
export class KeptDecoder {
  readonly #decoder: Decoder;
  #stream: ZlibStream;
  readonly #oneByte = new Uint8Array(1);
  #error: Error | undefined;
  #isFresh = true;

  private constructor(decoder: Decoder) {
    this.#decoder = decoder;
    this.#stream = this.#create();
  }

  static open(name: DecoderName): KeptDecoder | undefined {
    try {
      const kept = new KeptDecoder(DECODERS[name]);
      return kept.#isTrue() ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Inflates one stream, or no more of it than fits when `isPartial`. An input of zstd is one frame, nothing behind it. What it throws is what
   * node:zlib would, an Error with its `code`.
   */
  fill(input: Uint8Array, target: Uint8Array, isPartial = false): Fill {
    if (isPartial && target.length === 0) return { length: 0, consumed: 0, goesOn: true };
    if (!this.#isFresh) this.#stream._handle.reset();
    this.#isFresh = false;
    // Without any room zlib calls a stream damaged.
    const [room, left] = target.length === 0 ? ([0, input.length] as const) : this.#write(input, 0, target);
    if (room > 0 || isPartial) return this.#end(input.length, left, target.length - room, room);
    // A checksum may be left, or bytes too many.
    const [none, rest] = this.#write(input, input.length - left, this.#oneByte);
    return this.#end(input.length, rest, target.length, none);
  }

  /** With room in the output and nothing left of the input, the decoder stands where a stream begins. */
  #end(input: number, left: number, length: number, room: number): Fill {
    this.#isFresh = this.#decoder.startsAgain && room > 0 && left === 0;
    return { length, consumed: input - left, goesOn: room === 0 };
  }

  #write(input: Uint8Array, from: number, target: Uint8Array): WriteState {
    const { _handle, _writeState } = this.#stream;
    _handle.writeSync(this.#decoder.flush, input, from, input.length - from, target, 0, target.length);
    if (this.#error !== undefined) throw this.#startAnew(this.#error);
    return _writeState as unknown as WriteState;
  }

  /** An error stays in a zstd decoder, even when that is reset. */
  #startAnew(error: Error): Error {
    this.#stream._handle.close();
    this.#stream = this.#create();
    this.#error = undefined;
    this.#isFresh = true;
    return error;
  }

  #create(): ZlibStream {
    const stream = this.#decoder.create() as ZlibStream;
    stream._handle.onerror = (message, _, code) => {
      this.#error = Object.assign(new Error(message), { code });
    };
    return stream;
  }

  #isTrue(): boolean {
    const input = Buffer.from(this.#decoder.sample, 'hex');
    const target = new Uint8Array(2);
    return [1, 2].every(() => {
      const { length, consumed } = this.fill(input, target.fill(0));
      return length === 1 && consumed === input.length && target[0] === 0x61;
    });
  }
}
