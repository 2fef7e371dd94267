import type { Verdict } from '@staticfire/findings';
import { fipsRules } from '../lab-verdicts.ts';

/**
 * What cannot be said once the whole command line is not known. It can set kernel parameters before anything else does (`sysctl.…=`),
 * lock some of them for good, deny modules and raise lockdown; parameters that a later file sets anyhow stay known.
 */
export const UNKNOWN_WORDS: Readonly<Record<string, Verdict>> = {
  'baseline:boot/no-override': 'unknown',
  'baseline:boot/no-weakening': 'unknown',
  'baseline:boot/selinux-enforced': 'unknown',
  'baseline:boot/root-read-only': 'unknown',
  'baseline:boot/no-bootconfig-syntax': 'unknown',
  'baseline:kernel/lockdown': 'unknown',
  'baseline:kernel/lockdown-drivers': 'unknown',
  'baseline:kernel/module-signatures': 'unknown',
  'baseline:modules/sctp': 'unknown',
  'baseline:modules/udf': 'unknown',
  'baseline:sysctl/accept-redirects': 'unknown',
  'baseline:sysctl/address-randomisation': 'unknown',
  'baseline:sysctl/bogus-errors': 'unknown',
  'baseline:sysctl/broadcast-pings': 'unknown',
  'baseline:sysctl/log-martians': 'unknown',
  'baseline:sysctl/ptrace-scope': 'unknown',
  'baseline:sysctl/secure-redirects': 'unknown',
  'baseline:sysctl/send-redirects': 'unknown',
  'baseline:sysctl/setuid-dumps': 'unknown',
  'baseline:sysctl/source-routes': 'unknown',
  'baseline:sysctl/syn-cookies': 'unknown',
};

/** What cannot be said of units when the command line that the kernel goes by cannot be told: it says which target is started. */
export const UNKNOWN_START: Readonly<Record<string, Verdict>> = {
  'selinux:access/unit-programs': 'unknown',
  'baseline:mounts/no-setuid-no-devices': 'unknown',
  'baseline:mounts/no-programs': 'unknown',
  'baseline:mounts/etc-in-memory': 'unknown',
  'baseline:mounts/system-from-image': 'unknown',
  'baseline:mounts/data-in-its-place': 'unknown',
  'baseline:services/docker-local': 'unknown',
  'baseline:units/kexec-order': 'unknown',
  'baseline:units/programs-present': 'unknown',
  'baseline:units/protection-starts': 'unknown',
  'baseline:units/no-console-login': 'unknown',
  'baseline:fips/go-programs-mode': 'unknown',
  'baseline:services/api-socket': 'unknown',
  'baseline:services/listeners': 'unknown',
  'baseline:units/exposure': 'unknown',
  'baseline:units/measured-boot': 'unknown',
};

/** What is not asked of units when the command line starts something else than Bottlerocket's own targets. */
export const OTHER_START: Readonly<Record<string, Verdict>> = {
  'baseline:boot/no-override': 'fail',
  'baseline:units/programs-present': 'not-applicable',
  'baseline:units/protection-starts': 'not-applicable',
};

/** What cannot be said when it is not known whether an image is to be a FIPS image. Programs of Go are judged by one of two rules, as units of the era tell. */
export function unknownFips(era: 'classic' | '2026'): Readonly<Record<string, Verdict>> {
  const other = era === 'classic' ? 'go-programs-mode' : 'go-programs-twins';
  return { ...fipsRules('unknown'), [`baseline:fips/${other}`]: 'not-applicable' };
}
