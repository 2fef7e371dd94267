import { UrlError } from './url-error.ts';

/** What is fetched and kept as one piece. */
export const URL_BLOCK = 1024 * 1024;
/** How many blocks are kept. */
const SLOTS = 16;
/** A reader asks for one block, and the next: more would be as many threads. */
const REQUESTS = 16;
const TEXT_LIMIT = 2048;

/** Words of the control memory. */
const GENERATION = 0;
const WAKE = 1;
const STATE = 2;
const CHECKED = 3;
const CHECK_WANTED = 4;
const CLOCK = 5;
const LENGTH_LOW = 6;
const LENGTH_HIGH = 7;
const TEXT_LENGTH = 8;
const SLOT_BLOCKS = 16;
const SLOT_STATES = SLOT_BLOCKS + SLOTS;
const SLOT_USED = SLOT_STATES + SLOTS;
const SLOT_PINS = SLOT_USED + SLOTS;
const SLOT_READ = SLOT_PINS + SLOTS;
const REQUEST_BLOCKS = SLOT_READ + SLOTS;
const TEXT = (REQUEST_BLOCKS + REQUESTS) * 4;
const CONTROL_LENGTH = TEXT + TEXT_LIMIT;

/** Before it: opening. */
const OPEN = 1;
const FAILED = 2;

/** Before it: empty. */
const LOADING = 1;
const READY = 2;
/** In place of a number of pins: the slot is about to hold another block. */
const LOCKED = -1;
/** More than the clock counts. */
const UNREAD = 2 ** 40;

/** Blocks of a remote file, in memory that all threads share: readers ask and wait, one thread fetches. */
export interface UrlStore {
  /** Tells the stores of one process apart. */
  readonly id: number;
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

export interface UrlRequest {
  readonly block: number;
  /** Whether the next one will be wanted, too. */
  readonly sequential: boolean;
}

let created = 0;

export function createUrlStore(): UrlStore {
  const control = new SharedArrayBuffer(CONTROL_LENGTH);
  new Int32Array(control).fill(-1, SLOT_BLOCKS, SLOT_STATES);
  return { id: ++created, control, data: new SharedArrayBuffer(SLOTS * URL_BLOCK) };
}

/** What both sides see of a store. */
class StoreView {
  protected readonly words: Int32Array;
  protected readonly store: UrlStore;

  constructor(store: UrlStore) {
    this.store = store;
    this.words = new Int32Array(store.control, 0, TEXT / 4);
  }

  /** Of the file, once it is open. */
  get length(): number {
    return (this.words[LENGTH_LOW]! >>> 0) + this.words[LENGTH_HIGH]! * 2 ** 32;
  }

  protected text(): string {
    return Buffer.from(new Uint8Array(this.store.control, TEXT, this.words[TEXT_LENGTH]!)).toString();
  }

  protected slotOf(block: number): number {
    for (let slot = 0; slot < SLOTS; slot++) if (Atomics.load(this.words, SLOT_BLOCKS + slot) === block) return slot;
    return -1;
  }

  protected bytes(slot: number, block: number): Uint8Array {
    return new Uint8Array(this.store.data, slot * URL_BLOCK, Math.min(URL_BLOCK, this.length - block * URL_BLOCK));
  }
}

/** The side of the readers: any thread. */
export class UrlStoreReader extends StoreView {
  /** What tells this version of the file from others, as the fetching thread put it down. Waits until the file is open. */
  identity(patience: number): string {
    this.#waitUntil(() => Atomics.load(this.words, STATE) === OPEN, patience);
    return this.text();
  }

  /** Asks the server again, and waits until it says that the file is the same. */
  check(patience: number): void {
    const wanted = Atomics.add(this.words, CHECK_WANTED, 1) + 1;
    this.#wake();
    this.#waitUntil(() => Atomics.load(this.words, CHECKED) >= wanted, patience);
  }

  /** Copies bytes of a block from `from` on into `target`; waits until it is there, and asks for the next one meanwhile. `patience`: milliseconds in which nothing at all happens. */
  copy(request: UrlRequest, from: number, target: Uint8Array, patience: number): void {
    let slot = this.#pin(request.block);
    this.#waitUntil(() => {
      if (slot < 0) slot = this.#pin(request.block);
      if (slot < 0) this.#ask(request.block);
      return slot >= 0;
    }, patience);
    const next = request.block + 1;
    if (request.sequential && next * URL_BLOCK < this.length) this.#ask(next);
    target.set(this.bytes(slot, request.block).subarray(from, from + target.length));
    Atomics.sub(this.words, SLOT_PINS + slot, 1);
  }

  /** Why the file can no longer be read. */
  failure(): UrlError | undefined {
    return Atomics.load(this.words, STATE) === FAILED ? new UrlError(this.text()) : undefined;
  }

  #waitUntil(isDone: () => boolean, patience: number): void {
    for (;;) {
      const generation = Atomics.load(this.words, GENERATION);
      const failure = this.failure();
      if (failure !== undefined) throw failure;
      if (isDone()) return;
      if (Atomics.wait(this.words, GENERATION, generation, patience) === 'timed-out') throw new UrlError('the thread that fetches does not answer');
    }
  }

  /** A slot that keeps its block until it is let go; -1 when the block is not there. */
  #pin(block: number): number {
    const slot = this.slotOf(block);
    if (slot < 0 || Atomics.load(this.words, SLOT_STATES + slot) !== READY) return -1;
    const pins = SLOT_PINS + slot;
    for (let count = Atomics.load(this.words, pins); ; ) {
      if (count === LOCKED) return -1;
      const found = Atomics.compareExchange(this.words, pins, count, count + 1);
      if (found === count) break;
      count = found;
    }
    if (Atomics.load(this.words, SLOT_BLOCKS + slot) === block && Atomics.load(this.words, SLOT_STATES + slot) === READY) {
      Atomics.store(this.words, SLOT_USED + slot, Atomics.add(this.words, CLOCK, 1));
      Atomics.store(this.words, SLOT_READ + slot, 1);
      return slot;
    }
    Atomics.sub(this.words, pins, 1);
    return -1;
  }

  #ask(block: number): void {
    if (this.slotOf(block) >= 0) return;
    for (let at = 0; at < REQUESTS; at++) if (Atomics.load(this.words, REQUEST_BLOCKS + at) === block + 1) return;
    for (let at = 0; at < REQUESTS; at++) if (Atomics.compareExchange(this.words, REQUEST_BLOCKS + at, 0, block + 1) === 0) break;
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.words, WAKE, 1);
    Atomics.notify(this.words, WAKE);
  }
}

