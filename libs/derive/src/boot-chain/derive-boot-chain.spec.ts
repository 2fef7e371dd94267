import type { Fact, Unreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';
import type { BootChain } from './boot-chain.schema.ts';

const damaged: Unreadable = { $unreadable: { kind: 'format', structure: 'PE', message: 'damaged' } };
const file = (partition: 'EFI' | 'BOOT', path: string, kind: string, more: object = {}) => ({
  ...{ partition, path, type: 'file', size: 1, sha256: `digest of ${path}`, kind },
  efiProgram: partition === 'EFI',
  ...(partition === 'EFI' ? { signed: false } : {}),
  ...more,
});
const SHIM = file('EFI', '/EFI/BOOT/bootx64.efi', 'firmware-loader');
const GRUB = file('EFI', '/EFI/BOOT/grubx64.efi', 'grub');
const CONFIG = file('BOOT', '/grub/grub.cfg', 'grub-config');
const SIGNATURE = file('BOOT', '/grub/grub.cfg.sig', 'grub-signature');
const SYSTEMD_BOOT = file('EFI', '/EFI/BOOT/systemd-bootx64.efi', 'systemd-boot');
const signed = <T extends object>(each: T): T => ({ ...each, signed: true });

type Values = Readonly<Record<string, unknown>>;

const TABLE = { rootHash: 'abc', algorithm: 'sha256' };
const KERNEL = { partition: 'BOOT', path: '/vmlinuz', insideUki: false, sha256: 'k', signed: false, hmacs: [{ namesKernel: true }] };
const GRUB_FACTS: Values = {
  'boot.era': { era: 'grub-two-banks' },
  'boot.files': { files: [SHIM, GRUB, CONFIG] },
  'boot.kernel': KERNEL,
  'boot.loader': { path: '/grub/grub.cfg', entries: [{ kernel: '($root)/vmlinuz' }] },
  'boot.cmdline': { source: 'grub.cfg', partition: 'BOOT', path: '/grub/grub.cfg', text: 'ro', bootconfig: 'none', parameters: [], initArguments: [] },
  'verity.table': TABLE,
};
const UKI = { partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', sha256: 'u', signed: false, startedBy: 'firmware' };
const UKI_FACTS: Values = {
  'boot.era': { era: 'uki-direct' },
  'boot.files': { files: [file('EFI', UKI.path, 'firmware-loader')] },
  'boot.uki': UKI,
  'boot.kernel': { ...KERNEL, partition: 'EFI', path: UKI.path, insideUki: true },
  'boot.cmdline': { source: 'uki', partition: 'EFI', path: UKI.path, text: 'ro', bootconfig: 'inert', parameters: [], initArguments: [] },
  'verity.table': TABLE,
};

/** A value that is a string says why a fact cannot be read; one that is undefined makes it absent. */
function derived(values: Values): Fact<BootChain> {
  const facts = Object.entries(values).map(([name, value]): Fact => {
    const common = { name, bank: 'A', sources: [] } as const;
    if (typeof value === 'string') return { ...common, state: 'unreadable', error: { kind: 'format', structure: 's', message: value } };
    return value === undefined ? { ...common, state: 'absent' } : { ...common, state: 'present', value };
  });
  return derive({ facts }).facts.find(({ name }) => name === 'boot.chain') as Fact<BootChain>;
}

function chain(values: Values): BootChain {
  const fact = derived(values);
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value;
}

/** `step: protection, protection`, `step is missing`, or `?`. */
const steps = ({ links }: BootChain) =>
  links.map((link) => ('step' in link ? (link.present ? `${link.step}: ${link.protectedBy.join(', ')}` : `${link.step} is missing`) : '?'));
const withFiles = (...files: readonly object[]): Values => ({ ...GRUB_FACTS, 'boot.files': { files } });

describe('boot.chain: GRUB', () => {
  it('goes from shim through GRUB and grub.cfg to the hash tree', () => {
    const value = chain(GRUB_FACTS);
    expect(steps(value)).toEqual(['firmware-loader: ', 'boot-loader: ', 'boot-configuration: ', 'kernel: hmac', 'command-line: ', 'hash-tree: dm-verity']);
    expect(value.links[2]).toEqual({
      ...{ step: 'boot-configuration', partition: 'BOOT', path: '/grub/grub.cfg', sha256: 'digest of /grub/grub.cfg' },
      ...{ present: true, protectedBy: [], handsOn: '($root)/vmlinuz', trusts: [] },
    });
    expect(value.links[4]).toMatchObject({ handsOn: 'sha256 root hash abc' });
    expect(value.complete).toBe(true);
  });

  it('is protected by signatures where there are some', () => {
    const value = chain({ ...withFiles(signed(SHIM), signed(GRUB), CONFIG, SIGNATURE), 'boot.kernel': { ...KERNEL, signed: true } });
    expect(steps(value)).toEqual([
      ...['firmware-loader: authenticode', 'boot-loader: authenticode', 'boot-configuration: openpgp'],
      ...['kernel: authenticode, hmac', 'command-line: openpgp', 'hash-tree: dm-verity'],
    ]);
    expect(value.unprotectedInputs).toEqual([]);
  });

  it.each<[string, Values, string]>([
    ['shim', withFiles(GRUB, CONFIG), 'firmware-loader'],
    ['a program in shim’s place', withFiles({ ...SHIM, efiProgram: false }, GRUB, CONFIG), 'firmware-loader'],
    ['GRUB', withFiles(SHIM, CONFIG), 'boot-loader'],
    ['a program in GRUB’s place', withFiles(SHIM, { ...GRUB, efiProgram: false }, CONFIG), 'boot-loader'],
    ['GRUB, where systemd-boot is', withFiles(SHIM, SYSTEMD_BOOT, CONFIG), 'boot-loader'],
    ['grub.cfg', { ...withFiles(SHIM, GRUB), 'boot.loader': undefined }, 'boot-configuration'],
    ['the kernel', { ...GRUB_FACTS, 'boot.kernel': undefined }, 'kernel'],
    ['the command line', { ...GRUB_FACTS, 'boot.cmdline': undefined }, 'command-line'],
    ['the verity table', { ...GRUB_FACTS, 'verity.table': undefined }, 'hash-tree'],
  ])('lacks %s', (_, values, step) => {
    const value = chain(values);
    expect(steps(value).filter((each) => each.endsWith('is missing'))).toEqual([`${step} is missing`]);
    expect(value.complete).toBe(false);
    expect(value.links.find((link) => 'step' in link && link.step === step)).not.toHaveProperty('path');
  });
});

describe('boot.chain: UKI', () => {
  it('is short where firmware starts it', () => {
    const value = chain(UKI_FACTS);
    expect(steps(value)).toEqual(['uki: ', 'kernel: uki, hmac', 'command-line: uki', 'hash-tree: dm-verity']);
    expect(value.unprotectedInputs).toEqual(['EFI /EFI/BOOT/BOOTX64.EFI']);
  });

  it('has shim and systemd-boot before it in the era of systemd-boot', () => {
    const files = [signed(SHIM), SYSTEMD_BOOT];
    const value = chain({ ...UKI_FACTS, 'boot.era': { era: 'uki-systemd-boot' }, 'boot.files': { files }, 'boot.uki': signed(UKI) });
    expect(steps(value)).toEqual([
      'firmware-loader: authenticode',
      'boot-loader: ',
      'uki: authenticode',
      'kernel: uki, hmac',
      'command-line: uki',
      'hash-tree: dm-verity',
    ]);
    expect(value.unprotectedInputs).toEqual(['EFI /EFI/BOOT/systemd-bootx64.efi']);
  });

  it('lacks the UKI', () => expect(steps(chain({ ...UKI_FACTS, 'boot.uki': undefined }))[0]).toBe('uki is missing'));
});

describe('boot.chain: what nothing signs', () => {
  it('names every file once; an HMAC whose key is public does not count', () => {
    expect(chain(GRUB_FACTS).unprotectedInputs).toEqual(['EFI /EFI/BOOT/bootx64.efi', 'EFI /EFI/BOOT/grubx64.efi', 'BOOT /grub/grub.cfg', 'BOOT /vmlinuz']);
  });

  it.each([
    ['applied', true],
    ['unreadable', true],
    ['inert', false],
    ['none', false],
  ])('bootconfig.data that is %s: %s', (bootconfig, named) => {
    const values = { ...GRUB_FACTS, 'boot.cmdline': { ...(GRUB_FACTS['boot.cmdline'] as object), bootconfig } };
    expect(chain(values).unprotectedInputs.includes('PRIVATE /bootconfig.data')).toBe(named);
  });
});

describe('boot.chain: what cannot be read', () => {
  it('a link that was not found may be the file that cannot be read', () => {
    const value = chain(withFiles(damaged, GRUB, CONFIG));
    expect(steps(value)).toEqual(['?', 'boot-loader: ', 'boot-configuration: ', 'kernel: hmac', 'command-line: ', 'hash-tree: dm-verity']);
    expect(value.complete).toBe(false);
  });

  it('a file that cannot be read leaves links that were found, and those that are no files', () => {
    expect(steps(chain({ ...withFiles(SHIM, GRUB, CONFIG, damaged), 'boot.kernel': undefined }))).toEqual([
      ...['firmware-loader: ', 'boot-loader: ', 'boot-configuration: ', 'kernel is missing', 'command-line: ', 'hash-tree: dm-verity'],
    ]);
  });

  it.each(Object.keys(GRUB_FACTS))('nothing is said when %s cannot be read', (name) =>
    expect(derived({ ...GRUB_FACTS, [name]: 'damaged' }).state).toBe('unreadable'),
  );
  it.each(['boot.era', 'boot.files'])('nothing is there to say without %s', (name) =>
    expect(derived({ ...GRUB_FACTS, [name]: undefined }).state).toBe('absent'),
  );
});

const VENDOR = { partition: 'EFI', path: SHIM.path, place: 'vendor-certificate', subject: 'CN=vendor', sha256: 'v' };
const SIGNER = { ...VENDOR, place: 'signature', subject: 'CN=signer', sha256: 's' };
const DB = { partition: 'EFI', path: '/EFI/BOOT/db.cer', place: 'enrolment', subject: 'CN=db', sha256: 'd' };
const KEY = { subject: 'CN=modules', serial: '', notBefore: '', notAfter: '', sha256: 'm' };
const TRUST_FACTS: Values = {
  ...withFiles(SHIM, { ...GRUB, openPgpKeys: [{ fingerprint: 'f' }] }, CONFIG, SIGNATURE),
  'boot.certificates': { certificates: [VENDOR, SIGNER, DB, { ...VENDOR, path: '/EFI/BOOT/other.efi' }] },
  'kernel.module-signatures': { trustedKeys: [KEY], modules: [] },
};
/** Step → names of what the link trusts, `?` for what is not known; links that trust nothing left out. */
function trusted(values: Values): Record<string, string[]> {
  const named = chain(values).links.flatMap((link) =>
    'step' in link ? [[link.step, link.trusts.map((each) => ('name' in each ? `${each.kind} ${each.name}` : '?'))] as const] : [],
  );
  return Object.fromEntries(named.filter(([, names]) => names.length > 0));
}
const ALL = {
  'firmware-loader': ['certificate CN=vendor'],
  'boot-loader': ['openpgp-key f'],
  kernel: ['certificate CN=modules'],
  'command-line': ['root-hash abc'],
};

describe('boot.chain: what a link trusts', () => {
  it('is shim’s certificate, GRUB’s key, the kernel’s keys and the root hash', () => {
    expect(trusted(TRUST_FACTS)).toEqual(ALL);
    expect(chain(TRUST_FACTS).enrolment).toEqual([{ kind: 'certificate', name: 'CN=db', sha256: 'd', checks: 'the first program, where they are enrolled' }]);
  });

  it('is the kernel’s keys and the root hash where firmware starts a UKI', () =>
    expect(trusted({ ...TRUST_FACTS, ...UKI_FACTS })).toEqual({ kernel: ALL.kernel, 'command-line': ALL['command-line'] }));

  it('is nothing of what is not known, and the rest stays', () => {
    expect(trusted(GRUB_FACTS)).toEqual({ 'command-line': ALL['command-line'] });
    expect(trusted({ ...TRUST_FACTS, 'boot.certificates': 'damaged' })).toEqual({ ...ALL, 'firmware-loader': ['?'] });
    expect(trusted({ ...TRUST_FACTS, 'kernel.module-signatures': 'damaged' })).toEqual({ ...ALL, kernel: ['?'] });
    expect(trusted({ ...TRUST_FACTS, 'boot.certificates': { certificates: [damaged, VENDOR] } })).toEqual({
      ...ALL,
      'firmware-loader': ['?', 'certificate CN=vendor'],
    });
  });

  it('is nothing of a link that is missing', () =>
    expect(trusted({ ...TRUST_FACTS, ...withFiles(SHIM, CONFIG), 'boot.kernel': undefined })).toEqual({
      'firmware-loader': ALL['firmware-loader'],
      'command-line': ALL['command-line'],
    }));
});
