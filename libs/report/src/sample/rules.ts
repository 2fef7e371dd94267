import type { RuleText, Severity, Verdict } from '@staticfire/findings';

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

export const rules: readonly RuleText[] = [
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
