import { ukiFile, withCertificate } from '../lab/bytes/uki-file.ts';
import { file } from '../lab/tree.ts';
import { addFiles, addKernelParameter, changeGrub, editBoot } from './change.ts';
import { addEspFiles, removeEspFile, stateKernelHmac } from './change-2026.ts';
import { addUkiCertificate, addUkiSection, editUkiSection, removeUkiSection, stateUkiHmac } from './change-uki.ts';
import { NO_MITIGATIONS, unknownHardening, unknownKernel, weakenedWord } from './hardening-expectations.ts';
import type { Mutation } from './mutation.ts';
import { UNKNOWN_START, UNKNOWN_WORDS, unknownFips } from './unknown-words.ts';

const WAY = { 'baseline:boot/known-way': 'fail' } as const;
const CHAIN = { 'baseline:boot/chain-complete': 'fail' } as const;
const STRAY = { 'baseline:boot/no-stray-files': 'fail' } as const;
const SIGNATURES = { 'baseline:boot/signatures-agree': 'fail' } as const;
/** A program that is missing is not signed, and one in GRUB's place carries no key. */
const SECURE_BOOT = { 'baseline:boot/secure-boot': 'fail' } as const;
/** Nor is it known who made a signature that is none. */
const NO_SIGNER = { ...SIGNATURES, 'baseline:boot/keys-not-local': 'unknown' } as const;
const HMAC = { 'baseline:boot/kernel-hmac': 'fail' } as const;
const UKI = { 'baseline:boot/uki-consistent': 'fail' } as const;
const WEAKENED = { 'baseline:boot/no-weakening': 'fail' } as const;
const OVERRIDE = { 'baseline:boot/no-override': 'fail' } as const;
const SYNTAX = { 'baseline:boot/no-bootconfig-syntax': 'fail' } as const;

const OTHER_HMAC = '0'.repeat(128);
const NOT_DER = Buffer.from('no signature');
const text = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
const SOME_UKI = ukiFile({ machine: 'x64', sections: [text('.osrel', 'ID=x\n'), text('.cmdline', 'ro'), text('.uname', '6.1'), text('.linux', 'kernel')] });
const SOME_PROGRAM = ukiFile({ machine: 'x64', sections: [text('.sbat', 'sbat,1,x\n')] });

const WEAKENING = [
  ...['mitigations=off', 'nokaslr', 'lockdown=none', 'module.sig_enforce=0', 'audit=0', 'intel_iommu=off', 'spectre_v2=off', 'vsyscall=native'],
  ...['iomem=relaxed', 'kgdboc=ttyS0', 'nosmap'],
];

