import { parseVerityTable, type VerityTable } from '@staticfire/read/formats/dm-verity';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { readEffectiveLine } from '../evidence/read-effective-line.ts';

type Evidence = Pick<BankEvidence, 'commandLine' | 'bootConfig' | 'withoutDisk'>;

/**
 * The table on the command line as the kernel goes by it; the last one counts. Words of bootconfig stand before those of grub.cfg, but a
 * quote inside one of them can swallow the table that grub.cfg has. Of partition images it is the table of the boot loader, which says whether they
 * belong together: what PRIVATE of the disk holds that they go to is no part of them. No command line, or none with dm-mod.create → undefined.
 */
export function readVerityTable(evidence: Evidence, sources: SourceLog): VerityTable | undefined {
  const line = evidence.withoutDisk ? evidence.commandLine(sources)?.text : readEffectiveLine(evidence, sources);
  if (line === undefined) return undefined;
  const value = parseKernelCommandLine(line).parameters.findLast(({ name }) => name.replaceAll('-', '_') === 'dm_mod.create')?.value;
  return value === undefined ? undefined : parseVerityTable(value);
}
