import { both, replaceKernelParameter } from './change.ts';
import { editBootConfig, flipBootConfigByte, removeBootConfig, replacePrivate } from './change-2026.ts';
import { NO_MITIGATIONS, unknownHardening } from './hardening-expectations.ts';
import type { Mutation } from './mutation.ts';
import { OTHER_START, UNKNOWN_WORDS, unknownFips } from './unknown-words.ts';

const CLEAN = { 'baseline:boot/bootconfig-clean': 'fail' } as const;
const OVERRIDE = { 'baseline:boot/no-override': 'fail' } as const;
const WEAKENED = { 'baseline:boot/no-weakening': 'fail' } as const;
const SELINUX = { 'baseline:boot/selinux-enforced': 'fail' } as const;
const SHELL = 'kernel.init = /bin/sh\n';
// What the configuration would add is not known, so no rule about the whole command line can say that it is clean.
const UNREADABLE_2026 = { ...UNKNOWN_WORDS, ...unknownHardening('2026'), ...unknownFips('2026'), 'baseline:boot/bootconfig-clean': 'unknown' } as const;
const UNREADABLE = { ...UNKNOWN_WORDS, ...unknownHardening('classic'), ...unknownFips('classic'), 'baseline:boot/bootconfig-clean': 'unknown' } as const;

const append = (text: string) => editBootConfig((config) => `${config}${text}`);

// The trailer's 20 bytes: size, checksum, magic.
const SIZE = -20;
const CHECKSUM = -16;
const MAGIC = -12;

export const bootConfigMutations: readonly Mutation[] = [
  { name: 'bootconfig: a shell as init', change: append(SHELL), expect: OVERRIDE },
  { name: 'bootconfig: another target for systemd', change: append('init.systemd.unit = rescue.target\n'), expect: OTHER_START },
  { name: 'bootconfig: mitigations off', change: append('kernel.mitigations = off\n'), expect: { ...WEAKENED, ...NO_MITIGATIONS } },
  { name: 'bootconfig: enforcing off', change: append('kernel.enforcing = 0\n'), expect: SELINUX },
  { name: 'bootconfig: keys for tracing', change: append('ftrace.event.synthetic.x.fields = "int a"\n'), expect: CLEAN },
  { name: 'bootconfig: the magic is damaged', change: flipBootConfigByte(MAGIC), expect: CLEAN },
  { name: 'bootconfig: the checksum is wrong', change: flipBootConfigByte(CHECKSUM), expect: UNREADABLE },
  { name: 'bootconfig: the size is wrong', change: flipBootConfigByte(SIZE, 0x80), expect: UNREADABLE },
  { name: 'bootconfig: a brace is not closed', change: append('kernel {\n'), expect: UNREADABLE },
  { name: 'bootconfig: nested too deeply', change: append(`${'a.'.repeat(17)}b = 1\n`), expect: UNREADABLE },
  {
    name: 'bootconfig: the file is missing',
    change: removeBootConfig(),
    expect: { 'baseline:boot/known-way': 'fail', 'baseline:boot/bootconfig-clean': 'not-applicable' },
  },
  { name: 'bootconfig: a shell where the command line does not ask for it', change: both(replaceKernelParameter('bootconfig'), append(SHELL)), expect: {} },
  {
    name: 'bootconfig: PRIVATE is noise on an image that boots through GRUB',
    base: 'demo-2026',
    change: replacePrivate('random'),
    expect: {
      ...UNREADABLE_2026,
      'baseline:boot/known-way': 'unknown',
      'baseline:private/only-boot-config': 'unknown',
      'baseline:secrets/none-on-private': 'unknown',
    },
  },
  {
    name: 'bootconfig: PRIVATE is noise on an image with ephemeral keys',
    base: 'demo-uki',
    change: replacePrivate('random'),
    expect: { 'baseline:private/only-boot-config': 'not-applicable', 'baseline:secrets/none-on-private': 'not-applicable' },
  },
];
