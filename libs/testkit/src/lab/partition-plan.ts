import { fixedUuid } from './identifiers.ts';
import { dataGuids, type PartitionKey, partitionTypes } from './partition-types.ts';

export interface DiskSize {
  readonly gib: number;
  readonly banks: 1 | 2;
  readonly layout: 'split' | 'unified';
  readonly dataGib: number;
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

/** The partitions of an OS disk as the Bottlerocket build lays them out (anatomy 2.5). */
export function planPartitions(name: string, size: DiskSize): PlannedPartition[] {
  let startMib = 1;
  return partitionSizes(size).map(([key, sizeMib]) => {
    const planned = { key, startMib, sizeMib, ...identityOf(name, key, size.layout) };
    startMib += sizeMib;
    return planned;
  });
}

/** The only entry of a split image's data disk: 1 MiB, although its filesystem is larger (anatomy 2.5). */
export function planDataDisk(): PlannedPartition[] {
  return [{ key: 'DATA-B', startMib: 1, sizeMib: 1, label: '', typeGuid: partitionTypes.DATA, guid: dataGuids.preferred, attributes: '0'.repeat(16) }];
}

function partitionSizes(size: DiskSize): [PartitionKey, number][] {
  const bank = bankSizes(size.gib, size.banks);
  const dataMib = size.layout === 'split' ? 1 : size.dataGib * 1024;
  const banks = size.banks === 2 ? [...inBank('A', bank), ...inBank('B', bank)] : inBank('A', bank);
  return [['BIOS', BIOS_MIB], ...banks, ['PRIVATE', size.gib * MIB_PER_GIB.private - PRIVATE_LOSS_MIB], ['DATA-A', dataMib]];
}

/** Without a second bank every partition of the first one doubles. */
function bankSizes(gib: number, banks: 1 | 2) {
  const factor = banks === 2 ? 1 : 2;
  return {
    EFI: EFI_MIB * factor,
    BOOT: gib * MIB_PER_GIB.boot * factor,
    ROOT: gib * MIB_PER_GIB.root * factor,
    HASH: gib * MIB_PER_GIB.hash * factor,
    RESERVED: (gib * MIB_PER_GIB.reserved - EFI_MIB) * factor,
  };
}

function inBank(bank: 'A' | 'B', sizes: ReturnType<typeof bankSizes>): [PartitionKey, number][] {
  return Object.entries(sizes).map(([role, sizeMib]) => [`${role}-${bank}` as PartitionKey, sizeMib]);
}

function identityOf(name: string, key: PartitionKey, layout: DiskSize['layout']) {
  return { label: labelOf(key), typeGuid: typeOf(key), guid: guidOf(name, key, layout), attributes: key === 'BOOT-A' ? FRESH_BOOT_A : '0'.repeat(16) };
}

function labelOf(key: PartitionKey): string {
  const special: Partial<Record<PartitionKey, string>> = { BIOS: 'BIOS-BOOT', 'EFI-A': 'EFI-SYSTEM', 'EFI-B': 'EFI-BACKUP', 'DATA-A': '' };
  return special[key] ?? `BOTTLEROCKET-${key}`;
}

function typeOf(key: PartitionKey): string {
  const types: Readonly<Record<string, string>> = partitionTypes;
  return types[key] ?? types[key.replace(/-[AB]$/, '')]!;
}

function guidOf(name: string, key: PartitionKey, layout: DiskSize['layout']): string {
  if (key !== 'DATA-A') return fixedUuid(`${name} partition ${key}`);
  return layout === 'split' ? dataGuids.fallback : dataGuids.preferred;
}
