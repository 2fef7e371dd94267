import { createHash } from 'node:crypto';
import { type ByteView, decodeFileName } from '../../bytes/index.ts';
import { bitsOf, keyAlgorithm, type OpenPgpKeyAlgorithm, type OpenPgpMaterial, readMaterial } from './key-material.ts';
import { type Packet, PacketTag, readPackets, u32, unsupported } from './packets.ts';
import { decodeSignature, type OpenPgpSignature } from './read-signatures.ts';

/** A public key of version 4, and what stands with it: that nobody but its holder put it there is not looked at. */
export interface OpenPgpKey {
  /** Lower-case hex, 40 characters. */
  readonly fingerprint: string;
  /** The last 16 of them. */
  readonly keyId: string;
  /** It belongs to the key before it. */
  readonly isSubkey: boolean;
  readonly algorithm: OpenPgpKeyAlgorithm;
  readonly bits?: number;
  readonly material?: OpenPgpMaterial;
  /** Seconds since 1970. */
  readonly created: number;
  /** Seconds since 1970, from its newest signature of its own; undefined when it does not expire. */
  readonly expires?: number;
  /** A revocation stands with it. */
  readonly revoked: boolean;
  /** Those of a key that is no subkey. */
  readonly userIds: readonly string[];
}

const VERSION = 4;
const MAX_KEYS = 64;
const MAX_USER_ID = 256;
const REVOCATIONS: readonly number[] = [0x20, 0x28];
/** What can say until when a key is valid: of user ids and subkeys; where those say nothing, of the key itself, as GnuPG has it. */
const SELF_SIGNATURES: readonly (readonly number[])[] = [[0x10, 0x11, 0x12, 0x13, 0x18], [0x1f]];

/**
 * The keys in transferable public keys (RFC 4880, sections 11.1 and 12.2), each followed by its subkeys. A key of another version than 4, and more than 64
 * keys → UnsupportedError; numbers that do not fit → FormatError. Throws as `readPackets` does.
 */
export function readOpenPgpKeys(view: ByteView): readonly OpenPgpKey[] {
  const groups: Packet[][] = [];
  for (const packet of readPackets(view)) {
    if (isKey(packet)) groups.push([packet]);
    else groups.at(-1)?.push(packet);
    if (groups.length > MAX_KEYS) throw unsupported(packet.body, 0, `more than ${MAX_KEYS} keys`);
  }
  let primary = '';
  return groups.map(([key, ...rest]) => {
    const named = decodeKey(key!);
    if (!named.isSubkey) primary = named.keyId;
    return { ...named, ...describe(named, primary, rest) };
  });
}

function isKey({ tag }: Packet): boolean {
  return tag === PacketTag.publicKey || tag === PacketTag.publicSubkey;
}

type NamedKey = Omit<OpenPgpKey, 'expires' | 'revoked' | 'userIds'>;

/** Section 5.5.2: version, time of creation, algorithm, numbers. */
function decodeKey({ tag, body }: Packet): NamedKey {
  if (body.u8(0) !== VERSION || body.length > 0xffff) throw unsupported(body, 0, `a key of version ${body.u8(0)} and ${body.length} bytes`);
  const algorithm = keyAlgorithm(body.u8(5));
  const material = readMaterial(body, 6, algorithm);
  const bits = bitsOf(material);
  const fingerprint = fingerprintOf(body.bytes);
  return {
    ...{ fingerprint, keyId: fingerprint.slice(-16), isSubkey: tag === PacketTag.publicSubkey, algorithm, created: u32(body, 1) },
    ...(bits === undefined ? {} : { bits }),
    ...(material === undefined ? {} : { material }),
  };
}

function fingerprintOf(body: Uint8Array): string {
  return createHash('sha1')
    .update(Buffer.of(0x99, body.length >> 8, body.length & 0xff))
    .update(body)
    .digest('hex');
}

function describe({ created }: NamedKey, primary: string, packets: readonly Packet[]): Pick<OpenPgpKey, 'expires' | 'revoked' | 'userIds'> {
  const signatures = packets.flatMap(({ tag, body }) => (tag === PacketTag.signature && body.u8(0) === VERSION ? [decodeSignature(body)] : []));
  const own = signatures.filter(({ keyId }) => keyId === primary);
  const after = SELF_SIGNATURES.map((types) => newest(own.filter(({ type }) => types.includes(type)))?.keyExpiresAfter).find((each) => each !== undefined);
  return {
    ...(after === undefined ? {} : { expires: created + after }),
    revoked: signatures.some(({ type }) => REVOCATIONS.includes(type)),
    userIds: packets.flatMap(({ tag, body }) => (tag === PacketTag.userId ? [decodeFileName(body.bytes.subarray(0, MAX_USER_ID))] : [])),
  };
}

function newest(signatures: readonly OpenPgpSignature[]): OpenPgpSignature | undefined {
  return signatures.reduce<OpenPgpSignature | undefined>(
    (last, each) => (last === undefined || (each.created ?? 0) >= (last.created ?? 0) ? each : last),
    undefined,
  );
}
