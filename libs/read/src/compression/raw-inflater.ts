import { constants, createInflateRaw } from 'node:zlib';
import type { WriteState, ZlibStream } from './zlib-stream.ts';

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
  readonly #stream: ZlibStream;
  #error: Error | undefined;

  /** `dictionary`: the up to 32 KiB that came out before. */
  constructor(dictionary?: Uint8Array) {
    const options = { chunkSize: SMALLEST_BUFFER, ...(dictionary !== undefined && dictionary.length > 0 && { dictionary }) };
    this.#stream = createInflateRaw(options) as unknown as ZlibStream;
    this.#stream._handle.onerror = (message, _, code) => {
      this.#error = Object.assign(new Error(message), { code });
    };
  }

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
    const { _handle, _writeState } = this.#stream;
    _handle.writeSync(flush, input, 0, input.length, target, 0, target.length);
    if (this.#error !== undefined) throw this.#error;
    const [room, left] = _writeState as unknown as WriteState;
    return { length: target.length - room, consumed: input.length - left };
  }

  /** Makes ready for other data; a dictionary stays. */
  reset(): void {
    this.#stream._handle.reset();
  }

  close(): void {
    this.#stream._handle.close();
  }
}

/** Two blocks, a copy from a dictionary that is longer than what came out, the end, and damage. */
function passesTest(): boolean {
  const stored = Buffer.from('000100feff61', 'hex');
  const last = Buffer.from('010100feff62', 'hex');
  /** A fixed block: the three bytes from five before, end of block. */
  const copy = Buffer.from('031200', 'hex');
  try {
    return (
      isSame(Z_BLOCK, Buffer.concat([stored, last, copy]), [6, 6, 0], 'ab') && isSame(Z_SYNC_FLUSH, copy, [3], 'vwx', Buffer.from('vwxyz')) && refusesDamage()
    );
  } catch {
    return false;
  }
}

function isSame(flush: number, input: Uint8Array, steps: readonly number[], text: string, dictionary?: Uint8Array): boolean {
  const target = new Uint8Array(8);
  const inflater = new RawInflater(dictionary);
  try {
    let [read, length] = [0, 0];
    const isAsExpected = steps.every((step) => {
      const written = inflater.write(flush, input.subarray(read), target.subarray(length));
      read += written.consumed;
      length += written.length;
      return written.consumed === step;
    });
    return isAsExpected && Buffer.from(target.subarray(0, length)).toString() === text;
  } finally {
    inflater.close();
  }
}

function refusesDamage(): boolean {
  const inflater = new RawInflater();
  try {
    inflater.write(Z_SYNC_FLUSH, Uint8Array.of(0x07), new Uint8Array(8));
    return false;
  } catch {
    return true;
  } finally {
    inflater.close();
  }
}
