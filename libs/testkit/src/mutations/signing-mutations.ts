import { ukiFile } from '../lab/bytes/uki-file.ts';
import { espFiles } from '../lab/esp-files.ts';
import { grubEsp } from '../lab/esp-files-2026.ts';
import { demo } from '../lab/recipes/demo.ts';
import { standardImage } from '../lab/recipes/standard.ts';
import { K8S_1_30 } from '../lab/release.ts';
import { keyProfile } from '../lab/secure-boot/key-profile.ts';
import { keySections } from '../lab/secure-boot/key-sections.ts';
import { hardeningIds, named } from '../lab-hardening.ts';
import { addEspFiles } from './change-2026.ts';
import { buildUnsigned, leaveUnsigned, signFilesWith, signWith, spoilSigned } from './change-signing.ts';
import type { Mutation } from './mutation.ts';

const SECURE_BOOT = { 'baseline:boot/secure-boot': 'fail' } as const;
const AGREE = { 'baseline:boot/signatures-agree': 'fail' } as const;
const TRUSTED = { 'baseline:boot/signatures-trusted': 'fail' } as const;
const NO_SIGNATURES = { 'baseline:boot/signatures-trusted': 'not-applicable' } as const;
const NOTHING_SIGNED = { ...NO_SIGNATURES, 'baseline:boot/sbat': 'not-applicable', 'baseline:boot/certificates-not-expired': 'not-applicable' } as const;
const SBAT = { 'baseline:boot/sbat': 'fail' } as const;
const EXPIRED = { 'baseline:boot/certificates-not-expired': 'fail' } as const;
const LOCAL_KEYS = { 'baseline:boot/keys-not-local': 'fail' } as const;
const NO_KEYS = { 'baseline:boot/keys-not-local': 'not-applicable', ...NOTHING_SIGNED } as const;

const UKI = '/EFI/BOOT/BOOTX64.EFI';
const KEYLESS_GRUB = ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from('sbat,1,x\n') }] });
const PROGRAM_SBAT = 'sbat,1,SBAT Version,sbat,1,https://example.invalid\nstaticfire.lab,1,staticfire,lab,1,https://example.invalid\n';

/** A program of the ESP with the keys of the lab; `levels` are what a shim asks for by itself, and when it is asked to. */
function programWith(name: 'shim' | 'GRUB', sbat: string, levels?: readonly [previous: string, latest: string]): Buffer {
  const sections = [...(sbat === '' ? [] : [{ name: '.sbat', bytes: Buffer.from(sbat) }]), ...keySections(name, keyProfile('lab'))];
  return ukiFile({ machine: 'x64', sections: levels === undefined ? sections : [...sections, { name: '.sbatlevel', bytes: sbatLevel(...levels) }] });
}

/** Version 0, offsets that count from behind it, texts that end with a zero byte. */
function sbatLevel(previous: string, latest: string): Buffer {
  return Buffer.concat([Buffer.from(Uint32Array.of(0, 8, 9 + previous.length).buffer), Buffer.from(`${previous}\0${latest}\0`)]);
}

const keyless = (path: string) => ({ [path]: espFiles(undefined)[path]! });

/** Whoever may edit the menu of an unsigned boot may replace its files as well. */
const OPEN_MENU = { 'baseline:boot/menu-locked': 'not-applicable' } as const;

/** Anatomy section 12 rows 5 to 7, anatomy-2026 section 16. */
/** What went away after 5.15, and what came after it. */
const KERNEL_515 = hardeningIds({
  ...named('pass', 'config/binfmt-aout config/hardened-usercopy-fallback config/hardened-usercopy-pagespan'),
  ...named('fail', 'config/x86-smap'),
  ...named(
    'not-applicable',
    `config/blk-dev-ublk config/bpf-unpriv-default-off config/cfi-clang config/cfi-permissive config/mitigation-sls config/page-table-check
     config/page-table-check-enforced config/x86-kernel-ibt`,
  ),
});

