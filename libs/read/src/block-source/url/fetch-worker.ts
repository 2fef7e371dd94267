import { parentPort, workerData } from 'node:worker_threads';
import type { ImageUrl } from './image-url.ts';
import { RangeClient } from './range-client.ts';
import { UrlError } from './url-error.ts';
import type { UrlLimits } from './url-limits.ts';
import { URL_BLOCK, type UrlStore, UrlStoreWriter } from './url-store.ts';

/** Requests under way at the same time. */
const CONNECTIONS = 4;

/** Fetches what readers of one store ask for, until the thread is ended. The only code that opens connections. */
export interface FetchInput {
  readonly url: ImageUrl;
  readonly store: UrlStore;
  readonly limits: UrlLimits;
}

class Fetcher {
  readonly #store: UrlStoreWriter;
  readonly #client: RangeClient;
  #running = 0;

  constructor({ url, store, limits }: FetchInput) {
    this.#store = new UrlStoreWriter(store);
    this.#client = new RangeClient(url, limits);
  }

  async run(): Promise<void> {
    await this.#guard(() => this.#open());
    while (!this.#store.failed) {
      const seen = this.#store.wake;
      this.#start();
      await this.#store.asked(seen);
    }
  }

  async #open(): Promise<void> {
    const { identity, start } = await this.#client.open(URL_BLOCK);
    this.#store.open(identity.size, JSON.stringify(identity));
    this.#store.reserve(0);
    this.#store.room(0).set(start);
    this.#store.ready(0);
  }

  /** Starts what is asked for, as far as connections and memory go; the end of each request starts more. */
  #start(): void {
    if (this.#store.failed) return;
    const wanted = this.#store.checkWanted;
    if (wanted !== undefined) this.#launch(() => this.#check(wanted));
    this.#store.takeRequests((block) => {
      if (this.#running >= CONNECTIONS) return false;
      const count = this.#reserve(block);
      if (count > 0) this.#launch(() => this.#load(block, count));
      return count > 0;
    });
  }

  /** Reserves memory for a block, and for those after it that are asked for, too: how many are to be fetched at once. */
  #reserve(block: number): number {
    let count = 0;
    while ((count === 0 || this.#store.isWanted(block + count)) && this.#store.reserve(block + count)) count++;
    return count;
  }

  #launch(work: () => Promise<void>): void {
    this.#running += 1;
    void this.#guard(work).finally(() => {
      this.#running -= 1;
      this.#start();
    });
  }

  async #load(block: number, count: number): Promise<void> {
    const offset = block * URL_BLOCK;
    let room = this.#store.room(block);
    let [at, current] = [0, block];
    await this.#client.fetch(offset, Math.min(count * URL_BLOCK, this.#store.length - offset), (bytes) => {
      for (let done = 0; done < bytes.length; ) {
        const part = bytes.subarray(done, done + room.length - at);
        room.set(part, at);
        done += part.length;
        at += part.length;
        if (at < room.length) continue;
        this.#store.ready(current);
        current += 1;
        at = 0;
        if (current < block + count) room = this.#store.room(current);
      }
    });
  }

  async #check(wanted: number): Promise<void> {
    await this.#client.fetch(0, 1, () => {});
    this.#store.checked(wanted);
  }

  /** Whatever goes wrong, readers are told: they wait. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#store.fail(error instanceof UrlError ? error.message : `the thread that fetches ended: ${String(error)}`);
    }
  }
}

// A port that is listened to keeps the thread alive while nothing is asked for.
parentPort?.on('message', () => {});
void new Fetcher(workerData as FetchInput).run();
