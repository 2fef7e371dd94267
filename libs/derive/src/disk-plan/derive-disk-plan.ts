import { array, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type DiskPlan, diskPlan } from './disk-plan.schema.ts';
import { type PartitionPlan, type PlannedPartition, partitionPlan } from './partition-plan.ts';

const MIB = 1024 * 1024;
const MAX_GIB = 1024;

const partitions = object({
  diskLength: integer(''),
  entries: array(object({ role: string(''), bank: optional(oneOf(['A', 'B'], '')), label: string(''), offset: integer(''), length: integer('') }), ''),
});

type Disk = Infer<typeof partitions>;
type Entry = Disk['entries'][number];
type Difference = DiskPlan['differences'][number];

export const deriveDiskPlan = defineDerivation({
  fact: diskPlan,
  needs: { partitions: need('disk.partitions', partitions) },
  derive({ partitions: disk }): DiskPlan {
    const plan = closestPlan(disk);
    const differences = compare(disk, plan);
    return { osImageGib: plan.osImageGib, banks: plan.banks, dataLayout: plan.dataLayout, followsPlan: differences.length === 0, differences };
  },
});

/**
 * The disk's length is (OS + data) GiB. The first of the plans with the fewest differences is meant: split first,
 * then unified with ever larger data partitions.
 */
function closestPlan(disk: Disk): PartitionPlan {
  const totalGib = Math.min(MAX_GIB, Math.max(1, Math.round(disk.diskLength / (1024 * MIB))));
  const boots = disk.entries.filter(({ role }) => role === 'BOOT').length;
  const banks = boots > 1 ? 2 : 1;
  const boot = boots === 0 ? 'uki' : 'grub';
  const plans = [partitionPlan(totalGib, banks, undefined, boot)];
  for (let dataGib = 1; dataGib < totalGib; dataGib++) plans.push(partitionPlan(totalGib - dataGib, banks, dataGib, boot));
  const scored = plans.map((plan) => ({ plan, differences: compare(disk, plan).length }));
  return scored.reduce((best, next) => (next.differences < best.differences ? next : best)).plan;
}

function compare(disk: Disk, plan: PartitionPlan): Difference[] {
  const differences: Difference[] = [];
  if (disk.diskLength !== plan.diskMib * MIB) {
    differences.push({ partition: 'DISK', what: 'length', found: mib(disk.diskLength), expected: mib(plan.diskMib * MIB) });
  }
  const entries = [...disk.entries].sort((a, b) => a.offset - b.offset);
  for (let position = 0; position < Math.max(entries.length, plan.partitions.length); position++) {
    differences.push(...compareEntry(entries[position], plan.partitions[position]));
  }
  return differences;
}

function compareEntry(entry: Entry | undefined, planned: PlannedPartition | undefined): Difference[] {
  if (entry === undefined) return [{ partition: name(planned!), what: 'presence', found: 'missing', expected: 'present' }];
  if (planned === undefined) return [{ partition: name(entry), what: 'presence', found: 'present', expected: 'not in the plan' }];
  if (name(entry) !== name(planned)) return [{ partition: name(planned), what: 'order', found: name(entry), expected: name(planned) }];
  const rows = [
    { what: 'label', found: entry.label, expected: planned.label },
    { what: 'start', found: mib(entry.offset), expected: mib(planned.startMib * MIB) },
    { what: 'length', found: mib(entry.length), expected: mib(planned.lengthMib * MIB) },
  ];
  return rows.filter((row) => !isExpected(row, planned)).map((row) => ({ partition: name(planned), ...row }));
}

/** The data partition gets its label at the first boot. */
function isExpected(row: { what: string; found: string; expected: string }, planned: PlannedPartition): boolean {
  if (planned.role === 'DATA' && row.what === 'label' && row.found === 'BOTTLEROCKET-DATA') return true;
  return row.found === row.expected;
}

function name({ role, bank }: { readonly role: string; readonly bank?: string }): string {
  return bank === undefined ? role : `${role}-${bank}`;
}

function mib(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes} bytes`;
}
