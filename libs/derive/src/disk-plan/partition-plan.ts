/** A Bottlerocket partition plan: what twoliter's partyplanner and rpm2img lay out. Lengths and offsets in MiB. */
export interface PartitionPlan {
  readonly osImageGib: number;
  readonly banks: 1 | 2;
  readonly dataLayout: 'split' | 'unified';
  readonly diskMib: number;
  readonly partitions: readonly PlannedPartition[];
}

export interface PlannedPartition {
  readonly role: string;
  readonly bank?: 'A' | 'B';
  readonly label: string;
  readonly startMib: number;
  readonly lengthMib: number;
}

/** `grub` boots from BOOT partitions; `uki` has one bank without BOOT, whose share goes to EFI (September 2026 on). */
export type BootLayout = 'grub' | 'uki';

/** MiB for each GiB of OS image and bank; EFI's 5 are taken out of RESERVED's 15 and fixed at one gibibyte's share. */
const PER_GIB = { BOOT: 20, ROOT: 460, HASH: 5, RESERVED: 15, PRIVATE: 24 } as const;
const EFI_MIB = 5;
const BIOS_MIB = 4;
const FIRST_MIB = 1;
/** Taken out of PRIVATE: 2 for the two tables, 4 for BIOS-BOOT, 1 for DATA-A. */
const PRIVATE_OVERHEAD_MIB = 7;
const FALLBACK_DATA_MIB = 1;

/** `dataGib` is the data partition's size in the unified layout; the split layout leaves 1 MiB for it. */
export function partitionPlan(osImageGib: number, banks: 1 | 2, dataGib: number | undefined, boot: BootLayout = 'grub'): PartitionPlan {
  const dataMib = dataGib === undefined ? FALLBACK_DATA_MIB : dataGib * 1024;
  const sequence = [
    { role: 'BIOS-BOOT', label: 'BIOS-BOOT', lengthMib: BIOS_MIB },
    ...bankPartitions('A', osImageGib, banks, boot),
    ...(banks === 2 ? bankPartitions('B', osImageGib, banks, boot) : []),
    { role: 'PRIVATE', label: 'BOTTLEROCKET-PRIVATE', lengthMib: PER_GIB.PRIVATE * osImageGib - PRIVATE_OVERHEAD_MIB },
    { role: 'DATA', label: '', lengthMib: dataMib },
  ];
  let startMib = FIRST_MIB;
  const partitions = sequence.map((partition) => {
    const placed = { ...partition, startMib };
    startMib += partition.lengthMib;
    return placed;
  });
  const diskMib = (osImageGib + (dataGib ?? 0)) * 1024;
  return { osImageGib, banks, dataLayout: dataGib === undefined ? 'split' : 'unified', diskMib, partitions };
}

/** With one bank, its partitions have twice the size. */
function bankPartitions(bank: 'A' | 'B', osImageGib: number, banks: 1 | 2, boot: BootLayout) {
  const factor = banks === 1 ? 2 : 1;
  const size = (role: keyof typeof PER_GIB) => PER_GIB[role] * osImageGib * factor;
  const labelled = (role: string, lengthMib: number) => ({ role, bank, label: `BOTTLEROCKET-${role}-${bank}`, lengthMib });
  return [
    { role: 'EFI', bank, label: bank === 'A' ? 'EFI-SYSTEM' : 'EFI-BACKUP', lengthMib: EFI_MIB * factor + (boot === 'uki' ? size('BOOT') : 0) },
    ...(boot === 'uki' ? [] : [labelled('BOOT', size('BOOT'))]),
    labelled('ROOT', size('ROOT')),
    labelled('HASH', size('HASH')),
    labelled('RESERVED', size('RESERVED') - EFI_MIB * factor),
  ];
}
