const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;
const STRIPE = 16;

/** XXH32 (xxhash_spec.md): with seed 0 the checksum of LZ4 frames. */
export function xxh32(bytes: Uint8Array, seed = 0): number {
  return new Xxh32(seed).update(bytes).digest();
}

/** XXH32 of bytes that come in pieces. */
export class Xxh32 {
  readonly #seed: number;
  readonly #lanes: Int32Array;
  readonly #pending = new Uint8Array(STRIPE);
  #pendingLength = 0;
  #length = 0;

  constructor(seed = 0) {
    this.#seed = seed;
    this.#lanes = Int32Array.of(seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1);
  }

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let at = 0;
    if (this.#pendingLength > 0) {
      at = Math.min(STRIPE - this.#pendingLength, bytes.length);
      this.#keep(bytes.subarray(0, at));
      if (this.#pendingLength < STRIPE) return this;
      this.#consume(this.#pending, 0);
      this.#pendingLength = 0;
    }
    at = this.#consume(bytes, at);
    this.#keep(bytes.subarray(at));
    return this;
  }

  /** An unsigned 32-bit number. */
  digest(): number {
    const [first, second, third, fourth] = this.#lanes as unknown as [number, number, number, number];
    let hash = this.#length >= STRIPE ? rotate(first, 1) + rotate(second, 7) + rotate(third, 12) + rotate(fourth, 18) : this.#seed + PRIME_5;
    hash = (hash + this.#length) | 0;
    const tail = new DataView(this.#pending.buffer, 0, this.#pendingLength);
    let at = 0;
    for (; at + 4 <= tail.byteLength; at += 4) hash = Math.imul(rotate(hash + Math.imul(tail.getInt32(at, true), PRIME_3), 17), PRIME_4);
    for (; at < tail.byteLength; at++) hash = Math.imul(rotate(hash + Math.imul(tail.getUint8(at), PRIME_5), 11), PRIME_1);
    return avalanche(hash);
  }

  #keep(bytes: Uint8Array): void {
    this.#pending.set(bytes, this.#pendingLength);
    this.#pendingLength += bytes.length;
  }

  /** Takes whole stripes from `at`; returns where they end. */
  #consume(bytes: Uint8Array, at: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let [first, second, third, fourth] = this.#lanes as unknown as [number, number, number, number];
    let position = at;
    for (const end = bytes.length - STRIPE; position <= end; position += STRIPE) {
      first = round(first, view.getInt32(position, true));
      second = round(second, view.getInt32(position + 4, true));
      third = round(third, view.getInt32(position + 8, true));
      fourth = round(fourth, view.getInt32(position + 12, true));
    }
    this.#lanes.set([first, second, third, fourth]);
    return position;
  }
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function avalanche(value: number): number {
  let hash = Math.imul(value ^ (value >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
