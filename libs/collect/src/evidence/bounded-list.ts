import type { Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { toFailure } from '../runner/to-failure.ts';

/** Characters of all elements together as JSON; the facts document as a whole is to stay below 10 MB. */
const MAX_LENGTH = 2 * 1024 * 1024;

/** The elements of a fact's list: at most `limit`, and of 2 MiB; behind them one says that there are more. */
export class BoundedList<T> {
  readonly #limit: number;
  readonly #what: string;
  readonly #elements: (T | Unreadable)[] = [];
  #length = 0;
  #full = false;

  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  get elements(): readonly (T | Unreadable)[] {
    return this.#elements;
  }

  /** Whether it is listed now. */
  add(element: T | Unreadable): boolean {
    if (this.#full) return false;
    this.#length += JSON.stringify(element).length;
    this.#full = this.#elements.length === this.#limit || this.#length > MAX_LENGTH;
    if (!this.#full) {
      this.#elements.push(element);
      return true;
    }
    const message = `more than ${this.#limit} ${this.#what}, or more than ${MAX_LENGTH} characters of them; the rest is not listed`;
    this.#elements.push({ $unreadable: { kind: 'limit', structure: this.#what, message } });
    return false;
  }

  addError(error: ReadError): void {
    this.add({ $unreadable: toFailure(error) });
  }

  /** Adds what `read` returns, or why it could not be read. Returns what of it is listed now. */
  attempt(read: () => readonly T[]): readonly T[] {
    try {
      return read().filter((element) => this.add(element));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.addError(error);
      return [];
    }
  }
}
