import type { Finding } from '@staticfire/findings';
import { digest } from './digest.ts';

const evidenceOfLockdown = {
  fact: 'boot.command-line',
  bank: 'A',
  path: 'lockdown',
  sources: [{ bank: 'A', partition: 'BOOT', path: '/grub/grub.cfg', offset: 0, length: 512, sha256: digest(512) }],
  places: [
    { file: 'user-data.toml', line: 3, layer: 'user-data', excerpt: 'lockdown = "none" # </script><b>\u202e\x1b[2J' },
    { file: '/grub/grub.cfg', bank: 'A', partition: 'BOOT', line: 7, layer: 'grub.cfg', excerpt: '  linux ($root)/vmlinuz root=/dev/dm-0 lockdown=integrity' },
  ],
} as const;

const evidenceOfVerity = [
  {
    fact: 'verity.table',
    bank: 'A',
    path: 'rootDigest',
    value: digest(0xabc),
    sources: [
      { bank: 'A', partition: 'BOOT', path: '/grub/grub.cfg', offset: 128, length: 64, sha256: digest(64) },
      { bank: 'A', partition: 'HASH', offset: 0, length: 4096 },
    ],
  },
  { fact: 'verity.tree', bank: 'A', path: 'rootDigest', value: digest(0xdef), sources: [{ bank: 'A', partition: 'HASH', offset: 4096, length: 8_388_608 }] },
] as const;

const setuid = (path: string, number: number): Finding => ({
  ruleId: 'baseline:files/setuid',
  verdict: 'fail',
  title: `${path} is setuid and not listed`,
  subject: path,
  evidence: [
    {
      fact: 'root.permissions',
      bank: 'A',
      path: `files[${number}]`,
      value: { path, mode: '4755', owner: 0 },
      sources: [{ bank: 'A', partition: 'ROOT', path, offset: 0, length: 4096 }],
    },
  ],
  fingerprint: digest(number),
});

const pointers = (name: string, value: string, number: number): Finding => ({
  ruleId: 'baseline:kernel/pointers',
  verdict: 'fail',
  title: `${name} is ${value}`,
  subject: name,
  evidence: [
    {
      fact: 'sysctl.effective',
      bank: 'A',
      path: `keys.${name}.value`,
      value,
      sources: [{ bank: 'A', partition: 'ROOT', path: '/usr/lib/sysctl.d/80-release.conf', offset: 0, length: 241, sha256: digest(241) }],
      places: [{ file: '/usr/lib/sysctl.d/80-release.conf', bank: 'A', partition: 'ROOT', line: 3, layer: 'sysctl.d', excerpt: `${name} = ${value}` }],
    },
  ],
  fingerprint: digest(number),
  waiver: 0,
});

const pass = (ruleId: string, title: string, number: number): Finding => ({ ruleId, verdict: 'pass', title, evidence: [], fingerprint: digest(number) });

export const findings: readonly Finding[] = [
  { ruleId: 'baseline:boot/lockdown', verdict: 'fail', title: 'Kernel lockdown is unset', evidence: [evidenceOfLockdown], fingerprint: digest(1) },
  {
    ruleId: 'baseline:disk/backup-table',
    verdict: 'unknown',
    title: 'The backup partition table repeats the primary one',
    reason: 'backup GPT header: CRC32 is 0x00000000, expected 0x1c2b3a49, at byte 2147483136',
    evidence: [{ fact: 'disk.partitions', path: 'backup', sources: [{ partition: 'DISK', offset: 2_147_483_136, length: 512 }] }],
    fingerprint: digest(2),
  },
  pass('baseline:disk/plan', 'Partitions stand where the disk plan puts them', 3),
  {
    ruleId: 'baseline:files/no-shell',
    verdict: 'unknown',
    title: 'The root filesystem ships no shell',
    reason: 'directory /usr/\u202enib\u2069 has a name that contains "\x1b[2J"; entry length 0 in directory block 77',
    evidence: [],
    fingerprint: digest(4),
  },
  setuid('/usr/bin/\x1b]0;pwned\x07sudo', 5),
  setuid('/usr/bin/su\u202egnp.txt\u200b', 6),
  { ...setuid(`/usr/libexec/${'a'.repeat(300)}`, 7), waiver: 1 },
  setuid('/usr/libexec/lone\ud800surrogate\u009b31m', 8),
  {
    ruleId: 'baseline:fips/mode',
    verdict: 'not-applicable',
    title: 'FIPS mode is complete',
    reason: 'the kernel command line has no fips=1',
    evidence: [],
    fingerprint: digest(9),
  },
  pointers('kernel.kptr_restrict', '0', 20),
  { ruleId: 'baseline:release/era', verdict: 'fail', title: 'Release 99.0.0 is newer than this pack', evidence: [], fingerprint: digest(10) },
  pass('baseline:release/identity', 'The image says which release it is', 11),
  {
    ruleId: 'baseline:verity/root-hash',
    verdict: 'fail',
    title: 'The root hash on the command line is not that of the root filesystem',
    evidence: evidenceOfVerity,
    fingerprint: digest(12),
  },
];