export const chainMutations: readonly Mutation[] = [
  ...WEAKENING.map((word) => ({ name: `boot: ${word}`, change: addKernelParameter(word), expect: { ...WEAKENED, ...weakenedWord(word) } })),
  { name: 'uki: mitigations off', base: 'demo-uki', change: addKernelParameter('mitigations=off'), expect: { ...WEAKENED, ...NO_MITIGATIONS } },
  { name: 'uki: a shell as init', base: 'demo-uki', change: addKernelParameter('init=/bin/sh'), expect: OVERRIDE },
  { name: 'uki: the self-test by a word of bootconfig', base: 'demo-uki', change: addKernelParameter('init.systemd.unit=fipscheck.target'), expect: SYNTAX },
  { name: 'boot: /config is missing', change: editBoot('rm /config'), expect: WAY },
  {
    // With the kernel go its configuration, its release and what the HMAC is of.
    name: 'boot: the kernel is missing',
    change: editBoot('rm /vmlinuz'),
    expect: {
      ...WAY,
      ...CHAIN,
      ...HMAC,
      ...SECURE_BOOT,
      'baseline:kernel/config-agrees': 'fail',
      'baseline:kernel/one-release': 'fail',
      'baseline:kernel/known-weaknesses': 'unknown',
    },
  },
  {
    name: 'boot: GRUB is missing',
    change: removeEspFile('/EFI/BOOT/grubx64.efi'),
    expect: { ...WAY, ...CHAIN, ...SECURE_BOOT, 'baseline:boot/signatures-trusted': 'fail' },
  },
  { name: 'boot: the HMAC is of another kernel', change: stateKernelHmac(OTHER_HMAC), expect: HMAC },
  { name: 'uki: the HMAC is of another UKI', base: 'demo-uki', change: stateUkiHmac({ hmac: OTHER_HMAC }), expect: HMAC, facts: ['boot.kernel'] },
  { name: 'uki: the HMAC names another file', base: 'demo-uki', change: stateUkiHmac({ hmacName: 'EFI/Linux/other.efi' }), expect: HMAC },
  { name: 'esp: a stray program', change: addEspFiles({ '/EFI/BOOT/old.efi': SOME_PROGRAM }), expect: STRAY },
  { name: 'esp: a script for the EFI shell', change: addEspFiles({ '/startup.nsh': 'fs0:\\EFI\\BOOT\\old.efi\n' }), expect: STRAY },
  {
    name: 'esp: an add-on beside the UKI',
    base: 'demo-uki',
    change: addEspFiles({ '/EFI/BOOT/BOOTX64.EFI.extra.d/x.addon.efi': SOME_PROGRAM }),
    expect: STRAY,
  },
  { name: 'esp: an add-on for every UKI', base: 'demo-uki', change: addEspFiles({ '/loader/addons/x.addon.efi': SOME_PROGRAM }), expect: STRAY },
  { name: 'esp: a credential', base: 'demo-uki', change: addEspFiles({ '/loader/credentials/root.cred': 'secret' }), expect: STRAY },
  {
    name: 'esp: a configuration of systemd-boot that nothing reads',
    base: 'demo-uki',
    change: addEspFiles({ '/loader/loader.conf': 'timeout 5\n' }),
    expect: WAY,
  },
  { name: 'esp: GRUB beside the UKI', base: 'demo-uki', change: addEspFiles({ '/EFI/BOOT/grubx64.efi': SOME_PROGRAM }), expect: WAY },
  {
    // Which of the two boots is the firmware's choice, so nothing about kernel and command line can be said.
    name: 'boot: a UKI in place of shim, beside grub.cfg',
    change: addEspFiles({ '/EFI/BOOT/bootx64.efi': SOME_UKI }),
    expect: {
      'baseline:boot/sbat': 'unknown',
      'baseline:boot/signatures-trusted': 'unknown',
      ...UNKNOWN_WORDS,
      ...unknownFips('classic'),
      ...UNKNOWN_START,
      ...unknownKernel('classic'),
      ...WAY,
      // What must be signed depends on the way.
      'baseline:boot/secure-boot': 'unknown',
      'baseline:boot/chain-complete': 'unknown',
      'baseline:boot/single-entry': 'unknown',
      'baseline:boot/menu-locked': 'unknown',
      'baseline:release/boot-entry': 'unknown',
      'baseline:boot/only-image-files': 'unknown',
      'baseline:boot/bootconfig-clean': 'unknown',
      'baseline:boot/kernel-hmac': 'unknown',
      'baseline:kernel/config-agrees': 'unknown',
      'baseline:kernel/config-verity': 'unknown',
      'baseline:kernel/config-selinux': 'unknown',
      'baseline:kernel/config-lockdown': 'unknown',
      'baseline:kernel/config-no-switches': 'unknown',
      'baseline:kernel/one-release': 'unknown',
      'baseline:kernel/no-headers': 'unknown',
      // The architecture, from which identifiers are derived and which updates are for, is the kernel's.
      'baseline:release/derived-guids': 'unknown',
      'baseline:updates/locations': 'unknown',
      'baseline:verity/partitions': 'unknown',
      'baseline:verity/covers-root': 'unknown',
      'baseline:verity/superblock-agrees': 'unknown',
      'baseline:verity/fails-closed': 'unknown',
      'baseline:verity/data-intact': 'unknown',
    },
  },
  {
    name: 'esp: a UKI in place of GRUB',
    change: addEspFiles({ '/EFI/BOOT/grubx64.efi': SOME_UKI }),
    expect: { ...WAY, ...SECURE_BOOT, 'baseline:boot/sbat': 'fail', 'baseline:boot/signatures-trusted': 'fail' },
  },
  {
    name: 'esp: a kernel beside the UKI',
    base: 'demo-uki',
    change: addEspFiles({ '/EFI/BOOT/mmx64.efi': SOME_UKI }),
    expect: { ...WAY, 'baseline:boot/sbat': 'pass', 'baseline:boot/signatures-trusted': 'fail' },
  },
  {
    name: 'boot: an initial ramdisk',
    change: changeGrub({ initrd: '($root)/initrd.img' }),
    // Whether the kernel finds a boot configuration at the end of another ramdisk is not read.
    expect: {
      'baseline:boot/sbat': 'unknown',
      'baseline:boot/signatures-trusted': 'unknown',
      ...UNKNOWN_WORDS,
      ...unknownFips('classic'),
      ...UNKNOWN_START,
      ...unknownHardening('classic'),
      'baseline:boot/only-image-files': 'fail',
      // A quote in a boot configuration could swallow the table of grub.cfg.
      'baseline:boot/chain-complete': 'unknown',
      'baseline:verity/covers-root': 'unknown',
      'baseline:verity/data-intact': 'unknown',
      'baseline:verity/fails-closed': 'unknown',
      'baseline:verity/partitions': 'unknown',
      'baseline:verity/superblock-agrees': 'unknown',
      'baseline:boot/bootconfig-clean': 'unknown',
    },
  },
  {
    name: 'boot: a signature that is none',
    change: addEspFiles({ '/EFI/BOOT/mmx64.efi': withCertificate(SOME_PROGRAM, NOT_DER) }),
    expect: { ...NO_SIGNER, 'baseline:boot/certificates-not-expired': 'unknown', 'baseline:boot/signatures-trusted': 'unknown' },
  },
  {
    name: 'uki: a signature that is none',
    base: 'demo-uki',
    change: addUkiCertificate(NOT_DER),
    expect: {
      ...NO_SIGNER,
      'baseline:boot/certificates-not-expired': 'unknown',
      'baseline:boot/sbat': 'unknown',
      'baseline:boot/signatures-trusted': 'unknown',
    },
  },
  {
    name: 'uki: .osrel of another build',
    base: 'demo-uki',
    change: editUkiSection('.osrel', (osrel) => osrel.replace(/BUILD_ID=.*/, 'BUILD_ID=00000000')),
    expect: UKI,
  },
  { name: 'uki: .uname of another kernel', base: 'demo-uki', change: editUkiSection('.uname', () => '6.12.1'), expect: UKI },
  { name: 'uki: an initial ramdisk', base: 'demo-uki', change: addUkiSection('.initrd', 'cpio'), expect: UKI },
  { name: 'uki: a profile', base: 'demo-uki', change: addUkiSection('.profile', 'ID=debug\n'), expect: UKI },
  { name: 'uki: no .sbat', base: 'demo-uki', change: removeUkiSection('.sbat'), expect: UKI },
  {
    name: 'image-format.env says another way',
    base: 'demo-2026',
    change: addFiles(file('usr/share/bottlerocket/image-format.env', 'IMAGE_FORMAT=uki\nUKI_IMAGE=true\n')),
    expect: WAY,
  },
];
