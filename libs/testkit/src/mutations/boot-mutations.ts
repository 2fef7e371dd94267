import { addKernelParameter, changeGrub, replaceKernelParameter } from './change.ts';
import type { Mutation } from './mutation.ts';
import { OTHER_START } from './unknown-words.ts';

const READ_ONLY = { 'baseline:boot/root-read-only': 'fail' } as const;
const ENTRY = { 'baseline:boot/single-entry': 'fail' } as const;
const OVERRIDE = { 'baseline:boot/no-override': 'fail' } as const;
const SELINUX = { 'baseline:boot/selinux-enforced': 'fail' } as const;

const SECOND_ENTRY = '\nmenuentry "Maintenance" --unrestricted {\n   linux ($root)/vmlinuz root=/dev/dm-0 ro\n   boot\n}\n';
const OVERRIDES = ['init=/bin/sh', 'rdinit=/bin/sh', 'systemd.debug_shell', 'systemd.debug-shell=1', 'rd.break'];
const TARGETS = ['systemd.unit=emergency.target', 'single', 'emergency', 'rescue', '1', 's'];

export const bootMutations: readonly Mutation[] = [
  { name: 'boot: rw instead of ro', change: replaceKernelParameter('ro', 'rw'), expect: READ_ONLY },
  { name: 'boot: rw after ro', change: replaceKernelParameter('ro', 'ro', 'rw'), expect: READ_ONLY },
  { name: 'boot: ro is missing', change: replaceKernelParameter('ro'), expect: READ_ONLY },
  { name: 'boot: root is a partition', change: replaceKernelParameter('root=/dev/dm-0', 'root=/dev/sda2'), expect: READ_ONLY },
  { name: 'boot: second menu entry', change: changeGrub({ tail: SECOND_ENTRY }), expect: ENTRY },
  { name: 'boot: menu waits five seconds', change: changeGrub({ timeout: '5' }), expect: ENTRY },
  { name: 'boot: another default entry', change: changeGrub({ default: '1' }), expect: ENTRY },
  ...OVERRIDES.map((word) => ({ name: `boot: ${word}`, change: addKernelParameter(word), expect: OVERRIDE })),
  ...TARGETS.map((word) => ({ name: `boot: ${word}`, change: addKernelParameter(word), expect: OTHER_START })),
  { name: 'boot: enforcing=0', change: replaceKernelParameter('enforcing=1', 'enforcing=0'), expect: SELINUX },
  { name: 'boot: selinux=0', change: replaceKernelParameter('selinux=1', 'selinux=0'), expect: SELINUX },
];
