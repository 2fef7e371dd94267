import { LimitError } from '@staticfire/read/bytes';

/** Bounds what a question about a hostile policy costs; all of Debian's policy expanded is four million pairs. */
export class WorkBudget {
  readonly #what: string;
  readonly #limit: number;
  #left: number;

  constructor(what: string, limit: number) {
    this.#what = what;
    this.#limit = limit;
    this.#left = limit;
  }

  /** A LimitError once more than the limit has been spent. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new LimitError({ structure: 'SELinux policy', message: `${this.#what}: more than ${this.#limit} steps` });
  }
}
