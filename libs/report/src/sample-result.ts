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
  rule('baseline:kernel/pointers', 'high', 7, 'fail', 'Kernel pointers are hidden', 'Set `kernel.kptr_restrict` to 1 or 2.'),
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

const place = (line: number) => ({ path: 'staticfire.yaml', line });

const waivers: ScanResult['waivers'] = [
  {
    ruleId: 'baseline:kernel/pointers',
    reason: 'Profilers of the <b>lab</b> need them\u2066',
    owner: 'Ada, platform team',
    approvedBy: 'Grace',
    ticket: 'https://tickets.example/4713?a=1&b=2',
    from: '2026-10-01',
    expires: '2027-03-31',
    state: 'valid',
    matches: 1,
    place: place(12),
  },
  {
    ruleId: 'baseline:files/setuid',
    subject: `/usr/libexec/${'a'.repeat(300)}`,
    reason: 'Until the tool is rewritten',
    owner: 'Ada, platform team',
    expires: '2026-10-31',
    state: 'expired',
    matches: 1,
    place: place(17),
  },
  { ruleId: 'baseline:disk/plan', reason: 'Another plan', owner: 'Ada', expires: '2027-01-31', state: 'valid', matches: 0, place: place(21) },
];

const partition = (index: number, role: string, label: string, firstMib: number, mib: number, bank?: 'A' | 'B'): ScanResult['image']['partitions'][number] => ({
  index,
  role,
  ...(bank === undefined ? {} : { bank }),
  label,
  guid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  typeGuid: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
  offset: firstMib * 1_048_576,
  length: mib * 1_048_576,
});

const link = (step: string, path: string | undefined, protectedBy: readonly string[], handsOn: string, present = true) => ({
  step,
  partition: 'BOOT',
  ...(path === undefined ? {} : { path, sha256: digest(step.length) }),
  present,
  protectedBy,
  handsOn,
});

const image: ScanResult['image'] = {
  diskLength: 2_147_483_648,
  diskGuid: '987e2461-063a-8e89-b9a3-89a3f87b7492',
  partitions: [
    partition(1, 'BIOS-BOOT', 'BIOS-BOOT', 1, 4),
    partition(2, 'EFI', 'EFI-SYSTEM', 5, 5, 'A'),
    partition(3, 'BOOT', 'BOTTLEROCKET-BOOT-A', 10, 40, 'A'),
    partition(4, 'ROOT', 'BOTTLEROCKET-ROOT-A', 50, 920, 'A'),
    partition(5, 'HASH', 'BOTTLEROCKET-HASH-A', 970, 10, 'A'),
    partition(6, 'ROOT', 'ROOT-B</text><script>\u202e', 1010, 920, 'B'),
    partition(7, 'UNKNOWN', '', 1930, 1),
    partition(8, 'DATA', 'BOTTLEROCKET-DATA', 1940, 107),
  ],
  banks: [
    {
      bank: 'A',
      judged: true,
      era: 'grub-two-banks',
      verity: {
        state: 'broken',
        algorithm: 'sha256',
        rootHash: digest(0xabc),
        computedRootHash: digest(0xdef),
        salt: digest(0x5a17),
        dataLength: 964_689_920,
        problems: ['the root hash of the data is not that of the command line', '3 of 235520 blocks do not match the tree'],
      },
      chain: {
        links: [
          link('firmware-loader', '/EFI/BOOT/bootx64.efi', ['authenticode'], 'the GRUB program beside it'),
          link('boot-configuration', '/grub/grub.cfg\x1b[2J', ['openpgp'], '($root)/vmlinuz <img>'),
          link('kernel', '/vmlinuz', [], 'the command line'),
          link('hash-tree', undefined, [], 'the root filesystem', false),
        ],
        complete: false,
        unprotectedInputs: ['PRIVATE /bootconfig.data'],
        secureBoot: { expected: true, missing: ['kernel-signature'] },
      },
    },
    { bank: 'B', judged: false, verity: { state: 'unreadable', problems: ['superblock magic is "\x00\x00", expected "verity"'] } },
  ],
};

