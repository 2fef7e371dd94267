import type { Environment } from '@marcbachmann/cel-js';
import type { JsonSchema } from '@staticfire/facts';
import type { ValueType } from '../value-type.ts';

const JSON_TYPES = {
  string: { type: 'string' },
  int: { type: 'integer' },
  bool: { type: 'boolean' },
} as const;
const STRINGS = {
  list: { json: { type: 'array', items: { type: 'string' } }, cel: 'list<string>' },
  map: { json: { type: 'object', additionalProperties: { type: 'boolean' } }, cel: 'map<string, bool>' },
} as const;
const CEL_TYPES = { string: 'string', int: 'int', bool: 'bool' } as const;

/** A CEL type that a pack declares: the columns of a table (`row`), the parameters of a pack (`params`). */
export class RecordType {
  /** CEL type name, unique in a compiler. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, ValueType>;
  readonly #strings: 'list' | 'map';
  readonly #class = class extends Map<string, unknown> {};

  /** `strings` are a `list<string>`, or a `map<string, bool>` where long allow-lists are to be looked into fast. */
  constructor(name: string, fields: ReadonlyMap<string, ValueType>, strings: 'list' | 'map') {
    this.name = name;
    this.fields = fields;
    this.#strings = strings;
  }

  /** How the lint sees it. */
  get schema(): JsonSchema & { readonly properties: Readonly<Record<string, JsonSchema>> } {
    const properties = Object.fromEntries([...this.fields].map(([name, type]) => [name, type === 'strings' ? STRINGS[this.#strings].json : JSON_TYPES[type]]));
    return { type: 'object', properties, required: [...this.fields.keys()], additionalProperties: false };
  }

  register(environment: Environment): void {
    const fields = Object.fromEntries([...this.fields].map(([name, type]) => [name, type === 'strings' ? STRINGS[this.#strings].cel : CEL_TYPES[type]]));
    environment.registerType(this.name, { ctor: this.#class, fields });
  }

  /** A value of the type; `values` fit it. */
  create(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
    return new this.#class([...this.fields].map(([name, type]) => [name, this.#convert(type, values[name])]));
  }

  #convert(type: ValueType, value: unknown): unknown {
    if (type === 'int') return BigInt(value as number);
    if (type !== 'strings' || this.#strings === 'list') return value;
    return new Map((value as readonly string[]).map((item) => [item, true]));
  }
}
