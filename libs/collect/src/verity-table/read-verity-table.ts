import { parseVerityTable, type VerityTable } from '@staticfire/read/formats/dm-verity';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';

/**
 * The table on the command line of grub.cfg or the UKI. What bootconfig adds stands before it, and the last one counts.
 * No command line, or none with dm-mod.create → undefined.
 */
export function readVerityTable({ commandLine }: Pick<BankEvidence, 'commandLine'>, sources: SourceLog): VerityTable | undefined {
  const passed = commandLine(sources);
  if (passed === undefined) return undefined;
  const { parameters } = parseKernelCommandLine(passed.text);
  const value = parameters.findLast(({ name }) => name.replaceAll('-', '_') === 'dm_mod.create')?.value;
  return value === undefined ? undefined : parseVerityTable(value);
}