export const signingMutations: readonly Mutation[] = [
  { name: 'signing: a build without Secure Boot', change: buildUnsigned(espFiles(undefined)), expect: { ...SECURE_BOOT, ...NO_KEYS, ...OPEN_MENU } },
  {
    name: 'signing: a build of 2026 without Secure Boot',
    base: 'demo-2026',
    change: buildUnsigned(grubEsp('x64', undefined)),
    expect: { ...SECURE_BOOT, ...NO_KEYS, ...OPEN_MENU },
  },
  { name: 'signing: a UKI built without Secure Boot', base: 'demo-uki', change: buildUnsigned({}), expect: { ...SECURE_BOOT, ...NO_KEYS } },
  {
    // Variants with kernels before 6.1 were never signed.
    name: 'signing: a build without Secure Boot, of a variant with kernel 5.15',
    change: () => ({ ...buildUnsigned(espFiles(undefined))(standardImage('demo', '', demo.size, { ...K8S_1_30, kernel: '5.15.167' })) }),
    expect: { 'baseline:boot/secure-boot': 'not-applicable', ...NO_KEYS, ...OPEN_MENU, ...KERNEL_515 },
  },
  // The certificate for enrolment is still there.
  { name: 'signing: the UKI is not signed', base: 'demo-uki', change: leaveUnsigned(UKI), expect: { ...SECURE_BOOT, ...NO_SIGNATURES } },
  ...['/EFI/BOOT/bootx64.efi', '/EFI/BOOT/grubx64.efi', '/EFI/BOOT/mmx64.efi', '/vmlinuz'].map((path) => ({
    name: `signing: ${path.slice(path.lastIndexOf('/') + 1)} is not signed`,
    change: leaveUnsigned(path),
    expect: { ...SECURE_BOOT, ...AGREE },
  })),
  { name: 'signing: grub.cfg is not signed', change: leaveUnsigned('/grub/grub.cfg'), expect: SECURE_BOOT },
  { name: 'signing: GRUB carries no key', change: addEspFiles({ '/EFI/BOOT/grubx64.efi': KEYLESS_GRUB }), expect: { ...SECURE_BOOT, ...TRUSTED } },
  { name: 'signing: shim trusts nobody', change: addEspFiles(keyless('/EFI/BOOT/bootx64.efi')), expect: { ...SECURE_BOOT, ...TRUSTED } },
  ...['/EFI/BOOT/grubx64.efi', '/vmlinuz'].map((path) => ({
    name: `signing: ${path.slice(path.lastIndexOf('/') + 1)} was changed after it was signed`,
    change: spoilSigned(path),
    expect: { ...AGREE, ...TRUSTED },
  })),
  { name: 'signing: the UKI was changed after it was signed', base: 'demo-uki', change: spoilSigned(UKI), expect: { ...AGREE, ...TRUSTED } },
  { name: 'signing: keys that the build made itself', change: signWith('local', espFiles(keyProfile('local'))), expect: LOCAL_KEYS },
  { name: 'signing: a UKI with keys that the build made itself', base: 'demo-uki', change: signWith('local', {}), expect: LOCAL_KEYS },
  { name: 'signing: grub.cfg was changed after it was signed', change: spoilSigned('/grub/grub.cfg'), expect: TRUSTED, facts: ['boot.signatures'] },
  ...['/EFI/BOOT/bootx64.efi', '/EFI/BOOT/grubx64.efi', '/vmlinuz', '/grub/grub.cfg'].map((path) => ({
    name: `signing: ${path.slice(path.lastIndexOf('/') + 1)} is signed with keys of another profile`,
    change: signFilesWith({ [path]: ['old'] }),
    expect: path === '/grub/grub.cfg' ? TRUSTED : { ...TRUSTED, ...EXPIRED },
  })),
  {
    name: 'signing: the UKI is signed with a key of another profile',
    base: 'demo-uki',
    change: signFilesWith({ [UKI]: ['old'] }),
    expect: { ...TRUSTED, ...EXPIRED },
  },
  // Firmware and shim take one signature of several.
  {
    name: 'signing: GRUB and the kernel are signed twice, by others first',
    change: signFilesWith({ '/EFI/BOOT/grubx64.efi': ['old', 'lab'], '/vmlinuz': ['old', 'lab'] }),
    expect: EXPIRED,
    facts: ['boot.certificates', 'boot.kernel', 'boot.signatures'],
  },
  // GRUB reads the first signature of a file alone.
  {
    name: 'signing: grub.cfg is signed twice, by others first',
    change: signFilesWith({ '/grub/grub.cfg': ['old', 'lab'] }),
    expect: TRUSTED,
    facts: ['boot.signatures'],
  },
  {
    name: 'signing: grub.cfg is signed twice, by others behind',
    change: signFilesWith({ '/grub/grub.cfg': ['lab', 'old'] }),
    expect: {},
    facts: ['boot.signatures'],
  },
  {
    name: 'signing: shim carries the certificate of another profile',
    change: addEspFiles({ '/EFI/BOOT/bootx64.efi': espFiles(keyProfile('old'))['/EFI/BOOT/bootx64.efi']! }),
    expect: { ...TRUSTED, ...EXPIRED },
    facts: ['boot.certificates', 'boot.signatures'],
  },
  {
    name: 'signing: GRUB carries the key of another profile',
    change: addEspFiles({ '/EFI/BOOT/grubx64.efi': espFiles(keyProfile('old'))['/EFI/BOOT/grubx64.efi']! }),
    expect: TRUSTED,
    facts: ['boot.signatures'],
  },
  { name: 'signing: certificates that have expired', change: signWith('old', espFiles(keyProfile('old'))), expect: EXPIRED },
  { name: 'signing: a UKI with certificates that have expired', base: 'demo-uki', change: signWith('old', {}), expect: EXPIRED },
  { name: 'signing: GRUB has no SBAT', change: addEspFiles({ '/EFI/BOOT/grubx64.efi': programWith('GRUB', '') }), expect: SBAT, facts: ['boot.sbat'] },
  {
    name: 'signing: shim asks for a higher generation than GRUB has',
    change: addEspFiles({
      '/EFI/BOOT/bootx64.efi': programWith('shim', PROGRAM_SBAT.replace('lab,1', 'lab,2'), ['sbat,1,2024010900\nstaticfire.lab,2\n', 'sbat,1\n']),
    }),
    expect: SBAT,
    facts: ['boot.sbat'],
  },
  {
    name: 'signing: shim asks for a higher generation when it is asked to',
    change: addEspFiles({ '/EFI/BOOT/bootx64.efi': programWith('shim', PROGRAM_SBAT, ['sbat,1\n', 'sbat,1,2025051000\nstaticfire.lab,2\n']) }),
    expect: {},
    facts: ['boot.sbat'],
  },
];
