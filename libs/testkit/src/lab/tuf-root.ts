import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { labKey } from './secure-boot/rsa-key.ts';
import { signPss } from './secure-boot/sign-pss.ts';

/** A key that anybody can make again from its name. */
export interface LabTufKey {
  readonly name: string;
  readonly type: 'rsa' | 'ed25519';
}

export interface TufRootRecipe {
  readonly version: number;
  readonly expires: string;
  readonly roles: Readonly<Record<string, { readonly keys: readonly LabTufKey[]; readonly threshold: number }>>;
  readonly signers: readonly LabTufKey[];
}

/** RSA, as Bottlerocket's root has it, and one of another type for the roles that are signed every week. */
const ROOT_KEYS: readonly LabTufKey[] = ['1', '2'].map((number) => ({ name: `TUF root ${number}`, type: 'rsa' }));
const ONLINE = { keys: [{ name: 'TUF online', type: 'ed25519' }], threshold: 1 } as const;

/** The root role of the lab's images: two keys, both needed; it expires ten years after the lab's clock. */
export const labTufRoot: TufRootRecipe = {
  version: 1,
  expires: '2034-10-24T00:00:00Z',
  roles: { root: { keys: ROOT_KEYS, threshold: 2 }, snapshot: ONLINE, targets: ONLINE, timestamp: ONLINE },
  signers: ROOT_KEYS,
};

/** PKCS #8 of an Ed25519 key up to the key (RFC 8410, section 7). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** root.json of a TUF repository (specification 1.0, section 4.3), signed; the same recipe gives the same bytes. */
export function tufRoot({ version, expires, roles, signers }: TufRootRecipe = labTufRoot): string {
  const keys = new Map([...Object.values(roles).flatMap((role) => role.keys), ...signers].map((key) => [tufKeyId(key), publicPart(key)]));
  const listed = Object.entries(roles).map(([name, role]) => [name, { keyids: role.keys.map(tufKeyId), threshold: role.threshold }]);
  const common = { _type: 'root', spec_version: '1.0.0', consistent_snapshot: true, version, expires };
  const signed = { ...common, keys: Object.fromEntries(keys), roles: Object.fromEntries(listed) };
  const signatures = signers.map((key) => ({ keyid: tufKeyId(key), sig: signWith(key, canonical(signed)).toString('hex') }));
  return `${JSON.stringify({ signed, signatures }, undefined, 2)}\n`;
}

/** Hex SHA-256 of the canonical JSON of its public part. */
export function tufKeyId(key: LabTufKey): string {
  return createHash('sha256')
    .update(canonical(publicPart(key)))
    .digest('hex');
}

function publicPart(key: LabTufKey) {
  const scheme = key.type === 'rsa' ? 'rsassa-pss-sha256' : 'ed25519';
  return { keytype: key.type, scheme, keyval: { public: publicText(key) } };
}

function publicText({ name, type }: LabTufKey): string {
  if (type === 'ed25519') return createPublicKey(ed25519Key(name)).export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  return createPublicKey(labKey(name).privateKey).export({ type: 'spki', format: 'pem' }).toString().trim();
}

function ed25519Key(name: string): KeyObject {
  const seed = createHash('sha256').update(`staticfire lab ${name}`).digest();
  return createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' });
}

function signWith({ name, type }: LabTufKey, text: string): Buffer {
  return type === 'ed25519' ? sign(undefined, Buffer.from(text), ed25519Key(name)) : signPss(labKey(name), Buffer.from(text));
}

/** OLPC's canonical JSON of values whose strings are ASCII: nothing is escaped but quotation marks and backslashes, line feeds of a PEM least of all. */
function canonical(value: unknown): string {
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${canonical(name)}:${canonical(each)}`).join(',')}}`;
}
