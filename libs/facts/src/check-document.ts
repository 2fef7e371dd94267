/** The part of JSON Schema 2020-12 that our documents are described in. */
interface DocumentSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, DocumentSchema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: DocumentSchema;
  readonly properties?: Readonly<Record<string, DocumentSchema | true>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | DocumentSchema;
  readonly anyOf?: readonly DocumentSchema[];
  readonly oneOf?: readonly DocumentSchema[];
}

/** What does not fit, and where: a JSON pointer. */
export interface Misfit {
  readonly pointer: string;
  readonly message: string;
}

const KEYWORDS = new Set([
  ...['$ref', '$defs', 'type', 'const', 'enum', 'pattern', 'minimum', 'maximum', 'items', 'properties', 'required', 'additionalProperties', 'anyOf', 'oneOf'],
  ...['$schema', '$id', '$comment', 'title', 'description'],
]);

/**
 * Checks a document against a schema by walking both; the first misfit, of alternatives that of the one that fits furthest. For the
 * schema of facts this takes milliseconds, where compiling it with ajv takes half a second (libs/decisions/0010). Throws on a keyword it does not know.
 */
export function checkDocument(document: unknown, schema: object): Misfit | undefined {
  return new SchemaWalk(schema as DocumentSchema).check(document, schema as DocumentSchema, '');
}

class SchemaWalk {
  readonly #definitions: Readonly<Record<string, DocumentSchema>>;
  readonly #patterns = new Map<string, RegExp>();
  readonly #known = new Set<DocumentSchema>();

  constructor(root: DocumentSchema) {
    this.#definitions = root.$defs ?? {};
  }

  check(value: unknown, schema: DocumentSchema | true, pointer: string): Misfit | undefined {
    if (schema === true) return undefined;
    this.#knowKeywords(schema);
    if (schema.$ref !== undefined) return this.check(value, this.#definitions[schema.$ref.slice('#/$defs/'.length)]!, pointer);
    return (
      this.#scalar(value, schema, pointer) ??
      this.#members(value, schema, pointer) ??
      this.#items(value, schema, pointer) ??
      this.#alternatives(value, schema, pointer)
    );
  }

  #knowKeywords(schema: DocumentSchema): void {
    if (this.#known.has(schema)) return;
    const unknown = Object.keys(schema).find((keyword) => !KEYWORDS.has(keyword));
    if (unknown !== undefined) throw new Error(`the schema uses ${unknown}, which this check does not know`);
    this.#known.add(schema);
  }

  #scalar(value: unknown, schema: DocumentSchema, pointer: string): Misfit | undefined {
    if (schema.type !== undefined && !hasType(value, schema.type)) return { pointer, message: `must be ${schema.type}` };
    if ('const' in schema && value !== schema.const) return { pointer, message: `must be ${JSON.stringify(schema.const)}` };
    if (schema.enum !== undefined && !schema.enum.includes(value)) return { pointer, message: `must be one of ${schema.enum.join(', ')}` };
    if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum) return { pointer, message: `must be at least ${schema.minimum}` };
    if (schema.maximum !== undefined && typeof value === 'number' && value > schema.maximum) return { pointer, message: `must be at most ${schema.maximum}` };
    if (schema.pattern !== undefined && typeof value === 'string' && !this.#pattern(schema.pattern).test(value))
      return { pointer, message: `must match ${schema.pattern}` };
    return undefined;
  }

  #members(value: unknown, schema: DocumentSchema, pointer: string): Misfit | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const { properties = {}, required = [], additionalProperties } = schema;
    for (const name of required) if (!Object.hasOwn(value, name)) return { pointer, message: `must have ${name}` };
    for (const [name, member] of Object.entries(value)) {
      const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      const place = `${pointer}/${escapePointer(name)}`;
      const misfit = known === false ? { pointer: place, message: 'is not known here' } : known === undefined ? undefined : this.check(member, known, place);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }

  #items(value: unknown, { items }: DocumentSchema, pointer: string): Misfit | undefined {
    if (items === undefined || !Array.isArray(value)) return undefined;
    for (const [index, item] of value.entries()) {
      const misfit = this.check(item, items, `${pointer}/${index}`);
      if (misfit !== undefined) return misfit;
    }
    return undefined;
  }

  #alternatives(value: unknown, { anyOf, oneOf }: DocumentSchema, pointer: string): Misfit | undefined {
    for (const [alternatives, most] of [
      [anyOf, Number.POSITIVE_INFINITY],
      [oneOf, 1],
    ] as const) {
      if (alternatives === undefined) continue;
      const misfits = alternatives.map((alternative) => this.check(value, alternative, pointer));
      const fitting = misfits.filter((misfit) => misfit === undefined).length;
      if (fitting > most) return { pointer, message: 'fits more than one of the alternatives' };
      if (fitting === 0) return misfits.reduce((furthest, misfit) => (misfit!.pointer.length > furthest!.pointer.length ? misfit : furthest));
    }
    return undefined;
  }

  #pattern(source: string): RegExp {
    let pattern = this.#patterns.get(source);
    if (pattern === undefined) {
      pattern = new RegExp(source, 'u');
      this.#patterns.set(source, pattern);
    }
    return pattern;
  }
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
