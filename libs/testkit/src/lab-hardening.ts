import type { Verdict } from '@staticfire/findings';
import { stockDifferences, stockHardening } from './stock-kernel/stock-hardening.ts';

type Verdicts = Readonly<Record<string, Verdict>>;
export type LabKernel = 'classic' | '2026' | '2026-arm';

/** One verdict for rows that stand in a text, with white space between them. */
export const named = (verdict: Verdict, rows: string): Verdicts =>
  Object.fromEntries(
    rows
      .trim()
      .split(/\s+/)
      .map((row) => [row, verdict]),
  );

/** In lab images disable-kexec-load.service runs /usr/bin/true. */
const LAB: Verdicts = { 'sysctl/kernel-kexec-load-disabled': 'fail' };

/** Kernel 6.1: what came after it does not apply, what was there until later does, and what the configuration of 6.12 cannot name is not on. */
const CLASSIC: Verdicts = {
  ...named(
    'not-applicable',
    `cmdline/bdev-allow-write-mounted cmdline/cfi cmdline/ia32-emulation cmdline/proc-mem-force-override config/blk-dev-write-mounted
     config/cachestat-syscall config/cpu-mitigations config/debug-closures config/legacy-tiocsti config/mitigation-call-depth-tracking
     config/mitigation-gds config/mitigation-l1tf config/mitigation-mds config/mitigation-mmio-stale-data config/mitigation-retbleed
     config/mitigation-rfds config/mitigation-spectre-bhi config/mitigation-spectre-v1 config/mitigation-spectre-v2 config/mitigation-srbds
     config/mitigation-ssb config/mitigation-taa config/proc-mem-no-force config/random-kmalloc-caches config/security-selinux-debug
     config/slab-buckets config/x86-user-shadow-stack config/xfs-online-scrub-stats sysctl/dev-tty-legacy-tiocsti
     sysctl/kernel-io-uring-disabled sysctl/kernel-oops-limit sysctl/kernel-warn-limit`,
  ),
  ...named('pass', 'config/acpi-custom-method config/security-selinux-disable config/security-writable-hooks'),
  ...named('fail', 'config/amd-iommu-v2 config/debug-credentials config/ubsan-sanitize-all'),
};

/** Kernel 6.18: DCCP is gone, copies are checked only where an option of its own says so, and hash_pointers and CRASH_DM_CRYPT are there. */
const IN_618: Verdicts = {
  ...named('fail', 'cmdline/hardened-usercopy cmdline/hash-pointers config/hardened-usercopy-default-on'),
  ...named('not-applicable', 'cmdline/hardened-usercopy-before-614 config/ip-dccp'),
  ...named('pass', 'config/crash-dm-crypt'),
};

/** Against the stock kernel 6.12 of its architecture. */
const AGAINST_STOCK: Readonly<Record<LabKernel, Verdicts>> = {
  classic: CLASSIC,
  '2026': { ...IN_618, ...named('pass', 'config/cfi-auto-default') },
  '2026-arm': { ...IN_618, ...named('fail', 'config/arm64-gcs') },
};

/** What every rule of the pack kernel-hardening says of a lab image with that kernel, by `table/row`. */
export function labHardeningRows(kernel: LabKernel): Verdicts {
  const arch = kernel === '2026-arm' ? 'aarch64' : 'x86_64';
  const differences = Object.fromEntries(stockDifferences.map((each) => [each.rule, each[arch]]));
  return { ...stockHardening(arch), ...differences, ...LAB, ...AGAINST_STOCK[kernel] };
}

/** Those that do not pass, by rule id. */
export function labHardening(kernel: LabKernel): Verdicts {
  return hardeningIds(Object.fromEntries(Object.entries(labHardeningRows(kernel)).filter(([, verdict]) => verdict !== 'pass')));
}

/** `table/row` → rule id. */
export function hardeningIds(rows: Verdicts): Verdicts {
  return Object.fromEntries(Object.entries(rows).map(([row, verdict]) => [`kernel-hardening:${row}`, verdict]));
}