const coverage: ScanResult['coverage'] = {
  facts: [
    { name: 'disk.partitions', summary: 'GPT: both copies', state: 'present' },
    {
      name: 'root.permissions',
      bank: 'A',
      summary: 'Modes that stand out',
      state: 'partial',
      problem: 'entry length 0 in directory block 77',
      unreadableElements: 2,
    },
    { name: 'boot.uki', bank: 'A', summary: 'Unified kernel images', state: 'absent' },
    { name: 'root.shells', bank: 'A', summary: 'Programs that are shells', state: 'unreadable', problem: 'a name contains "\x1b[2J" <i>' },
  ],
  limits: ['What units do is not looked at.'],
};

export const sampleResult: ScanResult = {
  $schema: RESULT_SCHEMA_ID,
  version: RESULT_VERSION,
  tool: { name: 'staticfire', version: '0.1.0' },
  input: { path: 'images/lab-k8s.img', container: 'raw', sha256: digest(0xfeed), before: identity, after: identity, unchanged: true },
  bank: 'A',
  release: { prettyName: 'Bottlerocket OS 99.0.0 \x1b[5m(aws-k8s)', variantId: 'aws-k8s-1.26', versionId: '99.0.0', buildId: 'deadbeef' },
  day: '2026-11-25',
  image,
  userData: { path: 'user-data.toml', sha256: digest(0xdada) },
  packs: [
    { id: 'baseline', version: '0.1.0', title: 'Baseline of Bottlerocket', digest: digest(0xba5e) },
    { id: 'framework', version: '1.0.0', title: 'A framework', digest: digest(0xf4a) },
  ],
  profiles: ['framework/level-1'],
  parameters: { baseline: { allowSetuid: ['/usr/bin/mount'] } },
  rules,
  findings,
  counts: { pass: 2, fail: 5, unknown: 2, 'not-applicable': 1 },
  controls,
  controlCounts,
  deselected: [
    { kind: 'control', id: 'framework/2.5', title: "Requirement 2.5 of somebody else's", reason: 'ticket 4711\u2028' },
    { kind: 'rule', id: 'baseline:files/names', title: 'File names are plain', reason: 'ours are not, \x1b[31msee ticket 4712' },
  ],
  waivers,
  coverage,
  gate: {
    verdict: 'failed',
    failOn: 'high',
    exitCode: 1,
    failing: ['baseline:boot/lockdown', 'baseline:verity/root-hash'],
    unknown: ['baseline:files/no-shell'],
    waived: ['baseline:kernel/pointers'],
  },
  ruleErrors: [{ ruleId: 'baseline:files/no-shell', message: 'no such key: "she\u200bll"' }],
};

const withoutControls = {
  profiles: [],
  parameters: {},
  controls: [],
  controlCounts: {},
  deselected: [],
  waivers: [],
} as const satisfies Partial<ScanResult>;

const { userData: _userData, day: _day, ...withoutUserData } = sampleResult;

const passing = rules.filter(({ verdict }) => verdict === 'pass');

export const goResult: ScanResult = {
  ...withoutUserData,
  ...withoutControls,
  input: { ...sampleResult.input, rehash: digest(0xfeed) },
  rules: passing,
  findings: findings.filter(({ verdict }) => verdict === 'pass'),
  counts: { pass: passing.length, fail: 0, unknown: 0, 'not-applicable': 0 },
  gate: { verdict: 'passed', failOn: 'high', exitCode: 0, failing: [], unknown: [], waived: [] },
  ruleErrors: [],
};

const { bank: _bank, ...withoutBank } = withoutUserData;

export const inconclusiveResult: ScanResult = {
  ...withoutBank,
  ...withoutControls,
  input: { ...sampleResult.input, after: { ...identity, size: 1 }, unchanged: false },
  image: { partitions: [], unreadable: 'no GPT: signature is "\x00\x00", expected "EFI PART"', banks: [] },
  release: { prettyName: '', variantId: '', versionId: '', buildId: '' },
  rules: rules.filter(({ verdict }) => verdict === 'unknown'),
  findings: findings.filter(({ verdict }) => verdict === 'unknown'),
  counts: { pass: 0, fail: 0, unknown: 2, 'not-applicable': 0 },
  gate: { verdict: 'inconclusive', failOn: 'high', exitCode: 3, failing: [], unknown: ['baseline:files/no-shell'], waived: [] },
  ruleErrors: [],
};
