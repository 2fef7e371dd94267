import { context, der, integer, nothing, octets, oid, sequence, set, utf8 } from '../lab/bytes/der.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const RSA = '1.2.840.113549.1.1.1';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const SHA512 = '2.16.840.1.101.3.4.2.3';
const MARKER = '~Module signature appended~\n';

export interface SignerRecipe {
  /** In the issuer's name, behind an O. */
  readonly commonName?: string;
  /** DER of the issuer's name, in place of one with that CN. */
  readonly issuer?: Uint8Array;
  /** Big-endian, positive. */
  readonly serial?: Uint8Array;
  /** Subject key identifier, in place of issuer and serial number. */
  readonly keyId?: Uint8Array;
  /** Object identifier. */
  readonly digest?: string;
  readonly signature?: Uint8Array;
  /** Adds a signed attribute. */
  readonly attributes?: boolean;
}

/** SignerInfo (RFC 5652, section 5.3). */
export function signerInfo(recipe: SignerRecipe): Buffer {
  const { commonName = 'key', serial = Buffer.of(1), keyId, digest = SHA512, attributes = false, signature = Buffer.from('signature') } = recipe;
  const name = sequence(...[utf8('O'), utf8(commonName)].map((text, at) => set(sequence(oid(at === 0 ? ORGANIZATION : COMMON_NAME), text))));
  const who = keyId === undefined ? sequence(recipe.issuer ?? name, integer(serial)) : der(0x80, keyId);
  const signed = attributes ? [context(0, sequence(oid(MESSAGE_DIGEST), set(octets(Buffer.alloc(64)))))] : [];
  return sequence(integer(Buffer.of(1)), who, sequence(oid(digest)), ...signed, sequence(oid(RSA), nothing()), octets(signature));
}

export interface ModuleTrailer {
  /** Bytes of struct module_signature to set. */
  readonly trailer?: Readonly<Record<number, number>>;
  /** sig_len, when it is not the true one. */
  readonly length?: number;
}

export interface SignatureRecipe extends ModuleTrailer {
  readonly signers: readonly Uint8Array[];
  /** Certificates and revocation lists. */
  readonly between?: readonly Uint8Array[];
  /** contentType. */
  readonly type?: string;
  /** Zero bytes behind the message that count as signature. */
  readonly behind?: number;
}

/** Content with a PKCS#7 message and the trailer of a signed kernel module behind it (Linux scripts/sign-file.c). */
export function signedModule(content: string | Uint8Array, recipe: SignatureRecipe): Buffer {
  const { signers, between = [], type = SIGNED_DATA, behind = 0 } = recipe;
  const signedData = sequence(integer(Buffer.of(1)), set(sequence(oid(SHA512))), sequence(oid(DATA)), ...between, set(...signers));
  return withModuleTrailer(content, Buffer.concat([sequence(oid(type), context(0, signedData)), Buffer.alloc(behind)]), recipe);
}

export function withModuleTrailer(content: string | Uint8Array, message: Uint8Array, { trailer = {}, length = message.length }: ModuleTrailer = {}): Buffer {
  const fields = Buffer.from([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  fields.writeUInt32BE(length, 8);
  for (const [at, value] of Object.entries(trailer)) fields[Number(at)] = value;
  return Buffer.concat([Buffer.from(content), message, fields, Buffer.from(MARKER)]);
}
