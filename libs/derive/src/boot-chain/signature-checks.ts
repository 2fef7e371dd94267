import { array, boolean, type FactState, type Infer, integer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import type { BootChain } from './boot-chain.schema.ts';

const anchor = object({ partition: string(''), path: string(''), place: oneOf(['vendor-certificate', 'vendor-hash', 'enrolment'], ''), sha256: string('') });
const authenticode = object({
  partition: string(''),
  path: string(''),
  holds: boolean(''),
  signer: optional(object({ subject: string('') })),
  leadsTo: list(anchor, ''),
  refusedBy: list(object({ partition: string(''), path: string(''), sha256: string('') }), ''),
});
const openpgp = object({
  partition: string(''),
  path: string(''),
  signs: string(''),
  entry: integer(''),
  armored: boolean(''),
  algorithm: string(''),
  keyId: optional(string('')),
  verdict: oneOf(['valid', 'invalid', 'unknown-key'], ''),
  keyIn: array(object({ partition: string(''), path: string('') }), ''),
});
const key = object({ partition: string(''), path: string(''), fingerprint: string('') });
export const signaturesSchema = object({ authenticode: list(authenticode, ''), openpgp: list(openpgp, ''), openpgpKeys: list(key, '') });

type Signatures = Infer<typeof signaturesSchema>;
type Authenticode = Infer<typeof authenticode>;
type OpenPgp = Infer<typeof openpgp>;
type Checks = BootChain['checks'];
type Check = Exclude<Checks[number], Unreadable>;

interface Place {
  readonly partition: string;
  readonly path: string;
}

/** A file, and who looks at its signature before it is used. */
export interface CheckedFile extends Pick<Check, 'step' | 'partition' | 'path' | 'by'> {
  /** The file of who looks at it; undefined for firmware, and where it is missing. */
  readonly checker?: Place;
}

/** Kinds of keys that GRUB checks with (grub-core/commands/pgp.c). */
const GRUB_ALGORITHMS: readonly string[] = ['rsa', 'dsa'];

/** For each of `files` what its signatures are worth to who looks at them; files without any are left out. What is not known stands behind them. */
export function signatureChecks(files: readonly CheckedFile[], state: FactState<Signatures>): Checks {
  if (state.state !== 'present') return state.state === 'unreadable' ? [{ $unreadable: state.error }] : [];
  const { value } = state;
  const checks = files.flatMap((file) => (file.by === 'GRUB' ? openPgpCheck(file, value) : authenticodeCheck(file, value)));
  const open = [...value.authenticode, ...value.openpgp].filter(isUnreadable);
  const distinct = new Map([...checks.filter(isUnreadable), ...open].map((each) => [JSON.stringify(each), each]));
  return [...checks.filter((each) => !isUnreadable(each)), ...distinct.values()];
}

/** One entry that holds and is vouched for is enough for firmware and shim; one that does not hold is told all the same. */
function authenticodeCheck(file: CheckedFile, signatures: Signatures): Checks {
  const entries = signatures.authenticode.filter((each): each is Authenticode => !isUnreadable(each) && isAt(each, file));
  if (entries.length === 0) return [];
  const verdicts = entries.map((entry) => verdictOf(entry, file));
  const { checker: _, ...place } = file;
  const described = { ...place, mechanism: 'authenticode', signers: entries.map(({ signer }) => signer?.subject ?? 'unknown') } as const;
  const known = verdicts.filter((each): each is Verdict => !isUnreadable(each));
  const found = ORDER.find((verdict) => known.some((each) => each.verdict === verdict));
  if (known.length === verdicts.length || found === 'invalid' || found === 'vouched')
    return [{ ...described, ...known.find(({ verdict }) => verdict === found)! }];
  return verdicts.filter(isUnreadable);
}

type Verdict = Pick<Check, 'verdict' | 'anchor'>;

/** What decides when several entries come to different ends. */
const ORDER: readonly Check['verdict'][] = ['invalid', 'vouched', 'enrolled', 'refused', 'outside'];

function verdictOf({ holds, leadsTo, refusedBy }: Authenticode, { by, checker }: CheckedFile): Verdict | Unreadable {
  if (!holds) return { verdict: 'invalid' };
  const isOfChecker = (each: Place) => by === 'shim' && isAt(each, checker);
  const refusal = refusedBy.find((each) => !isUnreadable(each) && isOfChecker(each));
  if (refusal !== undefined && !isUnreadable(refusal)) return { verdict: 'refused', anchor: refusal.sha256 };
  const unreadable = [...refusedBy, ...leadsTo].find(isUnreadable);
  if (unreadable !== undefined) return unreadable;
  const anchors = leadsTo.filter((each): each is Infer<typeof anchor> => !isUnreadable(each));
  const vendor = anchors.find((each) => each.place !== 'enrolment' && isOfChecker(each));
  if (vendor !== undefined) return { verdict: 'vouched', anchor: vendor.sha256 };
  const enrolled = anchors.find(({ place }) => place === 'enrolment');
  return enrolled === undefined ? { verdict: 'outside' } : { verdict: 'enrolled', anchor: enrolled.sha256 };
}

/** GRUB reads the first packet of the file, binary, and takes any of its keys. */
function openPgpCheck(file: CheckedFile, signatures: Signatures): Checks {
  const entry = signatures.openpgp.find(
    (each): each is OpenPgp => !isUnreadable(each) && each.signs === file.path && each.partition === file.partition && each.entry === 0,
  );
  if (entry === undefined) return [];
  const { checker, ...place } = file;
  const keys = signatures.openpgpKeys.filter((each) => isUnreadable(each) || isAt(each, checker));
  const verdict = openPgpVerdict(entry, checker, keys.length > 0);
  const made = keys.find((each) => !isUnreadable(each) && each.fingerprint.endsWith(entry.keyId ?? 'none'));
  const name = made === undefined || isUnreadable(made) || verdict !== 'vouched' ? {} : { anchor: made.fingerprint };
  return [{ ...place, mechanism: 'openpgp', signers: [entry.keyId ?? 'unknown'], verdict, ...name }];
}

function openPgpVerdict({ verdict, armored, algorithm, keyIn }: OpenPgp, checker: Place | undefined, hasKeys: boolean): Check['verdict'] {
  if (verdict === 'invalid') return 'invalid';
  if (!hasKeys) return 'unchecked';
  if (verdict === 'unknown-key' || !keyIn.some((each) => isAt(each, checker))) return 'outside';
  return armored || !GRUB_ALGORITHMS.includes(algorithm) ? 'unchecked' : 'vouched';
}

function isAt(each: Place, place: Place | undefined): boolean {
  return each.partition === place?.partition && each.path === place.path;
}
