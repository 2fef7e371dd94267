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
  return new SchemaChecks(schema as DocumentSchema).of(schema as DocumentSchema)(document);
}

/** Pointers of misfits start at the value that is checked; each level puts its own name before them, so that what fits costs none. */
type Check = (value: unknown) => Misfit | undefined;

/**
 * Loops over an array's indexes: a loop over its elements costs an object for each, before it is compiled, and this runs once.
 * One check for each schema, made when the first value comes to it: of most facts' schemas a document needs only the name. */
class SchemaChecks {
  readonly #definitions: Readonly<Record<string, DocumentSchema>>;
  readonly #checks = new Map<DocumentSchema, Check>();

  constructor(root: DocumentSchema) {
    this.#definitions = root.$defs ?? {};
  }

  of(schema: DocumentSchema): Check {
    let check = this.#checks.get(schema);
    if (check === undefined) {
      check = this.#make(schema);
      this.#checks.set(schema, check);
    }
    return check;
  }

  #make(schema: DocumentSchema): Check {
    const unknown = Object.keys(schema).find((keyword) => !KEYWORDS.has(keyword));
    if (unknown !== undefined) throw new Error(`the schema uses ${unknown}, which this check does not know`);
    if (schema.$ref !== undefined) return this.#later(this.#definitions[schema.$ref.slice('#/$defs/'.length)]!);
    const { items, anyOf, oneOf } = schema;
    const checks = [
      ...scalarChecks(schema),
      ...(schema.properties === undefined && schema.required === undefined && schema.additionalProperties === undefined ? [] : [this.#members(schema)]),
      ...(items === undefined ? [] : [this.#items(items)]),
      ...(anyOf === undefined ? [] : [this.#anyOf(anyOf)]),
      ...(oneOf === undefined ? [] : [this.#oneOf(oneOf)]),
    ];
    return checks.length === 0 ? anything : checks.reduce(both);
  }

  #later(schema: DocumentSchema): Check {
    return (value) => this.of(schema)(value);
  }

  #members(schema: DocumentSchema): Check {
    const { properties = {}, required = [], additionalProperties = true } = schema;
    const checks = new Map(Object.entries(properties).map(([name, member]) => [name, this.#member(member)]));
    const further = this.#member(additionalProperties);
    const constants = constantsOf(properties);
    return (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      const members = value as Readonly<Record<string, unknown>>;
      const misfit = firstMissing(members, required) ?? firstOther(members, constants);
      if (misfit !== undefined) return misfit;
      const names = Object.keys(members);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index]!;
        const misfit = (checks.get(name) ?? further)(members[name]);
        if (misfit !== undefined) return within(name, misfit);
      }
      return undefined;
    };
  }

  #member(schema: DocumentSchema | boolean): Check {
    if (typeof schema === 'object') return this.#later(schema);
    return schema ? anything : () => here('is not known here');
  }

  #items(schema: DocumentSchema): Check {
    const item = this.#later(schema);
    return (value) => {
      if (!Array.isArray(value)) return undefined;
      for (let index = 0; index < value.length; index += 1) {
        const misfit = item(value[index]);
        if (misfit !== undefined) return within(String(index), misfit);
      }
      return undefined;
    };
  }

  #anyOf(alternatives: readonly DocumentSchema[]): Check {
    return (value) => {
      let furthest: Misfit | undefined;
      for (const alternative of alternatives) {
        const misfit = this.of(alternative)(value);
        if (misfit === undefined) return undefined;
        furthest = further(furthest, misfit);
      }
      return furthest;
    };
  }

  #oneOf(alternatives: readonly DocumentSchema[]): Check {
    return (value) => {
      let fitting = 0;
      let furthest: Misfit | undefined;
      for (const alternative of alternatives) {
        const misfit = this.of(alternative)(value);
        if (misfit === undefined) fitting += 1;
        else furthest = further(furthest, misfit);
      }
      if (fitting === 0) return furthest;
      return fitting === 1 ? undefined : here('fits more than one of the alternatives');
    };
  }
}

function scalarChecks(schema: DocumentSchema): readonly Check[] {
  const { type, enum: values, minimum, maximum, pattern } = schema;
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return [
    ...(type === undefined ? [] : [expect(typeTest(type), `must be ${type}`)]),
    ...('const' in schema ? [expect((value) => value === schema.const, `must be ${JSON.stringify(schema.const)}`)] : []),
    ...(values === undefined ? [] : [expect((value) => values.includes(value), `must be one of ${values.join(', ')}`)]),
    ...(minimum === undefined ? [] : [expect((value) => typeof value !== 'number' || value >= minimum, `must be at least ${minimum}`)]),
    ...(maximum === undefined ? [] : [expect((value) => typeof value !== 'number' || value <= maximum, `must be at most ${maximum}`)]),
    ...(expression === undefined ? [] : [expect((value) => typeof value !== 'string' || expression.test(value), `must match ${pattern}`)]),
  ];
}

function typeTest(type: string): (value: unknown) => boolean {
  if (type === 'array') return Array.isArray;
  if (type === 'object') return (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger;
  return (value) => typeof value === type;
}

function expect(test: (value: unknown) => boolean, message: string): Check {
  return (value) => (test(value) ? undefined : here(message));
}

function anything(): undefined {
  return undefined;
}

function both(one: Check, other: Check): Check {
  return (value) => one(value) ?? other(value);
}

/** Members that must have one value: they are looked at first, because they tell alternatives apart. */
function constantsOf(properties: Readonly<Record<string, DocumentSchema | true>>): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(properties).flatMap(([name, member]) => (member !== true && 'const' in member ? [[name, member.const] as const] : []));
}

function firstMissing(members: object, required: readonly string[]): Misfit | undefined {
  const missing = required.find((name) => !Object.hasOwn(members, name));
  return missing === undefined ? undefined : here(`must have ${missing}`);
}

function firstOther(members: Readonly<Record<string, unknown>>, constants: readonly (readonly [name: string, value: unknown])[]): Misfit | undefined {
  const other = constants.find(([name, constant]) => Object.hasOwn(members, name) && members[name] !== constant);
  return other === undefined ? undefined : within(other[0], here(`must be ${JSON.stringify(other[1])}`));
}

/** Of two misfits the deeper one; of equally deep ones the first. */
function further(one: Misfit | undefined, other: Misfit): Misfit {
  return one === undefined || other.pointer.length > one.pointer.length ? other : one;
}

function here(message: string): Misfit {
  return { pointer: '', message };
}

function within(name: string, { pointer, message }: Misfit): Misfit {
  return { pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${pointer}`, message };
}
