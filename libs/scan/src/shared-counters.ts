import type { ByteCounters, Counter } from './progress.ts';

const KIB = 1024;

/** Counters in shared memory, in KiB, so that hashing threads can add to them. */
export class SharedCounters implements ByteCounters {
  readonly image = new Int32Array(new SharedArrayBuffer(4));
  readonly root = new Int32Array(new SharedArrayBuffer(4));
  #files = 0;

  addFiles(bytes: number): void {
    this.#files += bytes;
  }

  bytes(counter: Counter): number {
    return counter === 'files' ? this.#files : Atomics.load(this[counter], 0) * KIB;
  }
}
