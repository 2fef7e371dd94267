// One result that every reporter renders in its golden test: all verdicts, all severities, hostile strings.
import { type Finding, RESULT_SCHEMA_ID, RESULT_VERSION, type RuleText, type ScanResult, type Severity, type Verdict } from '@staticfire/findings';

const identity = { size: 2_147_483_648, modified: '1790000000000000000', changed: '1790000000000000001', inode: '4711' };

/** Not a digest of anything: a number in the shape of one. */
const digest = (number: number) => number.toString(16).padStart(64, '0');

const rule = (id: string, severity: Severity, securitySeverity: number, verdict: Verdict, title: string, remediation = 'Rebuild the image.'): RuleText => ({
  id,
  title,
  severity,
  securitySeverity,
  rationale: 'An attacker who writes to the disk once would otherwise\nkeep what was won over a reboot.\n',
  remediation,
  references: { 'nist-800-53': ['CM-7', 'SI-7'] },
  verdict,
});

const rules: readonly RuleText[] = [
  rule(
    'baseline:boot/lockdown',
    'high',
    7.5,
    'fail',
    'Kernel lockdown is at least integrity',
    'Put lockdown=integrity on the kernel command line of the variant.',
  ),
  rule('baseline:disk/backup-table', 'medium', 5, 'unknown', 'The backup partition table repeats the primary one'),
  rule('baseline:disk/plan', 'low', 2, 'pass', 'Partitions stand where the disk plan puts them'),
  rule('baseline:files/no-shell', 'high', 8, 'unknown', 'The root filesystem ships no shell'),
  rule('baseline:files/setuid', 'medium', 5.5, 'fail', 'Only listed programs are setuid', 'Remove the bit, or add the program to allowSetuid.'),
  rule('baseline:fips/mode', 'medium', 4, 'not-applicable', 'FIPS mode is complete'),
  rule('baseline:release/era', 'info', 0, 'fail', 'The release is one that this pack knows'),
  rule('baseline:release/identity', 'info', 0, 'pass', 'The image says which release it is'),
  rule(
    'baseline:verity/root-hash',
    'critical',
    9.5,
    'fail',
    'The root hash on the command line proves the root filesystem',
    'Rebuild: the root filesystem was changed after it was hashed.',
  ),
];

const evidenceOfLockdown = {
  fact: 'boot.command-line',
  bank: 'A',
  path: 'lockdown',
  sources: [{ bank: 'A', partition: 'BOOT', path: '/grub/grub.cfg', offset: 0, length: 512, sha256: digest(512) }],
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

const pass = (ruleId: string, title: string, number: number): Finding => ({ ruleId, verdict: 'pass', title, evidence: [], fingerprint: digest(number) });

const findings: readonly Finding[] = [
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
  setuid(`/usr/libexec/${'a'.repeat(300)}`, 7),
  setuid('/usr/libexec/lone\ud800surrogate\u009b31m', 8),
  {
    ruleId: 'baseline:fips/mode',
    verdict: 'not-applicable',
    title: 'FIPS mode is complete',
    reason: 'the kernel command line has no fips=1',
    evidence: [],
    fingerprint: digest(9),
  },
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

export const sampleResult: ScanResult = {
  $schema: RESULT_SCHEMA_ID,
  version: RESULT_VERSION,
  tool: { name: 'staticfire', version: '0.1.0' },
  input: { path: 'images/lab-k8s.img', container: 'raw', sha256: digest(0xfeed), before: identity, after: identity, unchanged: true },
  bank: 'A',
  release: { prettyName: 'Bottlerocket OS 99.0.0 \x1b[5m(aws-k8s)', variantId: 'aws-k8s-1.26', versionId: '99.0.0', buildId: 'deadbeef' },
  packs: [{ id: 'baseline', version: '0.1.0', title: 'Baseline of Bottlerocket' }],
  rules,
  findings,
  counts: { pass: 2, fail: 4, unknown: 2, 'not-applicable': 1 },
  gate: {
    verdict: 'failed',
    failOn: 'high',
    exitCode: 1,
    failing: ['baseline:boot/lockdown', 'baseline:verity/root-hash'],
    unknown: ['baseline:files/no-shell'],
  },
  ruleErrors: [{ ruleId: 'baseline:files/no-shell', message: 'no such key: "she\u200bll"' }],
};

const passing = rules.filter(({ verdict }) => verdict === 'pass');

export const goResult: ScanResult = {
  ...sampleResult,
  input: { ...sampleResult.input, rehash: digest(0xfeed) },
  rules: passing,
  findings: findings.filter(({ verdict }) => verdict === 'pass'),
  counts: { pass: passing.length, fail: 0, unknown: 0, 'not-applicable': 0 },
  gate: { verdict: 'passed', failOn: 'high', exitCode: 0, failing: [], unknown: [] },
  ruleErrors: [],
};

const { bank: _bank, ...withoutBank } = sampleResult;

export const inconclusiveResult: ScanResult = {
  ...withoutBank,
  input: { ...sampleResult.input, after: { ...identity, size: 1 }, unchanged: false },
  release: { prettyName: '', variantId: '', versionId: '', buildId: '' },
  rules: rules.filter(({ verdict }) => verdict === 'unknown'),
  findings: findings.filter(({ verdict }) => verdict === 'unknown'),
  counts: { pass: 0, fail: 0, unknown: 2, 'not-applicable': 0 },
  gate: { verdict: 'inconclusive', failOn: 'high', exitCode: 3, failing: [], unknown: ['baseline:files/no-shell'] },
  ruleErrors: [],
};
