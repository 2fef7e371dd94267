import type { FactState, Unreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { checkedFiles } from './checked-files.ts';
import { type CheckedFile, signatureChecks } from './signature-checks.ts';

const damaged: Unreadable = { $unreadable: { kind: 'format', structure: 'PKCS#7 signature', message: 'damaged' } };
const SHIM = { partition: 'EFI', path: '/EFI/BOOT/bootx64.efi' } as const;
const GRUB = { partition: 'EFI', path: '/EFI/BOOT/grubx64.efi' } as const;
const CONFIG = { partition: 'BOOT', path: '/grub/grub.cfg' } as const;

const vendor = { ...SHIM, place: 'vendor-certificate', sha256: 'v' } as const;
const enrolment = { partition: 'EFI', path: '/EFI/BOOT/db.cer', place: 'enrolment', sha256: 'd' } as const;
const entry = (file: object, more: object = {}) => ({ ...file, holds: true, signer: { subject: 'CN=signer' }, leadsTo: [vendor], refusedBy: [], ...more });
const detached = (more: object = {}) => ({
  ...{
    partition: 'BOOT',
    path: '/grub/grub.cfg.sig',
    signs: CONFIG.path,
    entry: 0,
    armored: false,
    algorithm: 'rsa',
    keyId: 'ab',
    verdict: 'valid',
    keyIn: [GRUB],
  },
  ...more,
});
const KEY = { ...GRUB, fingerprint: '00ab' };

function verdictsOf(file: CheckedFile, value: { authenticode?: unknown[]; openpgp?: unknown[]; openpgpKeys?: unknown[] }): string[] {
  const all = { authenticode: [], openpgp: [], openpgpKeys: [KEY], ...value };
  return signatureChecks([file], { state: 'present', value: all } as unknown as FactState<never>).map((each) =>
    'verdict' in each ? [each.verdict, each.anchor].filter((part) => part !== undefined).join(' ') : each.$unreadable.kind,
  );
}

describe('signatures that shim looks at', () => {
  const file: CheckedFile = { step: 'boot-loader', ...GRUB, by: 'shim', checker: SHIM };
  const told = (...authenticode: unknown[]) => verdictsOf(file, { authenticode });
  it.each<[string, unknown[], string[]]>([
    ['none', [], []],
    ['one of another file', [entry(SHIM)], []],
    ['one of a file with the same path on BOOT', [entry({ ...GRUB, partition: 'BOOT' })], []],
    ['one that its certificate vouches for', [entry(GRUB)], ['vouched v']],
    ['a program that it trusts by its hash', [entry(GRUB, { leadsTo: [{ ...vendor, place: 'vendor-hash', sha256: 'h' }] })], ['vouched h']],
    ['one that another shim vouches for', [entry(GRUB, { leadsTo: [{ ...vendor, path: '/other.efi' }] })], ['outside']],
    ['one that a shim on BOOT vouches for', [entry(GRUB, { leadsTo: [{ ...vendor, partition: 'BOOT' }] })], ['outside']],
    ['one that a certificate for enrolment vouches for', [entry(GRUB, { leadsTo: [enrolment] })], ['enrolled d']],
    ['one that nobody vouches for', [entry(GRUB, { leadsTo: [] })], ['outside']],
    ['one that does not hold', [entry(GRUB, { holds: false })], ['invalid']],
    ['one that does not hold, and one that is vouched for', [entry(GRUB, { holds: false }), entry(GRUB)], ['invalid']],
    ['one that nobody vouches for, and one that is vouched for', [entry(GRUB, { leadsTo: [] }), entry(GRUB)], ['vouched v']],
    ['one that shim refuses', [entry(GRUB, { refusedBy: [{ ...SHIM, sha256: 'r' }] })], ['refused r']],
    ['one that another shim refuses', [entry(GRUB, { refusedBy: [{ ...SHIM, path: '/other.efi', sha256: 'r' }] })], ['vouched v']],
    ['one that shim refuses, and one that it does not', [entry(GRUB, { refusedBy: [{ ...SHIM, sha256: 'r' }] }), entry(GRUB)], ['vouched v']],
    ['one that cannot be read', [damaged], ['format']],
    ['one that is vouched for, and one that cannot be read', [damaged, entry(GRUB)], ['vouched v', 'format']],
    ['one of which it is open who vouches', [entry(GRUB, { leadsTo: [damaged] })], ['format']],
    ['one of which it is open who refuses it', [entry(GRUB, { refusedBy: [damaged] })], ['format']],
    ['one that does not hold, and one of which it is open who vouches', [entry(GRUB, { leadsTo: [damaged] }), entry(GRUB, { holds: false })], ['invalid']],
  ])('%s', (_, entries, expected) => expect(told(...entries)).toEqual(expected));

  it('no shim vouches where it is missing', () =>
    expect(verdictsOf({ step: 'boot-loader', ...GRUB, by: 'shim' }, { authenticode: [entry(GRUB)] })).toEqual(['outside']));
});

describe('signatures that firmware looks at', () => {
  const told = (leadsTo: unknown[]) => verdictsOf({ step: 'firmware-loader', ...SHIM, by: 'firmware' }, { authenticode: [entry(SHIM, { leadsTo })] });
  it('no shim vouches for itself', () => expect(told([vendor])).toEqual(['outside']));
  it('a certificate for enrolment does', () => expect(told([vendor, enrolment])).toEqual(['enrolled d']));
});

describe('signatures that GRUB looks at', () => {
  const file: CheckedFile = { step: 'boot-configuration', ...CONFIG, by: 'GRUB', checker: GRUB };
  it.each<[string, Parameters<typeof verdictsOf>[1], string[]]>([
    ['none', {}, []],
    ['by its key', { openpgp: [detached()] }, ['vouched 00ab']],
    ['by its key, of another file', { openpgp: [detached({ signs: '/vmlinuz' })] }, []],
    ['of a file with the same path on the ESP', { openpgp: [detached({ partition: 'EFI' })] }, []],
    ['by the key of another program', { openpgp: [detached({ keyIn: [{ ...GRUB, path: '/x' }] })] }, ['outside']],
    ['by the key of a program with the same path on BOOT', { openpgp: [detached({ keyIn: [{ ...GRUB, partition: 'BOOT' }] })] }, ['outside']],
    ['by a key that nobody has', { openpgp: [detached({ verdict: 'unknown-key', keyIn: [] })] }, ['outside']],
    ['where it has no key', { openpgp: [detached({ verdict: 'unknown-key', keyIn: [] })], openpgpKeys: [] }, ['unchecked']],
    ['where another program has a key', { openpgp: [detached({ verdict: 'unknown-key', keyIn: [] })], openpgpKeys: [{ ...KEY, path: '/x' }] }, ['unchecked']],
    ['that does not hold', { openpgp: [detached({ verdict: 'invalid' })] }, ['invalid']],
    ['in text', { openpgp: [detached({ armored: true })] }, ['unchecked']],
    ['by a kind of key that it does not have', { openpgp: [detached({ algorithm: 'eddsa' })] }, ['unchecked']],
    ['behind another one', { openpgp: [detached({ verdict: 'unknown-key', keyIn: [] }), detached({ entry: 1 })] }, ['outside']],
    ['that cannot be read', { openpgp: [damaged] }, ['format']],
  ])('%s', (_, value, expected) => expect(verdictsOf(file, value)).toEqual(expected));
});

describe('signatureChecks', () => {
  it('says nothing where there are no facts, and why where they cannot be read', () => {
    const file: CheckedFile = { step: 'boot-loader', ...GRUB, by: 'shim', checker: SHIM };
    expect(signatureChecks([file], { state: 'absent' })).toEqual([]);
    expect(signatureChecks([file], { state: 'unreadable', error: damaged.$unreadable })).toEqual([damaged]);
  });
});

describe('checkedFiles', () => {
  const link = (step: string, partition: string, path: string) => ({ step, partition, path }) as never;
  const told = (files: readonly CheckedFile[]) => files.map(({ step, by, checker }) => `${step} ${by} ${checker?.path ?? ''}`.trim());
  const MOK = { partition: 'EFI', path: '/EFI/BOOT/mmx64.efi', kind: 'mok-manager' } as const;
  const links = [
    link('firmware-loader', 'EFI', SHIM.path),
    link('boot-loader', 'EFI', GRUB.path),
    link('boot-configuration', 'BOOT', CONFIG.path),
    link('kernel', 'BOOT', '/vmlinuz'),
  ];

  it('shim, what it starts, and what GRUB reads', () => {
    expect(told(checkedFiles({ era: 'grub-two-banks', links, files: [MOK], insideUki: false }))).toEqual([
      'firmware-loader firmware',
      ...[`mok-manager shim ${SHIM.path}`, `boot-loader shim ${SHIM.path}`],
      ...[`boot-configuration GRUB ${GRUB.path}`, `kernel shim ${SHIM.path}`, `kernel GRUB ${GRUB.path}`],
    ]);
  });

  it('a UKI behind shim, and one that firmware starts', () => {
    const uki = [
      link('firmware-loader', 'EFI', SHIM.path),
      link('boot-loader', 'EFI', '/s.efi'),
      link('uki', 'BOOT', '/u.efi'),
      link('kernel', 'BOOT', '/u.efi'),
    ];
    expect(told(checkedFiles({ era: 'uki-systemd-boot', links: uki, files: [], insideUki: true }))).toEqual([
      'firmware-loader firmware',
      ...[`boot-loader shim ${SHIM.path}`, `uki shim ${SHIM.path}`],
    ]);
    expect(told(checkedFiles({ era: 'uki-direct', links: uki.slice(2), files: [], insideUki: true }))).toEqual(['uki firmware']);
  });

  it('not what is missing', () => expect(checkedFiles({ era: 'grub-one-bank', links: [{ step: 'kernel' }], files: [], insideUki: false })).toEqual([]));
});
