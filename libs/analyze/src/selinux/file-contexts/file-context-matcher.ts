import type { FileContextType } from '@staticfire/read/formats/file-contexts';
import type { TranslatedSpec } from './translate-spec.ts';

/** Asked before an expression is tried on a key of so many bytes; false ends the search. */
export type MatchGate = (spec: number, length: number) => boolean;

/** No spec fits. */
export const NO_SPEC = -1;

/**
 * Finds the spec that decides (libselinux src/label_file.c, `lookup_all`): the last literal one, else the last expression, of those that
 * fit path and type. Only expressions whose literal prefix fits are tried, so a lookup does not cost more for a longer table as such.
 */
export class FileContextMatcher {
  readonly #specs: readonly TranslatedSpec[];
  readonly #literals = new Map<string, number[]>();
  readonly #expressions = new Map<string, number[]>();
  readonly #prefixLengths: readonly number[];
  readonly #compiled = new Map<number, RegExp>();

  constructor(specs: readonly TranslatedSpec[]) {
    this.#specs = specs;
    for (const [index, { literal, prefix }] of specs.entries()) {
      if (literal === undefined) append(this.#expressions, prefix, index);
      else append(this.#literals, literal, index);
    }
    this.#prefixLengths = [...new Set([...this.#expressions.keys()].map(({ length }) => length))].sort((one, other) => one - other);
  }

  /** The index of the spec, or NO_SPEC; undefined when the gate ended the search. Without a type every spec's type fits. */
  find(key: string, type: FileContextType | undefined, gate: MatchGate): number | undefined {
    const literal = this.#literals.get(key)?.findLast((index) => this.#fitsType(index, type));
    if (literal !== undefined) return literal;
    for (const index of this.#candidates(key)) {
      if (!this.#fitsType(index, type)) continue;
      if (!gate(index, key.length)) return undefined;
      if (this.#expression(index).test(key)) return index;
    }
    return NO_SPEC;
  }

  /** Expressions whose prefix fits, the last first. */
  #candidates(key: string): readonly number[] {
    const found: number[] = [];
    for (const length of this.#prefixLengths) {
      if (length > key.length) break;
      const group = this.#expressions.get(key.slice(0, length));
      if (group !== undefined) for (const index of group) found.push(index);
    }
    return found.sort((one, other) => other - one);
  }

  #fitsType(index: number, type: FileContextType | undefined): boolean {
    const wanted = this.#specs[index]!.type;
    return type === undefined || wanted === undefined || wanted === type;
  }

  #expression(index: number): RegExp {
    const known = this.#compiled.get(index);
    if (known !== undefined) return known;
    const compiled = new RegExp(this.#specs[index]!.source);
    this.#compiled.set(index, compiled);
    return compiled;
  }
}

function append(groups: Map<string, number[]>, key: string, index: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [index]);
  else group.push(index);
}
