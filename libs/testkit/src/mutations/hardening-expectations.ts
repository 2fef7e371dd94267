import type { Verdict } from '@staticfire/findings';
import { hardeningIds, type LabKernel, labHardeningRows, named } from '../lab-hardening.ts';

type Verdicts = Readonly<Record<string, Verdict>>;

/** Rows that mitigations=off takes with it (Documentation/admin-guide/kernel-parameters.txt). */
export const NO_MITIGATIONS = hardeningIds(
  named(
    'fail',
    `cmdline/gather-data-sampling cmdline/indirect-target-selection cmdline/l1tf cmdline/mds cmdline/mmio-stale-data cmdline/reg-file-data-sampling
     cmdline/retbleed cmdline/spec-rstack-overflow cmdline/spec-store-bypass-disable cmdline/spectre-bhi cmdline/spectre-v2 cmdline/spectre-v2-user
     cmdline/srbds cmdline/tsa cmdline/tsx-async-abort cmdline/vmscape`,
  ),
);

/** What a file sets last, so that no word of the command line decides it. */
const DECIDED_BY_FILES = named(
  'pass',
  `sysctl/fs-protected-fifos sysctl/fs-protected-hardlinks sysctl/fs-protected-regular sysctl/fs-protected-symlinks sysctl/kernel-dmesg-restrict
   sysctl/kernel-kptr-restrict sysctl/kernel-sysrq sysctl/kernel-unprivileged-bpf-disabled sysctl/net-core-bpf-jit-harden
   sysctl/net-ipv4-conf-all-accept-redirects sysctl/net-ipv4-conf-default-accept-source-route sysctl/user-max-user-namespaces`,
);

/** Rows of some tables, of those that apply. */
export function unknownRows(kernel: LabKernel, tables: RegExp): Verdicts {
  const rows = Object.entries(labHardeningRows(kernel)).filter(([row, verdict]) => tables.test(row) && verdict !== 'not-applicable');
  return hardeningIds(Object.fromEntries(rows.map(([row]) => [row, 'unknown'])));
}

/** Once the whole command line is not known: every word that applies, and sysctls that no file sets, for a word may set them (`sysctl.…=`). */
export function unknownHardening(kernel: LabKernel): Verdicts {
  const decided = hardeningIds(DECIDED_BY_FILES);
  return Object.fromEntries(Object.entries(unknownRows(kernel, /^(cmdline|sysctl)\//)).filter(([id]) => !Object.hasOwn(decided, id)));
}

/** Once the kernel is not known either: all but sysctls that a file sets, for every kernel. */
export function unknownKernel(kernel: LabKernel): Verdicts {
  const rows = Object.keys(labHardeningRows(kernel)).filter((row) => row === 'sysctl/kernel-sysrq' || !Object.hasOwn(DECIDED_BY_FILES, row));
  return hardeningIds(Object.fromEntries(rows.map((row) => [row, 'unknown'])));
}

/** What a line of sysctl.d turns that sets its key to another value than the row wants. */
export function weakenedSysctl(line: string, kernel: LabKernel = 'classic'): Verdicts {
  const row = `sysctl/${line.split('=')[0]!.trim().replaceAll(/[./_]/g, '-')}`;
  return labHardeningRows(kernel)[row] === 'pass' ? hardeningIds({ [row]: 'fail' }) : {};
}

/** What a word of the command line turns that takes protection away. */
export function weakenedWord(word: string): Verdicts {
  if (word === 'mitigations=off') return NO_MITIGATIONS;
  const row = `cmdline/${word.split('=')[0]!.replaceAll(/[._]/g, '-')}`;
  return labHardeningRows('classic')[row] === 'pass' ? hardeningIds({ [row]: 'fail' }) : {};
}
