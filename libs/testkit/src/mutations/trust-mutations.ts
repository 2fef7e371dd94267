import { caBundle, labAuthorities } from '../lab/ca-bundle.ts';
import { file } from '../lab/tree.ts';
import { type LabTufKey, labTufRoot, type TufRootRecipe, tufRoot } from '../lab/tuf-root.ts';
import { addFiles, type Change, editFile } from './change.ts';
import type { Mutation } from './mutation.ts';

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

const ROOTS: Readonly<Record<string, Change>> = {
  'a root role with a wrong signature': withRoot(wrongSignature()),
  'a root role that needs more signatures than it has': rooted({ roles: rootRole([FIRST, SECOND], 3) }),
  'a root role that lists one key twice': rooted({ roles: rootRole([FIRST, FIRST], 2), signers: [FIRST, FIRST] }),
  'a root role that another key signed': rooted({ signers: [FIRST, { name: 'TUF root 3', type: 'ed25519' }] }),
  'a root role with keys of a scheme that nobody knows': withRoot(tufRoot().replaceAll('rsassa-pss-sha256', 'rsassa-pss-sha3-256')),
  'a root role that has expired': rooted({ expires: '2021-01-01T00:00:00Z' }),
};

const BUNDLES: Readonly<Record<string, Change>> = {
  'an authority more': withBundle(...labAuthorities, 'staticfire lab root CA 3'),
  'a certificate that is damaged': addFiles(file(BUNDLE, caBundle().replace('MII', 'AAA'))),
  'an authority less': withBundle(labAuthorities[0]),
};

/** What a node trusts, and where its updates come from (anatomy 11.3, section 12 rows 8 and 9). No rule judges these yet. */
export const trustMutations: readonly Mutation[] = [
  ...changing(['updates.root'], ROOTS),
  ...changing(['trust.certificates'], BUNDLES),
  ...changing(['settings.defaults', 'settings.effective', 'settings.origins', 'updates.locations'], {
    'updates of another variant': editFile(DEFAULTS, (toml) => toml.replace('{{ os.variant_id }}', 'aws-dev')),
    'targets from elsewhere': editFile(DEFAULTS, (toml) => toml.replace('{{ tuf-prefix settings.aws.region }}/targets/', 'https://updates.example/targets/')),
  }),
];

function changing(facts: readonly string[], changes: Readonly<Record<string, Change>>): Mutation[] {
  return Object.entries(changes).map(([name, change]) => ({ name: `trust: ${name}`, base: 'demo-2026', change, expect: {}, facts }));
}
