import { createHash } from 'node:crypto';
import { ReadError } from '@staticfire/read/bytes';
import type { TufKey, TufRoot } from '@staticfire/read/formats/tuf-root';
import { canonicalForm, readyForCanonicalForm } from './canonical-form.ts';
import { readTufKey, type TufPublicKey } from './read-tuf-key.ts';

/** `undecided`: it names a key that could not be read, or a canonical form that is not known; `reason` says what. */
export type TufSignatureVerdict = 'valid' | 'invalid' | 'unknown-key' | 'undecided';

export interface JudgedTufKey extends Partial<TufPublicKey> {
  readonly keyId: string;
  readonly type: string;
  readonly scheme: string;
  /** The id is the SHA-256 of the key's canonical form; undefined when that is not known. */
  readonly idMatches?: boolean;
  /** Names of the roles that list it, sorted. */
  readonly roles: readonly string[];
  /** Why it cannot be used. */
  readonly problem?: string;
}

export interface JudgedTufSignature {
  readonly keyId: string;
  readonly verdict: TufSignatureVerdict;
  readonly reason?: string;
  /** For the threshold: valid, by a key of the root role with a right id, and the first one by that key. */
  readonly counts: boolean;
}

export interface JudgedTufRole {
  readonly name: string;
  readonly threshold: number;
  /** Ids listed, repeated ones too. */
  readonly keyIds: number;
  /** Different keys behind them. */
  readonly keys: number;
}

export interface TufRootJudgement {
  readonly keys: readonly JudgedTufKey[];
  readonly signatures: readonly JudgedTufSignature[];
  readonly roles: readonly JudgedTufRole[];
  /** Signatures that count. */
  readonly counted: number;
  /** The root role's own threshold is met; undefined when signatures that are undecided would decide it. */
  readonly thresholdMet?: boolean;
}

/** Who signed a root role, and whether that is enough by its own rules (TUF specification 1.0, sections 4.2, 4.3 and 5.3). `file` names it in reasons. */
export async function verifyTufRoot(root: TufRoot, file: string): Promise<TufRootJudgement> {
  const keys = root.keys.map((key) => judgeKey(key, root, file));
  const identities = new Map(keys.map((key) => [key.keyId, identityOf(key)]));
  const roles = root.roles.map(({ name, threshold, keyIds }) => ({ name, threshold, keyIds: keyIds.length, keys: countKeys(keyIds, identities) }));
  return { keys, roles, ...countSignatures(await judgeSignatures(root, keys, file), root, identities) };
}

type Identities = ReadonlyMap<string, string | undefined>;

/** Of each key of the root role one signature counts. */
function countSignatures(verdicts: readonly Verdict[], { roles }: TufRoot, identities: Identities): Omit<TufRootJudgement, 'keys' | 'roles'> {
  const { keyIds, threshold } = roles.find(({ name }) => name === 'root')!;
  const counting = new Set<string>();
  const open = new Set<string>();
  const signatures = verdicts.map((each): JudgedTufSignature => {
    const identity = keyIds.includes(each.keyId) ? identities.get(each.keyId) : undefined;
    const counts = identity !== undefined && each.verdict === 'valid' && !counting.has(identity);
    if (counts) counting.add(identity);
    if (identity !== undefined && each.verdict === 'undecided') open.add(identity);
    return { ...each, counts };
  });
  const possible = new Set([...counting, ...open]).size;
  const decided = counting.size >= threshold || possible < threshold;
  return { signatures, counted: counting.size, ...(decided ? { thresholdMet: counting.size >= threshold } : {}) };
}

function judgeKey(key: TufKey, { roles }: TufRoot, file: string): JudgedTufKey {
  const { keyId, type, scheme } = key;
  const common = { keyId, type, scheme, roles: roles.filter(({ keyIds }) => keyIds.includes(keyId)).map(({ name }) => name) };
  const form = attempt(() => canonicalForm(readyForCanonicalForm(key.written, file, `signed.keys.${keyId}`)));
  const read = attempt(() => readTufKey(key, file));
  const problem = [form, read].find((each) => 'problem' in each);
  return {
    ...common,
    ...('value' in form ? { idMatches: createHash('sha256').update(form.value).digest('hex') === keyId.toLowerCase() } : {}),
    ...('value' in read ? read.value : {}),
    ...(problem !== undefined && 'problem' in problem ? { problem: problem.problem } : {}),
  };
}

type Verdict = Omit<JudgedTufSignature, 'counts'>;

async function judgeSignatures(root: TufRoot, keys: readonly JudgedTufKey[], file: string): Promise<readonly Verdict[]> {
  const { openVerifier } = await import('./tuf-verifier.ts');
  const form = attempt(() => readyForCanonicalForm(root.signed, file, 'signed'));
  const verifier = 'value' in form ? openVerifier(form.value) : undefined;
  const known = new Map(root.keys.map((key, index) => [key.keyId, { key, judged: keys[index]! }]));
  return root.signatures.map(({ keyId, signature }): Verdict => {
    const found = known.get(keyId);
    if (found === undefined) return { keyId, verdict: 'unknown-key' };
    const reason = found.judged.problem ?? ('problem' in form ? form.problem : undefined);
    if (reason !== undefined || verifier === undefined) return { keyId, verdict: 'undecided', ...(reason === undefined ? {} : { reason }) };
    return { keyId, verdict: verifier(found.key, signature) ? 'valid' : 'invalid' };
  });
}

/** What a key is told from others by: itself, or its id when it could not be read. Undefined for one whose id is not its own, which no role can mean. */
function identityOf({ keyId, idMatches, sha256 }: JudgedTufKey): string | undefined {
  return idMatches === false ? undefined : (sha256 ?? `id ${keyId}`);
}

function countKeys(keyIds: readonly string[], identities: Identities): number {
  return new Set(keyIds.map((id) => identities.get(id)).filter((identity) => identity !== undefined)).size;
}

function attempt<T>(read: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ReadError) return { problem: error.message };
    throw error;
  }
}
