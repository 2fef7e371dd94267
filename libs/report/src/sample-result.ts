// One result that every reporter renders in its golden test: all verdicts, all severities, hostile strings.
import { RESULT_SCHEMA_ID, RESULT_VERSION, type ScanResult } from '@staticfire/findings';
import { controlCounts, controls } from './sample/controls.ts';
import { digest } from './sample/digest.ts';
import { findings } from './sample/findings.ts';
import { coverage, image } from './sample/image.ts';
import { rules } from './sample/rules.ts';
import { waivers } from './sample/waivers.ts';

const identity = { size: 2_147_483_648, modified: '1790000000000000000', changed: '1790000000000000001', inode: '4711' };

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
    {
      id: 'baseline',
      version: '0.1.0',
      title: 'Baseline of Bottlerocket',
      digest: digest(0xba5e),
      leftOut: [{ id: 'files/row', title: 'A row', reason: 'no image \x1b[31mtells | it' }],
    },
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
