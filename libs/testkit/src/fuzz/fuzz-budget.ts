/** After so many executions, all targets of a decoder together, it is done. */
export const ENOUGH_EXECUTIONS = 1_000_000;

/** What is left to a target. */
export interface Share {
  readonly executions: number;
  readonly ms: number;
}

/** Executions and time of one decoder, which its targets share: what one leaves over, the next ones have. */
export class FuzzBudget {
  #targets: number;
  #executions = ENOUGH_EXECUTIONS;
  #ms: number;

  constructor(targets: number, ms: number) {
    this.#targets = targets;
    this.#ms = ms;
  }

  /** Of the next target. */
  share(): Share {
    const targets = Math.max(1, this.#targets);
    return { executions: Math.max(0, Math.ceil(this.#executions / targets)), ms: Math.max(0, this.#ms / targets) };
  }

  spend(executions: number, ms: number): void {
    this.#targets--;
    this.#executions -= executions;
    this.#ms -= ms;
  }
}
