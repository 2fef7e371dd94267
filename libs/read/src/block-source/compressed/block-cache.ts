import { giveMemoryBack, takeMemory } from '../../compression/index.ts';

/** Enough for the largest LZ4 blocks three times over: metadata and content of a filesystem are read in turn. */
export const CACHE_BYTES = 12 * 1024 * 1024;
const SLOTS_LIMIT = 64;

interface Slot {
  block: number;
  /** When it was last asked for. */
  used: number;
  readonly buffer: Uint8Array<ArrayBuffer>;
}

/** The inflated blocks that were asked for last; their memory is used again for others. */
export class BlockCache {
  readonly #blockMaxSize: number;
  readonly #capacity: number;
  readonly #slots: Slot[] = [];
  #last: Slot | undefined;
  #clock = 0;

  constructor(blockMaxSize: number, cacheBytes = CACHE_BYTES) {
    this.#blockMaxSize = blockMaxSize;
    this.#capacity = Math.max(2, Math.min(SLOTS_LIMIT, Math.floor(cacheBytes / blockMaxSize)));
  }

  /** The bytes of `block`; `inflate` fills the buffer when it is not there. Good until the next call. */
  get(block: number, inflate: (target: Uint8Array) => void): Uint8Array {
    if (this.#last?.block === block) return this.#last.buffer;
    const slot = this.#slots.find((candidate) => candidate.block === block) ?? this.#fill(block, inflate);
    slot.used = ++this.#clock;
    this.#last = slot;
    return slot.buffer;
  }

  has(block: number): boolean {
    return this.#slots.some((slot) => slot.block === block);
  }

  /** Gives its memory back at once. */
  clear(): void {
    for (const { buffer } of this.#slots.splice(0)) giveMemoryBack(buffer.buffer);
    this.#last = undefined;
  }

  #fill(block: number, inflate: (target: Uint8Array) => void): Slot {
    const slot = this.#freeSlot();
    // While it is being filled, and when that fails, it holds nothing.
    slot.block = -1;
    inflate(slot.buffer);
    slot.block = block;
    return slot;
  }

  #freeSlot(): Slot {
    if (this.#slots.length === this.#capacity) return this.#slots.reduce((oldest, slot) => (slot.used < oldest.used ? slot : oldest));
    const slot = { block: -1, used: 0, buffer: new Uint8Array(takeMemory(this.#blockMaxSize), 0, this.#blockMaxSize) };
    this.#slots.push(slot);
    return slot;
  }
}
