import { parseVerityTable, type VerityTable } from '@staticfire/read/formats/dm-verity';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';

/** The table that the default entry hands to the kernel. No configuration, or none with dm-mod.create → undefined. */
export function readVerityTable({ grubConfig }: Pick<BankEvidence, 'grubConfig'>, sources: SourceLog): VerityTable | undefined {
  const entry = grubConfig(sources)?.defaultEntry;
  if (entry === undefined) return undefined;
  const { parameters } = parseKernelCommandLine(entry.commandLine);
  const value = parameters.findLast(({ name }) => name.replaceAll('-', '_') === 'dm_mod.create')?.value;
  return value === undefined ? undefined : parseVerityTable(value);
}
