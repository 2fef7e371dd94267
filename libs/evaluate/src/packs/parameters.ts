import type { RecordType } from './expression/record-type.ts';
import { describeUnknown } from './nearest-word.ts';
import { describeType, type ValueType, valueFits } from './value-type.ts';

export interface ParameterDeclaration {
  readonly description: string;
  readonly type: ValueType;
  readonly default: unknown;
}

/** What a pack lets its users set: allow-lists, thresholds. Expressions read `params.<name>`. */
export class Parameters {
  readonly declarations: ReadonlyMap<string, ParameterDeclaration>;
  readonly #record: RecordType | undefined;

  constructor(declarations: Readonly<Record<string, ParameterDeclaration>>, record: RecordType | undefined) {
    this.declarations = new Map(Object.entries(declarations));
    this.#record = record;
  }

  /** The variables that rules see; none when the pack has no parameters. */
  get variables(): ReadonlyMap<string, string> {
    return new Map(this.#record === undefined ? [] : [['params', this.#record.name]]);
  }

  /** `params` with its defaults and what `values` sets; undefined when the pack has no parameters. */
  convert(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> | undefined {
    const defaults = Object.fromEntries([...this.declarations].map(([name, { default: value }]) => [name, value]));
    return this.#record?.create({ ...defaults, ...values });
  }

  /** What is wrong with setting `name` to `value`. */
  problemOf(name: string, value: unknown): string | undefined {
    const declaration = this.declarations.get(name);
    if (declaration === undefined) return describeUnknown('parameter', name, this.declarations.keys());
    return valueFits(declaration.type, value) ? undefined : `${name} must be ${describeType(declaration.type)}`;
  }
}
