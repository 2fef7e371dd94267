import { caBundle, labAuthorities, labAuthority } from '../lab/ca-bundle.ts';
import { LAB_TIME } from '../lab/clock.ts';
import { type CertificateRequest, issueCertificate, toPem } from '../lab/secure-boot/certificate.ts';
import { labKey } from '../lab/secure-boot/rsa-key.ts';
import { file } from '../lab/tree.ts';
import { type LabTufKey, labTufRoot, type TufRootRecipe, tufRoot } from '../lab/tuf-root.ts';
import { addFiles, type Change, editFile } from './change.ts';
import type { Mutation } from './mutation.ts';

const YEAR = 365 * 86_400;
const BUNDLE = 'usr/share/factory/etc/pki/tls/certs/ca-bundle.crt';
const DEFAULTS = 'usr/share/storewolf/aws-k8s-1.36.toml';
const [FIRST, SECOND] = labTufRoot.signers as readonly [LabTufKey, LabTufKey];

const withRoot = (text: string) => addFiles(file('usr/share/updog/root.json', text));
const rooted = (recipe: Partial<TufRootRecipe>) => withRoot(tufRoot({ ...labTufRoot, ...recipe }));
const rootRole = (keys: readonly LabTufKey[], threshold: number) => ({ ...labTufRoot.roles, root: { keys, threshold } });
const withBundle = (...names: readonly string[]) => addFiles(file(BUNDLE, caBundle(names)));

/** The first digit of the first signature is another one. */
function wrongSignature(): string {
  return tufRoot().replace(/(?<="sig": ")[\da-f]/, (digit) => (digit === '0' ? '1' : '0'));
}

const beside = (request: Pick<CertificateRequest, 'commonName' | 'notBefore' | 'authority'>) =>
  addFiles(file(BUNDLE, `${caBundle()}${toPem(issueCertificate({ key: labKey('root CA'), days: 365, ...request }))}`));

type Judged = Readonly<Record<string, readonly [change: Change, expect?: Mutation['expect']]>>;

const UNTRUSTED = { 'baseline:updates/trusted-root': 'fail' } as const;
const UNREAD = { 'baseline:trust/certificates': 'unknown', 'baseline:trust/certificates-not-expired': 'unknown' } as const;

const ROOTS: Judged = {
  'a root role with a wrong signature': [withRoot(wrongSignature()), UNTRUSTED],
  'a root role that needs more signatures than it has': [rooted({ roles: rootRole([FIRST, SECOND], 3) }), UNTRUSTED],
  'a root role that lists one key twice': [rooted({ roles: rootRole([FIRST, FIRST], 2), signers: [FIRST, FIRST] }), UNTRUSTED],
  'a root role that another key signed': [rooted({ signers: [FIRST, { name: 'TUF root 3', type: 'ed25519' }] }), UNTRUSTED],
  'a root role with keys of a scheme that nobody knows': [withRoot(tufRoot().replaceAll('rsassa-pss-sha256', 'rsassa-pss-sha3-256')), UNTRUSTED],
  'a root role with one key for everything': [
    rooted({ roles: Object.fromEntries(Object.keys(labTufRoot.roles).map((name) => [name, { keys: [FIRST], threshold: 1 }])), signers: [FIRST] }),
    { 'baseline:updates/keys-apart': 'fail' },
  ],
  'a root role that has expired': [rooted({ expires: '2021-01-01T00:00:00Z' }), { 'baseline:updates/root-not-expired': 'fail' }],
};

const BUNDLES: Judged = {
  'an authority more': [withBundle(...labAuthorities, 'staticfire lab root CA 3')],
  'a certificate that is damaged': [addFiles(file(BUNDLE, caBundle().replace('MII', 'AAA'))), UNREAD],
  'an authority less': [withBundle(labAuthorities[0])],
  'the certificate of a server in the bundle': [
    beside({ commonName: 'updates.example', notBefore: LAB_TIME + 2 * YEAR, authority: labAuthority(labAuthorities[0]) }),
    { 'baseline:trust/certificates': 'fail' },
  ],
  'an authority that has expired': [
    beside({ commonName: 'staticfire lab root CA 0', notBefore: LAB_TIME - 3 * YEAR }),
    { 'baseline:trust/certificates-not-expired': 'fail' },
  ],
};

const LOCATIONS: Judged = {
  'updates of another variant': [editFile(DEFAULTS, (toml) => toml.replace('{{ os.variant_id }}', 'aws-dev')), { 'baseline:updates/locations': 'fail' }],
  'targets from elsewhere': [editFile(DEFAULTS, (toml) => toml.replace('{{ tuf-prefix settings.aws.region }}/targets/', 'https://updates.example/targets/'))],
  'targets in clear': [
    editFile(DEFAULTS, (toml) => toml.replace('{{ tuf-prefix settings.aws.region }}/targets/', 'http://updates.example/targets/')),
    { 'baseline:updates/locations': 'fail' },
  ],
};
const LOCKED = editFile(DEFAULTS, (toml) => toml.replace('version-lock = "latest"', 'version-lock = "1.20.0"'));

/** What a node trusts, and where its updates come from (anatomy 11.3, section 12 rows 8 and 9). */
export const trustMutations: readonly Mutation[] = [
  ...changing(['updates.root'], ROOTS),
  ...changing(['trust.certificates'], BUNDLES),
  ...changing(['settings.defaults', 'settings.effective', 'settings.origins', 'updates.locations'], LOCATIONS),
  ...changing(['settings.defaults', 'settings.effective', 'updates.locations'], {
    'a lock to a release': [LOCKED, { 'baseline:updates/follows-latest': 'fail' }],
  }),
];

function changing(facts: readonly string[], changes: Judged): Mutation[] {
  return Object.entries(changes).map(([name, [change, expect = {}]]) => ({ name: `trust: ${name}`, base: 'demo-2026', change, expect, facts }));
}
