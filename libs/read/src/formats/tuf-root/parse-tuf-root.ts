import { decodeText, FormatError, LimitError } from '../../bytes/index.ts';
import { type TufFieldMap, TufFields } from './tuf-fields.ts';

const MAX_LENGTH = 1024 * 1024;
const MAX_ROLES = 100;
const MAX_KEYS = 100;
const MAX_SIGNATURES = 100;
const DIGEST = /^[\da-f]{64}$/i;

export interface TufKey {
  /** The name that roles and signatures use; that it is the digest of the key is not looked at. */
  readonly keyId: string;
  readonly type: string;
  readonly scheme: string;
  /** PEM or hexadecimal, by type. */
  readonly publicKey: string;
  /** The whole object, which the id is the digest of. */
  readonly written: TufFieldMap;
}

export interface TufRole {
  readonly name: string;
  readonly threshold: number;
  /** As listed; an id can stand there twice. */
  readonly keyIds: readonly string[];
}

export interface TufSignature {
  readonly keyId: string;
  /** Hexadecimal. */
  readonly signature: string;
}

/** What a root role says. That its signatures hold is not looked at. */
export interface TufRoot {
  readonly specVersion: string;
  readonly version: number;
  /** As written. */
  readonly expires: string;
  /** The same as `YYYY-MM-DDTHH:MM:SSZ`: of two the earlier one sorts first. */
  readonly expiresAt: string;
  readonly consistentSnapshot: boolean;
  /** By id. */
  readonly keys: readonly TufKey[];
  /** By name; `root` is among them. */
  readonly roles: readonly TufRole[];
  /** In the order of the file. */
  readonly signatures: readonly TufSignature[];
  /** What the signatures are made over, in its canonical form. */
  readonly signed: TufFieldMap;
}

/** The root role of The Update Framework (specification 1.0, section 4.3), as JSON. What is no such role is a FormatError that names the field. */
export function parseTufRoot(bytes: Uint8Array, file: string): TufRoot {
  const fields = new TufFields(file);
  const text = decodeText(bytes, file, MAX_LENGTH);
  const document = fields.object('document', parseJson(text, file));
  const signed = fields.object('signed', document['signed']);
  if (signed['_type'] !== 'root') throw fields.wrong('signed._type', '"root"');
  const expires = fields.text('signed.expires', signed['expires']);
  return {
    specVersion: fields.text('signed.spec_version', signed['spec_version']),
    version: fields.count('signed.version', signed['version']),
    expires,
    expiresAt: fields.time('signed.expires', expires),
    consistentSnapshot: signed['consistent_snapshot'] === true,
    keys: members(fields, 'signed.keys', signed['keys'], MAX_KEYS).map(([keyId, key]) => keyOf(fields, keyId, key, text)),
    roles: rolesOf(fields, signed['roles']),
    signatures: signaturesOf(fields, document['signatures']),
    signed,
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError({ structure: file, expected: 'JSON', message: cause instanceof Error ? cause.message : 'no JSON', cause });
  }
}

function members(fields: TufFields, field: string, value: unknown, limit: number): [name: string, value: unknown][] {
  const found = Object.entries(fields.object(field, value));
  checkCount(fields, field, found.length, limit);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

function checkCount({ file }: TufFields, field: string, found: number, limit: number): void {
  if (found > limit) throw new LimitError({ structure: file, field, found, expected: `at most ${limit}` });
}

function keyOf(fields: TufFields, keyId: string, value: unknown, text: string): TufKey {
  const field = `signed.keys.${keyId}`;
  if (isMemberTwice(text, keyId)) throw fields.wrong(field, 'one member of that name');
  const written = fields.object(field, value);
  return {
    keyId,
    type: fields.text(`${field}.keytype`, written['keytype']),
    scheme: fields.text(`${field}.scheme`, written['scheme']),
    publicKey: fields.text(`${field}.keyval.public`, fields.object(`${field}.keyval`, written['keyval'])['public']),
    written,
  };
}

/** JSON.parse keeps the last of two; tough refuses the document. Other names than digests may well stand in other objects. */
function isMemberTwice(text: string, keyId: string): boolean {
  return DIGEST.test(keyId) && [...text.matchAll(new RegExp(`"${keyId}"\\s*:`, 'g'))].length > 1;
}

function rolesOf(fields: TufFields, value: unknown): readonly TufRole[] {
  const roles = members(fields, 'signed.roles', value, MAX_ROLES).map(([name, role]) => roleOf(fields, name, role));
  if (!roles.some(({ name }) => name === 'root')) throw fields.wrong('signed.roles.root', 'an object');
  return roles;
}

function roleOf(fields: TufFields, name: string, value: unknown): TufRole {
  const field = `signed.roles.${name}`;
  const role = fields.object(field, value);
  const keyIds = fields.list(`${field}.keyids`, role['keyids']);
  checkCount(fields, `${field}.keyids`, keyIds.length, MAX_KEYS);
  return {
    name,
    threshold: fields.count(`${field}.threshold`, role['threshold']),
    keyIds: keyIds.map((id) => fields.text(`${field}.keyids`, id)),
  };
}

function signaturesOf(fields: TufFields, value: unknown): readonly TufSignature[] {
  const signatures = fields.list('signatures', value);
  checkCount(fields, 'signatures', signatures.length, MAX_SIGNATURES);
  return signatures.map((each, index) => {
    const field = `signatures[${index}]`;
    const { keyid, sig } = fields.object(field, each);
    return { keyId: fields.text(`${field}.keyid`, keyid), signature: fields.hex(`${field}.sig`, sig) };
  });
}
