import type { ControlText, ScanResult } from '@staticfire/findings';

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

export const controls: readonly ControlText[] = [
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

export const controlCounts: ScanResult['controlCounts'] = {
  framework: { pass: 1, fail: 1, unknown: 1, 'not-applicable': 1, partial: 1, 'runtime-only': 1, manual: 1, 'inherently-met': 1, attested: 1, deselected: 1 },
};
