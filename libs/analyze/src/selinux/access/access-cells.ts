import { LimitError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** 64 MiB; Fedora's policy, the largest there is, has a million. */
const MAX_CELLS = 2 ** 24;

/** Access vectors by target and class, of one source after another in the same memory. */
export class AccessCells {
  readonly #classes: number;
  readonly #vectors: Uint32Array;
  /** Targets and classes whose vector is not 0, in the order in which they got one. */
  readonly #targets: Uint16Array;
  readonly #tclasses: Uint16Array;
  #count = 0;

  /** Empty. A policy with more than 2^24 targets and classes is a LimitError. */
  constructor({ types, classes }: SelinuxPolicy) {
    this.#classes = classes.maxValue + 1;
    const cells = (types.maxValue + 1) * this.#classes;
    if (cells > MAX_CELLS)
      throw new LimitError({ structure: 'SELinux policy', message: `${cells} pairs of a type and a class, at most ${MAX_CELLS} are expanded` });
    this.#vectors = new Uint32Array(cells);
    this.#targets = new Uint16Array(cells);
    this.#tclasses = new Uint16Array(cells);
  }

  /** How many pairs of a target and a class have a permission. */
  get size(): number {
    return this.#count;
  }

  /** The access vector of a target and a class, unsigned. */
  at(target: number, tclass: number): number {
    return this.#vectors[target * this.#classes + tclass]!;
  }

  /** Adds the permissions of a vector other than 0. */
  add(target: number, tclass: number, vector: number): void {
    const cell = target * this.#classes + tclass;
    const before = this.#vectors[cell]!;
    this.#vectors[cell] = before | vector;
    if (before !== 0) return;
    this.#targets[this.#count] = target;
    this.#tclasses[this.#count++] = tclass;
  }

  clear(): void {
    for (let index = 0; index < this.#count; index++) this.#vectors[this.#targets[index]! * this.#classes + this.#tclasses[index]!] = 0;
    this.#count = 0;
  }

  /** Calls `visit` with each target and class that has a permission, in no order that means anything. */
  forEach(visit: (target: number, tclass: number, vector: number) => void): void {
    for (let index = 0; index < this.#count; index++) {
      const [target, tclass] = [this.#targets[index]!, this.#tclasses[index]!];
      visit(target, tclass, this.#vectors[target * this.#classes + tclass]!);
    }
  }
}
