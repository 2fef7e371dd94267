import { verifyOpenPgpSignature } from '@staticfire/analyze/openpgp';
import type { Unreadable } from '@staticfire/facts';
import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import { ByteView, LimitError, reviveReadError } from '@staticfire/read/bytes';
import { decodeArmor, type OpenPgpKey, type OpenPgpSignature, readOpenPgpKeys, readOpenPgpSignatures } from '@staticfire/read/formats/openpgp';
import { readKeySection } from '@staticfire/read/formats/pe';
import { attemptElements } from '../evidence/attempt-reading.ts';
import { piecesOf } from '../evidence/pieces-of.ts';
import type { ReadBudget } from '../runner/read-budget.ts';
import type { BootFile, BootPlace, BootProgram } from './boot-programs.ts';
import type { BootSignatures } from './boot-signatures.schema.ts';

type OpenPgp = Exclude<BootSignatures['openpgp'][number], Unreadable>;
type DescribedKey = Exclude<BootSignatures['openpgpKeys'][number], Unreadable>;

/** A key, and the program that carries it. */
export interface CarriedKey extends BootPlace {
  readonly key: OpenPgpKey;
}

const MAX_SIGNATURE = 64 * 1024;
const MAX_NAMESAKES = 4;
const SUFFIX = '.sig';

/** What a program checks files with; none without a section for it. */
export function carriedKeys({ partition, path, pe }: BootProgram): readonly CarriedKey[] {
  const section = readKeySection(pe);
  return section === undefined ? [] : readOpenPgpKeys(section).map((key) => ({ partition, path, key }));
}

/** Keys to check with, and how much of files may be read for it. */
export interface KeyRing {
  readonly keys: readonly (CarriedKey | Unreadable)[];
  readonly budget: ReadBudget;
}

export function describeKey({ partition, path, key }: CarriedKey): DescribedKey {
  const { fingerprint, isSubkey, algorithm, bits, userIds, created, expires, revoked } = key;
  return {
    ...{ partition, path, fingerprint, isSubkey, algorithm },
    ...(bits === undefined ? {} : { bits }),
    ...{ userIds, created: dateOf(created) },
    ...(expires === undefined ? {} : { expires: dateOf(expires) }),
    revoked,
  };
}

/** The file that a file with a detached signature is of; undefined for other files, and where there is none. */
export function signedFile({ partition, path }: BootPlace, files: readonly (BootFile | Unreadable)[]): BootFile | undefined {
  if (!path.endsWith(SUFFIX)) return undefined;
  return files.find((each): each is BootFile => 'content' in each && each.partition === partition && each.path === path.slice(0, -SUFFIX.length));
}

/** What each signature in a file is worth, or why that is not known. */
export function describeOpenPgp(file: BootFile, signs: BootFile, { keys, budget }: KeyRing): readonly (OpenPgp | Unreadable)[] {
  const { packets, armored } = decodeArmor(viewOf(file.content));
  return readOpenPgpSignatures(packets).flatMap((signature, entry) =>
    attemptElements(() => [
      {
        ...{ partition: file.partition, path: file.path, signs: signs.path, entry, armored },
        ...describeSignature(signature),
        ...judge(signature, keys, () => {
          budget.spend(signs.content.length, signs.path);
          return piecesOf(signs.content);
        }),
      },
    ]),
  );
}

function viewOf(content: BlockSource): ByteView {
  if (content.length > MAX_SIGNATURE)
    throw new LimitError({ structure: 'OpenPGP signature', offset: content.origin, message: `${content.length} bytes, at most ${MAX_SIGNATURE} are read` });
  return new ByteView(readBytes(content, 0, content.length), 'OpenPGP signature', content.origin);
}

function describeSignature({
  hash,
  hashId,
  algorithm,
  keyId,
  created,
  expiresAfter,
}: OpenPgpSignature): Omit<OpenPgp, 'verdict' | 'keyIn' | keyof BootPlace | 'signs' | 'entry' | 'armored'> {
  return {
    ...{ hash: hash ?? String(hashId), algorithm },
    ...(keyId === undefined ? {} : { keyId }),
    ...(created === undefined ? {} : { created: dateOf(created) }),
    ...(created === undefined || expiresAfter === undefined ? {} : { expires: dateOf(created + expiresAfter) }),
  };
}

/** Two keys may have one key id: one that made the signature is enough. Where none is known, one that cannot be read may have been it. */
function judge(signature: OpenPgpSignature, keys: KeyRing['keys'], content: () => Iterable<Uint8Array>): Pick<OpenPgp, 'verdict' | 'keyIn'> {
  const named = keys.filter((each): each is CarriedKey => !('$unreadable' in each) && each.key.keyId === signature.keyId);
  if (named.length === 0) {
    rejectUnreadable(keys);
    return { verdict: 'unknown-key', keyIn: [] };
  }
  const distinct = [...new Map(named.map(({ key }) => [key.fingerprint, key])).values()];
  if (distinct.length > MAX_NAMESAKES)
    throw new LimitError({
      structure: 'OpenPGP signature',
      field: 'issuer',
      offset: signature.offset,
      message: `more than ${MAX_NAMESAKES} keys have the id ${signature.keyId}`,
    });
  const made = distinct.filter((key) => verifyOpenPgpSignature(signature, key, content) === 'valid').map(({ fingerprint }) => fingerprint);
  const carriers = made.length === 0 ? named : named.filter(({ key }) => made.includes(key.fingerprint));
  return { verdict: made.length > 0 ? 'valid' : 'invalid', keyIn: carriersOf(carriers) };
}

/** A program may carry a key twice. */
function carriersOf(keys: readonly CarriedKey[]): OpenPgp['keyIn'] {
  return [...new Map(keys.map(({ partition, path }) => [`${partition} ${path}`, { partition, path }])).values()];
}

function rejectUnreadable(keys: KeyRing['keys']): void {
  const unreadable = keys.find((each): each is Unreadable => '$unreadable' in each);
  if (unreadable === undefined) return;
  const { kind, ...detail } = unreadable.$unreadable;
  throw reviveReadError(kind, detail);
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
