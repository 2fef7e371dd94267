import { constants, createInflateRaw } from 'node:zlib';
import { ZlibStream } from './zlib-stream.ts';

export interface Written {
  /** Bytes of the target that were filled, from its start. */
  readonly length: number;
  /** Bytes of the input that were read. */
  readonly consumed: number;
}

const { Z_BLOCK, Z_SYNC_FLUSH } = constants;
/** No more is allocated than the stream has to have. */
const SMALLEST_BUFFER = 64;

let isTrusted: boolean | undefined;

/** Inflates raw deflate data (RFC 1951) in steps, in the calling thread, and tells how far it has read. Close it: its memory is not V8's. */
export class RawInflater {
  readonly #stream = new ZlibStream(() => createInflateRaw({ chunkSize: SMALLEST_BUFFER }));

  /** Whether node:zlib works like this here, which Node does not promise. */
  static isTrusted(): boolean {
    isTrusted ??= passesTest();
    return isTrusted;
  }

  /**
   * Fills `target`, which must have room. `flush` is Z_SYNC_FLUSH; or Z_BLOCK, to stop behind each block; or Z_FINISH, which throws where data is missing.
   * With input and room, only the end of the data makes it do nothing. What it throws is what node:zlib would, an Error with its `code`.
   */
  write(flush: number, input: Uint8Array, target: Uint8Array): Written {
    const [room, left] = this.#stream.write(flush, input, 0, target);
    return { length: target.length - room, consumed: input.length - left };
  }

  /** Makes ready for other data, also after damage. */
  reset(): void {
    this.#stream.reset();
  }

  close(): void {
    this.#stream.close();
  }
}

function passesTest(): boolean {
  try {
    const inflater = new RawInflater();
    try {
      return behaves(inflater);
    } finally {
      inflater.close();
    }
  } catch {
    return false;
  }
}

/** It stops between two blocks and at the end, where a step does nothing; it refuses damage, and starts again after that. */
function behaves(inflater: RawInflater): boolean {
  const input = Buffer.from('000100feff61010100feff620700', 'hex');
  if (!inflatesSample(inflater, input, Z_BLOCK, [6, 6, 0])) return false;
  inflater.reset();
  if (!refusesDamage(inflater, input.subarray(12))) return false;
  inflater.reset();
  return inflatesSample(inflater, input, Z_SYNC_FLUSH, [12, 0]);
}

function inflatesSample(inflater: RawInflater, input: Uint8Array, flush: number, steps: readonly number[]): boolean {
  const target = Buffer.alloc(4);
  let [read, made] = [0, 0];
  return (
    steps.every((step) => {
      const { consumed, length } = inflater.write(flush, input.subarray(read), target.subarray(made));
      read += consumed;
      made += length;
      return consumed === step;
    }) && target.toString('latin1', 0, made) === 'ab'
  );
}

function refusesDamage(inflater: RawInflater, damaged: Uint8Array): boolean {
  try {
    inflater.write(Z_SYNC_FLUSH, damaged, new Uint8Array(4));
    return false;
  } catch {
    return true;
  }
}
