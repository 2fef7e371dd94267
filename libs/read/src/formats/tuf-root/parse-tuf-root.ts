import { decodeText, FormatError, LimitError } from '../../bytes/index.ts';

const MAX_LENGTH = 1024 * 1024;
const MAX_ROLES = 100;

export interface TufRole {
  readonly name: string;
  readonly threshold: number;
  /** Distinct ones. */
  readonly keys: number;
}

/** What a root role says. That its signatures hold is not looked at. */
export interface TufRoot {
  readonly specVersion: string;
  readonly version: number;
  /** As written. */
  readonly expires: string;
  readonly consistentSnapshot: boolean;
  readonly keys: number;
  readonly signatures: number;
  /** By name. */
  readonly roles: readonly TufRole[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The root role of The Update Framework (specification 1.0, section 4.3), as JSON. What is no such role is a FormatError that names the field. */
export function parseTufRoot(bytes: Uint8Array, file: string): TufRoot {
  const place = new TufFields(file);
  const document = place.object('document', parseJson(bytes, file));
  const signed = place.object('signed', document['signed']);
  if (signed['_type'] !== 'root') throw place.wrong('signed._type', '"root"');
  const roles = place.object('signed.roles', signed['roles']);
  const names = Object.keys(roles).sort();
  if (names.length > MAX_ROLES) throw new LimitError({ structure: file, field: 'signed.roles', found: names.length, expected: `at most ${MAX_ROLES}` });
  return {
    specVersion: place.text('signed.spec_version', signed['spec_version']),
    version: place.count('signed.version', signed['version']),
    expires: place.text('signed.expires', signed['expires']),
    consistentSnapshot: signed['consistent_snapshot'] === true,
    keys: Object.keys(place.object('signed.keys', signed['keys'])).length,
    signatures: place.list('signatures', document['signatures']).length,
    roles: names.map((name) => place.role(name, roles[name])),
  };
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  const text = decodeText(bytes, file, MAX_LENGTH);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError({ structure: file, expected: 'JSON', message: cause instanceof Error ? cause.message : 'no JSON', cause });
  }
}

class TufFields {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  wrong(field: string, expected: string): FormatError {
    return new FormatError({ structure: this.#file, field, expected });
  }

  object(field: string, value: unknown): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.wrong(field, 'an object');
    return value as Fields;
  }

  list(field: string, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw this.wrong(field, 'a list');
    return value;
  }

  text(field: string, value: unknown): string {
    if (typeof value !== 'string') throw this.wrong(field, 'a string');
    return value;
  }

  count(field: string, value: unknown): number {
    if (!Number.isSafeInteger(value) || (value as number) < 1) throw this.wrong(field, 'a number from 1');
    return value as number;
  }

  role(name: string, value: unknown): TufRole {
    const field = `signed.roles.${name}`;
    const role = this.object(field, value);
    const keys = this.list(`${field}.keyids`, role['keyids']).map((id) => this.text(`${field}.keyids`, id));
    return { name, threshold: this.count(`${field}.threshold`, role['threshold']), keys: new Set(keys).size };
  }
}
