import { LAB_TIME } from '../clock.ts';
import { issueCertificate, type LabCertificate, toPem } from './certificate.ts';
import { type OpenPgpKey, publicKeyPackets } from './openpgp.ts';
import { labKey } from './rsa-key.ts';

/**
 * `lab`: keys with names of their own. `local`: named and valid as those that a build makes itself when nobody gives it any (anatomy 5.7). `old`: the
 * certificates were valid for a year.
 */
export type ProfileName = 'lab' | 'local' | 'old';

/** What signs an image's boot files. */
export interface KeyProfile {
  readonly db: LabCertificate;
  readonly vendor: LabCertificate;
  /** Issued by db. */
  readonly shim: LabCertificate;
  /** Issued by db. */
  readonly uki: LabCertificate;
  /** MokManager, boot loaders and kernels; issued by vendor. */
  readonly code: LabCertificate;
  readonly config: OpenPgpKey;
  /** Transferable OpenPGP public key. */
  readonly configPublicKey: Buffer;
}

const NAMES = {
  lab: { db: 'staticfire lab db CA', vendor: 'staticfire lab vendor CA', shim: 'staticfire lab shim', uki: 'staticfire lab UKI', code: 'staticfire lab code' },
  old: { db: 'staticfire old db CA', vendor: 'staticfire old vendor CA', shim: 'staticfire old shim', uki: 'staticfire old UKI', code: 'staticfire old code' },
  local: {
    db: 'Bottlerocket Secure Boot Database CA',
    vendor: 'Bottlerocket Secure Boot Vendor CA',
    shim: 'Bottlerocket Shim Signing Key',
    uki: 'Bottlerocket UKI Signing Key',
    code: 'Bottlerocket Code Signing Key',
  },
} as const;
const USER_IDS = { lab: 'staticfire lab config', old: 'staticfire old config', local: 'Bottlerocket Config Signing Key' } as const;
const DAYS = { lab: 3652, old: 365, local: 3650 } as const;

const known = new Map<ProfileName, KeyProfile>();

export function keyProfile(name: ProfileName): KeyProfile {
  const profile = known.get(name) ?? makeProfile(name);
  known.set(name, profile);
  return profile;
}

/** The certificate that an owner can enrol in firmware, as PEM and DER. */
export function enrolmentFiles({ db }: KeyProfile): Record<string, Uint8Array> {
  return { '/EFI/BOOT/db.crt': Buffer.from(toPem(db)), '/EFI/BOOT/db.cer': db.der };
}

function makeProfile(name: ProfileName): KeyProfile {
  const issue = (role: keyof (typeof NAMES)['lab'], authority?: LabCertificate) =>
    issueCertificate({
      commonName: NAMES[name][role],
      key: labKey(`${name} ${role}`),
      notBefore: LAB_TIME,
      days: DAYS[name],
      ...(authority === undefined ? {} : { authority }),
    });
  const [db, vendor] = [issue('db'), issue('vendor')];
  const config = { rsa: labKey(`${name} config`), created: LAB_TIME };
  const configPublicKey = publicKeyPackets(config, USER_IDS[name]);
  return { db, vendor, shim: issue('shim', db), uki: issue('uki', db), code: issue('code', vendor), config, configPublicKey };
}
