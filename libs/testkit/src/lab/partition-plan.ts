import { dataGuids, type PartitionKey, partitionTypes } from './partition-types.ts';

export interface DiskSize {
  readonly gib: number;
  readonly banks: 1 | 2;
  readonly layout: 'split' | 'unified';
  readonly dataGib: number;
  /** `uki`: the UKI is on a larger ESP and there is no BOOT. `uki-boot`: BOOT-A is FAT and holds the UKI. Both have one bank. */
  readonly chain?: 'grub' | 'uki' | 'uki-boot';
}

/** One GPT entry of a plan; start and size are MiB. */
export interface PlannedPartition {
  readonly key: PartitionKey;
  readonly startMib: number;
  readonly sizeMib: number;
  readonly label: string;
  readonly typeGuid: string;
  readonly guid: string;
  /** 16 hex digits. */
  readonly attributes: string;
}

const MIB_PER_GIB = { boot: 20, root: 460, hash: 5, reserved: 15, private: 24 };
const BIOS_MIB = 4;
const EFI_MIB = 5;
const PRIVATE_LOSS_MIB = 7; // 2 GPT, 4 BIOS-BOOT, 1 DATA-A
const FRESH_BOOT_A = '0101000000000000'; // priority 1, no tries, successful

/** The partitions of an OS disk as the Bottlerocket build lays them out (anatomy 2.5, anatomy-2026 section 2). `guidOf` names those that differ by build. */
export function planPartitions(size: DiskSize, guidOf: (key: PartitionKey) => string): PlannedPartition[] {
  let startMib = 1;
  return partitionSizes(size).map(([key, sizeMib]) => {
    const guid = key === 'DATA-A' ? dataGuid(size.layout) : guidOf(key);
    const planned = { key, startMib, sizeMib, ...roleOf(key, size.chain), guid };
    startMib += sizeMib;
    return planned;
  });
}

/** The only entry of a split image's data disk: 1 MiB, although its filesystem is larger (anatomy 2.5). */
export function planDataDisk(): PlannedPartition[] {
  return [{ key: 'DATA-B', startMib: 1, sizeMib: 1, label: '', typeGuid: partitionTypes.DATA, guid: dataGuids.preferred, attributes: '0'.repeat(16) }];
}

/** Throws when the plan has no such partition. */
export function partitionOf(partitions: readonly PlannedPartition[], key: PartitionKey): PlannedPartition {
  const partition = partitions.find((candidate) => candidate.key === key);
  if (partition === undefined) throw new Error(`no partition ${key} in the plan`);
  return partition;
}

export function sizeOf(partitions: readonly PlannedPartition[], key: PartitionKey): number {
  return partitionOf(partitions, key).sizeMib;
}

function partitionSizes(size: DiskSize): [PartitionKey, number][] {
  const bank = bankSizes(size);
  const dataMib = size.layout === 'split' ? 1 : size.dataGib * 1024;
  const banks = size.banks === 2 ? [...inBank('A', bank), ...inBank('B', bank)] : inBank('A', bank);
  return [['BIOS', BIOS_MIB], ...banks, ['PRIVATE', size.gib * MIB_PER_GIB.private - PRIVATE_LOSS_MIB], ['DATA-A', dataMib]];
}

/** Without a second bank every partition of the first one doubles. */
function bankSizes({ gib, banks, chain }: DiskSize): Readonly<Record<string, number>> {
  const factor = banks === 2 ? 1 : 2;
  const boot = gib * MIB_PER_GIB.boot * factor;
  return {
    ...(chain === 'uki' ? { EFI: EFI_MIB * factor + boot } : { EFI: EFI_MIB * factor, BOOT: boot }),
    ROOT: gib * MIB_PER_GIB.root * factor,
    HASH: gib * MIB_PER_GIB.hash * factor,
    RESERVED: (gib * MIB_PER_GIB.reserved - EFI_MIB) * factor,
  };
}

function inBank(bank: 'A' | 'B', sizes: Readonly<Record<string, number>>): [PartitionKey, number][] {
  return Object.entries(sizes).map(([role, sizeMib]) => [`${role}-${bank}` as PartitionKey, sizeMib]);
}

/** systemd-boot knows no priorities, but the build set them on its BOOT-A too (rpm2img of August 2026). */
function roleOf(key: PartitionKey, chain: DiskSize['chain']) {
  const attributes = key === 'BOOT-A' ? FRESH_BOOT_A : '0'.repeat(16);
  const typeGuid = key === 'BOOT-A' && chain === 'uki-boot' ? partitionTypes.XBOOTLDR : typeOf(key);
  return { label: labelOf(key), typeGuid, attributes };
}

function labelOf(key: PartitionKey): string {
  const special: Partial<Record<PartitionKey, string>> = { BIOS: 'BIOS-BOOT', 'EFI-A': 'EFI-SYSTEM', 'EFI-B': 'EFI-BACKUP', 'DATA-A': '' };
  return special[key] ?? `BOTTLEROCKET-${key}`;
}

function typeOf(key: PartitionKey): string {
  const types: Readonly<Record<string, string>> = partitionTypes;
  return types[key] ?? types[key.replace(/-[AB]$/, '')]!;
}

function dataGuid(layout: DiskSize['layout']): string {
  return layout === 'split' ? dataGuids.fallback : dataGuids.preferred;
}
