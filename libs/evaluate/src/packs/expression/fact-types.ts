import type { Environment } from '@marcbachmann/cel-js';
import type { FactDeclaration, Failure, JsonSchema } from '@staticfire/facts';

/** Raised when an expression touches something that could not be read; CEL's logic absorbs it as Kleene's does. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';

  constructor(failure: Pick<Failure, 'message'>) {
    super(failure.message);
  }
}

type MapClass = new () => Map<string, unknown>;
type ObjectSchema = JsonSchema & { readonly properties: Readonly<Record<string, JsonSchema>> };

/** CEL types for the facts of a catalogue, and the conversion of their values. */
export class FactTypes {
  readonly #classes = new Map<JsonSchema, MapClass>();
  readonly #elements = new Set<string>();
  readonly #names = new Map<JsonSchema, string>();
  readonly #schemas = new Map<string, ObjectSchema>();
  readonly #typeOfFact = new Map<string, string>();

  /** Declares a CEL type for every object of every fact. */
  constructor(environment: Environment, catalogue: readonly FactDeclaration[]) {
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
    if (schema.type === 'integer') return BigInt(value as number);
    if (schema.type === 'array') return (value as readonly unknown[]).map((item) => this.#convertItem(schema, item));
    return schema.type === 'object' ? this.#convertObject(schema as ObjectSchema, value as Record<string, unknown>) : value;
  }

  #convertItem(schema: JsonSchema, item: unknown): unknown {
    const itemSchema = readableItem(schema);
    const failure = typeof item === 'object' && item !== null && '$unreadable' in item ? (item.$unreadable as Failure) : undefined;
    return failure === undefined ? this.convert(itemSchema, item) : this.#unreadable(itemSchema, failure);
  }

  #convertObject(schema: ObjectSchema, value: Record<string, unknown>): Map<string, unknown> {
    const map = new (this.#classes.get(schema)!)();
    for (const [name, member] of Object.entries(schema.properties)) {
      if (Object.hasOwn(value, name) && value[name] !== undefined) map.set(name, this.convert(member, value[name]));
    }
    return map;
  }

  /** An object of the right type that raises as soon as it is looked into. */
  #unreadable(schema: JsonSchema, failure: Failure): Map<string, unknown> {
    const raise = () => {
      throw new UnreadableError(failure);
    };
    return Object.defineProperties(new (this.#classes.get(schema)!)(), { get: { value: raise }, has: { value: raise } });
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
    const members = Object.entries(schema.properties);
    const fields = Object.fromEntries(members.map(([key, member]) => [key, this.#declare(environment, member, `${name}${capital(key)}`)]));
    const ctor = class extends Map<string, unknown> {};
    environment.registerType(name, { ctor, fields });
    this.#classes.set(schema, ctor);
    this.#schemas.set(name, schema);
    this.#names.set(schema, name);
    return name;
  }
}

/** The schema of a list's readable elements. */
function readableItem(schema: JsonSchema): JsonSchema {
  const items = schema.items!;
  return 'anyOf' in items ? items.anyOf[0] : (items as JsonSchema);
}

/** `disk.partitions` → `DiskPartitions`. */
function typeName(factName: string): string {
  return factName.split(/[.-]/).map(capital).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
