import { LimitError } from '@staticfire/read/bytes';

/** Sparse files and blocks that many files share can hold far more content than the filesystem has bytes. */
const FACTOR = 4;

/** The content that one walk may read: four times the length of its filesystem. */
export class ReadBudget {
  readonly #limit: number;
  #left: number;

  constructor(fileSystemLength: number) {
    this.#limit = FACTOR * fileSystemLength;
    this.#left = this.#limit;
  }

  /** Throws a LimitError when the budget does not cover `bytes` more; what comes later may still fit. */
  spend(bytes: number, path: string): void {
    if (bytes > this.#left) {
      throw new LimitError({ structure: 'file', message: `${path}: all files together have more content than the ${this.#limit} bytes that are read` });
    }
    this.#left -= bytes;
  }
}
