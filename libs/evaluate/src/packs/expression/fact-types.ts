import type { Environment } from '@marcbachmann/cel-js';
import { type FactDeclaration, type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';
import { FactValues, type MapClass, type ObjectSchema } from './fact-values.ts';
import { isMapSchema, readableItem, readableValue } from './map-schema.ts';

/** CEL types for the facts of a catalogue, and the conversion of their values. */
export class FactTypes {
  readonly #classes = new Map<JsonSchema, MapClass>();
  readonly #elements = new Set<string>();
  readonly #names = new Map<JsonSchema, string>();
  readonly #schemas = new Map<string, ObjectSchema>();
  readonly #typeOfFact = new Map<string, string>();
  readonly #values: FactValues;

  /** Declares a CEL type for every object of every fact. */
  constructor(environment: Environment, catalogue: readonly FactDeclaration[], deferFrom: number) {
    this.#values = new FactValues((schema) => this.#classes.get(schema)!, deferFrom);
    for (const fact of catalogue) this.#typeOfFact.set(fact.name, this.#declare(environment, fact.schema.json, typeName(fact.name)));
  }

  /** True for the elements of lists in which single elements can be unreadable. */
  isUnreadableElement(celType: string): boolean {
    return this.#elements.has(celType);
  }

  /** The CEL type of a fact's value. */
  typeOf(factName: string): string {
    return this.#typeOfFact.get(factName)!;
  }

  /** The JSON Schema behind a CEL type name. */
  schemaOf(celType: string): ObjectSchema | undefined {
    return this.#schemas.get(celType);
  }

  /** Makes the fields of a type that is no fact's known to the lint. */
  describe(celType: string, schema: ObjectSchema): void {
    this.#schemas.set(celType, schema);
  }

  /** A fact's value as CEL works on it: integers as BigInt, objects as typed maps, absent members left out. */
  convert(schema: JsonSchema, value: unknown): unknown {
    return this.#values.convert(schema, value);
  }

  #declare(environment: Environment, schema: JsonSchema, name: string): string {
    switch (schema.type) {
      case 'integer':
        return 'int';
      case 'number':
        return 'double';
      case 'boolean':
        return 'bool';
      case 'string':
        return 'string';
      case 'array':
        return `list<${this.#declareItem(environment, schema, name)}>`;
      case 'object':
        if (isMapSchema(schema)) return `map<string, ${this.#declare(environment, readableValue(schema), `${name}Value`)}>`;
        return this.#declareObject(environment, schema as ObjectSchema, name);
    }
  }

  #declareItem(environment: Environment, schema: JsonSchema, name: string): string {
    const type = this.#declare(environment, readableItem(schema), `${name}Item`);
    if ('anyOf' in schema.items!) this.#elements.add(type);
    return type;
  }

  /** A schema that stands in several places is one type. */
  #declareObject(environment: Environment, schema: ObjectSchema, name: string): string {
    const known = this.#names.get(schema);
    if (known !== undefined) return known;
    const members = Object.entries(schema.properties).filter(([key]) => key !== UNREADABLE_FIELDS);
    const fields = Object.fromEntries(members.map(([key, member]) => [key, this.#declare(environment, member, `${name}${typeName(key)}`)]));
    const ctor = class extends Map<string, unknown> {};
    environment.registerType(name, { ctor, fields });
    this.#classes.set(schema, ctor);
    this.#schemas.set(name, schema);
    this.#names.set(schema, name);
    return name;
  }
}

/** `disk.partitions` → `DiskPartitions`. */
function typeName(name: string): string {
  return name
    .split(/[^A-Za-z0-9_]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
