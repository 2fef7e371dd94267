import type { Fact, FactDeclaration } from '@staticfire/facts';
import type { FactTypes } from '../packs/index.ts';

/** Converts each fact's value for CEL once, however many rules use it. */
export class FactConverter {
  readonly #types: FactTypes;
  readonly #converted = new Map<Fact, unknown>();

  constructor(types: FactTypes) {
    this.#types = types;
  }

  convert(declaration: FactDeclaration, fact: Fact & { readonly state: 'present' }): unknown {
    if (!this.#converted.has(fact)) this.#converted.set(fact, this.#types.convert(declaration.schema.json, fact.value));
    return this.#converted.get(fact);
  }
}