/** The side of the one thread that fetches. */
export class UrlStoreWriter extends StoreView {
  open(length: number, identity: string): void {
    this.words[LENGTH_LOW] = length | 0;
    this.words[LENGTH_HIGH] = Math.floor(length / 2 ** 32);
    this.#say(identity, OPEN);
  }

  fail(message: string): void {
    if (Atomics.load(this.words, STATE) !== FAILED) this.#say(message, FAILED);
  }

  get failed(): boolean {
    return Atomics.load(this.words, STATE) === FAILED;
  }

  /** Resolves when a reader asks for something after `seen`. */
  async asked(seen: number): Promise<void> {
    const { async: later, value } = Atomics.waitAsync(this.words, WAKE, seen);
    if (later) await value;
  }

  get wake(): number {
    return Atomics.load(this.words, WAKE);
  }

  /** The number of checks that were asked for, when not all of them are done. */
  get checkWanted(): number | undefined {
    const wanted = Atomics.load(this.words, CHECK_WANTED);
    return wanted > Atomics.load(this.words, CHECKED) ? wanted : undefined;
  }

  checked(wanted: number): void {
    Atomics.store(this.words, CHECKED, wanted);
    this.#announce();
  }

  /** What readers ask for and nobody fetches yet. What `take` has no room for stays asked for. */
  takeRequests(take: (block: number) => boolean): void {
    for (let at = 0; at < REQUESTS; at++) {
      const block = Atomics.load(this.words, REQUEST_BLOCKS + at) - 1;
      if (block < 0) continue;
      const done = this.slotOf(block) >= 0 || take(block);
      if (done) Atomics.store(this.words, REQUEST_BLOCKS + at, 0);
    }
  }

  /** Whether a reader asks for this block. */
  isWanted(block: number): boolean {
    if (this.slotOf(block) >= 0) return false;
    for (let at = 0; at < REQUESTS; at++) if (Atomics.load(this.words, REQUEST_BLOCKS + at) === block + 1) return true;
    return false;
  }

  /** The least recently used slot that nobody reads from or writes to, for `block`; false when there is none. */
  reserve(block: number): boolean {
    const slot = this.#oldest();
    if (slot < 0) return false;
    Atomics.store(this.words, SLOT_STATES + slot, LOADING);
    Atomics.store(this.words, SLOT_READ + slot, 0);
    Atomics.store(this.words, SLOT_BLOCKS + slot, block);
    Atomics.store(this.words, SLOT_USED + slot, Atomics.add(this.words, CLOCK, 1));
    Atomics.store(this.words, SLOT_PINS + slot, 0);
    return true;
  }

  /** Where the bytes of a reserved block go. */
  room(block: number): Uint8Array {
    return this.bytes(this.slotOf(block), block);
  }

  ready(block: number): void {
    Atomics.store(this.words, SLOT_STATES + this.slotOf(block), READY);
    this.#announce();
  }

  #oldest(): number {
    for (;;) {
      let oldest = -1;
      for (let slot = 0; slot < SLOTS; slot++) if (this.#isFree(slot) && (oldest < 0 || this.#age(slot) > this.#age(oldest))) oldest = slot;
      if (oldest < 0 || Atomics.compareExchange(this.words, SLOT_PINS + oldest, 0, LOCKED) === 0) return oldest;
    }
  }

  #isFree(slot: number): boolean {
    return Atomics.load(this.words, SLOT_STATES + slot) !== LOADING && Atomics.load(this.words, SLOT_PINS + slot) === 0;
  }

  /** What nobody read yet is younger than all that was read: somebody waits for it. */
  #age(slot: number): number {
    const isUnread = Atomics.load(this.words, SLOT_STATES + slot) === READY && Atomics.load(this.words, SLOT_READ + slot) === 0;
    return Atomics.load(this.words, CLOCK) - Atomics.load(this.words, SLOT_USED + slot) - (isUnread ? UNREAD : 0);
  }

  #say(text: string, state: number): void {
    const { written } = new TextEncoder().encodeInto(text, new Uint8Array(TEXT_LIMIT));
    const bytes = Buffer.from(text).subarray(0, written);
    new Uint8Array(this.store.control, TEXT, bytes.length).set(bytes);
    this.words[TEXT_LENGTH] = bytes.length;
    Atomics.store(this.words, STATE, state);
    this.#announce();
  }

  #announce(): void {
    Atomics.add(this.words, GENERATION, 1);
    Atomics.notify(this.words, GENERATION);
  }
}
