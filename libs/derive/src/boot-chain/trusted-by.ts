import { type FactState, type Infer, isUnreadable, list, object, string, type Unreadable } from '@staticfire/facts';
import type { BootChain } from './boot-chain.schema.ts';

const certificate = object({ partition: string(''), path: string(''), place: string(''), subject: string(''), sha256: string('') });
export const certificatesSchema = object({ certificates: list(certificate, '') });
export const keysSchema = object({ trustedKeys: list(object({ subject: string(''), sha256: string('') }), '') });

type Link = Exclude<BootChain['links'][number], Unreadable>;
type Anchors = Link['trusts'];

/** What tells what a link trusts. */
export interface TrustEvidence {
  readonly files: readonly {
    readonly partition: string;
    readonly path: string;
    readonly openPgpKeys?: readonly ({ readonly fingerprint: string } | Unreadable)[];
  }[];
  readonly table: { readonly rootHash: string } | undefined;
  readonly certificates: FactState<Infer<typeof certificatesSchema>>;
  readonly keys: FactState<Infer<typeof keysSchema>>;
}

/** What a link carries to check others with (anatomy 5.7): shim a certificate, GRUB a key, the kernel those of its modules, the command line a root hash. */
export function trustedBy(link: Pick<Link, 'step' | 'present' | 'partition' | 'path'>, evidence: TrustEvidence): Anchors {
  if (!link.present) return [];
  if (link.step === 'firmware-loader') return vendorCertificates(link, evidence.certificates);
  if (link.step === 'boot-loader') return openPgpKeys(link, evidence.files);
  if (link.step === 'kernel') return moduleKeys(evidence.keys);
  if (link.step !== 'command-line' || evidence.table === undefined) return [];
  return [{ kind: 'root-hash', name: evidence.table.rootHash, checks: 'the hash tree, and through it the root filesystem' }];
}

export function enrolmentOf(certificates: TrustEvidence['certificates']): Anchors {
  return certificatesOf(certificates, ({ place }) => place === 'enrolment', 'the first program, where they are enrolled');
}

function vendorCertificates({ partition, path }: Pick<Link, 'partition' | 'path'>, certificates: TrustEvidence['certificates']): Anchors {
  return certificatesOf(
    certificates,
    (each) => each.place === 'vendor-certificate' && each.partition === partition && each.path === path,
    'programs that are started after it, beside what firmware trusts',
  );
}

function certificatesOf(certificates: TrustEvidence['certificates'], isMeant: (each: Infer<typeof certificate>) => boolean, checks: string): Anchors {
  if (certificates.state !== 'present') return whyNot(certificates);
  return certificates.value.certificates.flatMap((each): Anchors => {
    if (isUnreadable(each)) return [each];
    return isMeant(each) ? [{ kind: 'certificate', name: each.subject, sha256: each.sha256, checks }] : [];
  });
}

function openPgpKeys({ partition, path }: Pick<Link, 'partition' | 'path'>, files: TrustEvidence['files']): Anchors {
  const keys = files.find((each) => each.partition === partition && each.path === path)?.openPgpKeys ?? [];
  return keys.map((each) => (isUnreadable(each) ? each : { kind: 'openpgp-key', name: each.fingerprint, checks: 'files that it reads: grub.cfg' }));
}

function moduleKeys(keys: TrustEvidence['keys']): Anchors {
  if (keys.state !== 'present') return whyNot(keys);
  return keys.value.trustedKeys.map((each) =>
    isUnreadable(each) ? each : { kind: 'certificate', name: each.subject, sha256: each.sha256, checks: 'kernel modules' },
  );
}

function whyNot(state: FactState<unknown>): readonly Unreadable[] {
  return state.state === 'unreadable' ? [{ $unreadable: state.error }] : [];
}
