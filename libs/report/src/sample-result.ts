// One result that every reporter renders in its golden test: all verdicts, all severities, hostile strings.
import {
  type ControlText,
  type Finding,
  RESULT_SCHEMA_ID,
  RESULT_VERSION,
  type RuleText,
  type ScanResult,
  type Severity,
  type Verdict,
} from '@staticfire/findings';

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
  imageVerdict: verdict,
  decided: 'image',
});

const rules: readonly RuleText[] = [
  {
    ...rule(
      'baseline:boot/lockdown',
      'high',
      7.5,
      'fail',
      'Kernel lockdown is at least integrity',
      'Put lockdown=integrity on the kernel command line of the variant.',
    ),
    imageVerdict: 'pass',
    decided: 'user-data',
  },
  rule('baseline:disk/backup-table', 'medium', 5, 'unknown', 'The backup partition table repeats the primary one'),
  { ...rule('baseline:disk/plan', 'low', 2, 'pass', 'Partitions stand where the disk plan puts them'), packSeverity: 'medium' },
  rule('baseline:files/no-shell', 'high', 8, 'unknown', 'The root filesystem ships no shell'),
  {
    ...rule('baseline:files/setuid', 'medium', 5.5, 'fail', 'Only listed programs are setuid', 'Remove the bit, or add the program to allowSetuid.'),
    decided: 'user-data',
  },
  rule('baseline:fips/mode', 'medium', 4, 'not-applicable', 'FIPS mode is complete'),
  rule('baseline:release/era', 'info', 0, 'fail', 'The release is one that this pack knows'),
  { ...rule('baseline:release/identity', 'info', 0, 'pass', 'The image says which release it is'), imageVerdict: 'fail', decided: 'user-data' },
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

const control = (id: string, status: ControlText['status'], ruleIds: readonly string[], more: Partial<ControlText> = {}): ControlText => ({
  packId: 'framework',
  id,
  title: `Requirement ${id} of somebody else's`,
  status,
  evidenceStatus: status,
  imageStatus: status,
  decided: 'image',
  ruleIds,
  ...more,
  references: {},
});

const attestation = { statement: 'Looked at by hand \x1b[2J', who: 'Ada\u202e', when: '2026-10-01', validUntil: '2027-03-31' } as const;

const controls: readonly ControlText[] = [
  control('1.1', 'fail', ['baseline:boot/lockdown', 'baseline:disk/plan'], {
    level: 1,
    severity: 'high',
    mode: 'automated',
    imageStatus: 'pass',
    decided: 'user-data',
  }),
  control('1.2', 'unknown', ['baseline:files/no-shell'], { difference: 'The source counts lines; we parse.' }),
  control('1.9', 'pass', ['baseline:release/identity'], { imageStatus: 'fail', decided: 'user-data' }),
  control('1.10', 'partial', ['baseline:disk/plan'], { partial: 'what the running host does', attestation: { ...attestation, state: 'expired' } }),
  control('2.1', 'not-applicable', ['baseline:fips/mode']),
  control('2.2', 'runtime-only', [], { reason: 'only the running host has firewall rules' }),
  control('2.3', 'attested', [], {
    evidenceStatus: 'manual',
    imageStatus: 'manual',
    reason: 'people decide it',
    attestation: { ...attestation, state: 'valid' },
  }),
  control('2.4', 'inherently-met', [], { reason: 'there is no package manager' }),
  control('2.5', 'deselected', ['baseline:disk/plan'], { evidenceStatus: 'pass', imageStatus: 'pass', reason: 'ticket 4711\u2028' }),
  control('2.6', 'manual', [], { reason: 'people decide it', attestation: { ...attestation, state: 'not-yet-valid' } }),
];

const controlCounts: ScanResult['controlCounts'] = {
  framework: { pass: 1, fail: 1, unknown: 1, 'not-applicable': 1, partial: 1, 'runtime-only': 1, manual: 1, 'inherently-met': 1, attested: 1, deselected: 1 },
};

export const sampleResult: ScanResult = {
  $schema: RESULT_SCHEMA_ID,
  version: RESULT_VERSION,
  tool: { name: 'staticfire', version: '0.1.0' },
  input: { path: 'images/lab-k8s.img', container: 'raw', sha256: digest(0xfeed), before: identity, after: identity, unchanged: true },
  bank: 'A',
  release: { prettyName: 'Bottlerocket OS 99.0.0 \x1b[5m(aws-k8s)', variantId: 'aws-k8s-1.26', versionId: '99.0.0', buildId: 'deadbeef' },
  userData: { path: 'user-data.toml', sha256: digest(0xdada) },
  packs: [
    { id: 'baseline', version: '0.1.0', title: 'Baseline of Bottlerocket', digest: digest(0xba5e) },
    { id: 'framework', version: '1.0.0', title: 'A framework', digest: digest(0xf4a) },
  ],
  profiles: ['framework/level-1'],
  parameters: { baseline: { allowSetuid: ['/usr/bin/mount'] } },
  rules,
  findings,
  counts: { pass: 2, fail: 4, unknown: 2, 'not-applicable': 1 },
  controls,
  controlCounts,
  deselected: [
    { kind: 'control', id: 'framework/2.5', title: "Requirement 2.5 of somebody else's", reason: 'ticket 4711\u2028' },
    { kind: 'rule', id: 'baseline:files/names', title: 'File names are plain', reason: 'ours are not, \x1b[31msee ticket 4712' },
  ],
  gate: {
    verdict: 'failed',
    failOn: 'high',
    exitCode: 1,
    failing: ['baseline:boot/lockdown', 'baseline:verity/root-hash'],
    unknown: ['baseline:files/no-shell'],
  },
  ruleErrors: [{ ruleId: 'baseline:files/no-shell', message: 'no such key: "she\u200bll"' }],
};

const withoutControls = {
  profiles: [],
  parameters: {},
  controls: [],
  controlCounts: {},
  deselected: [],
} as const satisfies Partial<ScanResult>;

const { userData: _userData, ...withoutUserData } = sampleResult;

const passing = rules.filter(({ verdict }) => verdict === 'pass');

export const goResult: ScanResult = {
  ...withoutUserData,
  ...withoutControls,
  input: { ...sampleResult.input, rehash: digest(0xfeed) },
  rules: passing,
  findings: findings.filter(({ verdict }) => verdict === 'pass'),
  counts: { pass: passing.length, fail: 0, unknown: 0, 'not-applicable': 0 },
  gate: { verdict: 'passed', failOn: 'high', exitCode: 0, failing: [], unknown: [] },
  ruleErrors: [],
};

const { bank: _bank, ...withoutBank } = withoutUserData;

export const inconclusiveResult: ScanResult = {
  ...withoutBank,
  ...withoutControls,
  input: { ...sampleResult.input, after: { ...identity, size: 1 }, unchanged: false },
  release: { prettyName: '', variantId: '', versionId: '', buildId: '' },
  rules: rules.filter(({ verdict }) => verdict === 'unknown'),
  findings: findings.filter(({ verdict }) => verdict === 'unknown'),
  counts: { pass: 0, fail: 0, unknown: 2, 'not-applicable': 0 },
  gate: { verdict: 'inconclusive', failOn: 'high', exitCode: 3, failing: [], unknown: ['baseline:files/no-shell'] },
  ruleErrors: [],
};
