import { FormatError, LimitError } from '../../bytes/index.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Names, versions and identifiers are shorter by far. */
const MAX_STRING = 4096;

/** Typed access to members of a JSON document. `place` leads there: `packages[3].name`. */
export class JsonReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  object(value: unknown, place: string): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.error(place, kindOf(value), 'an object');
    return value as JsonObject;
  }

  /** Missing or null → undefined. */
  string(object: JsonObject, name: string, place: string): string | undefined {
    const value = member(object, name);
    if (value === undefined || value === null) return undefined;
    return this.#text(value, `${place}.${name}`);
  }

  /** Missing or null → empty. */
  array(object: JsonObject, name: string, place: string): readonly unknown[] {
    const value = member(object, name);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.error(`${place}.${name}`, kindOf(value), 'an array');
    return value;
  }

  strings(object: JsonObject, name: string, place: string): readonly string[] {
    return this.array(object, name, place).map((value, index) => this.#text(value, `${place}.${name}[${index}]`));
  }

  objects(object: JsonObject, name: string, place: string): readonly JsonObject[] {
    return this.array(object, name, place).map((value, index) => this.object(value, `${place}.${name}[${index}]`));
  }

  #text(value: unknown, place: string): string {
    if (typeof value !== 'string') throw this.error(place, kindOf(value), 'a string');
    if (value.length > MAX_STRING) throw new LimitError({ structure: this.#file, field: place, message: `a string of ${value.length} characters` });
    return value;
  }

  error(place: string, found: string, expected: string): FormatError {
    return new FormatError({ structure: this.#file, field: place, found, expected });
  }
}

/** An own member; never one of the prototype. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
