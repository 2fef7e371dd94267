import type { Partition } from '@staticfire/read/image';
import { defineBankCollector } from '../collector.ts';
import { readVerityTable } from './read-verity-table.ts';
import { type VerityTable, verityTable } from './verity-table.schema.ts';

export const collectVerityTable = defineBankCollector({
  fact: verityTable,
  reads: ['bank', 'commandLine', 'bootConfig', 'partition', 'partitions', 'withoutDisk'],
  collect({ bank, partition, partitions, ...evidence }, sources): VerityTable | undefined {
    const table = readVerityTable(evidence, sources);
    if (table === undefined) return undefined;
    const boot = partition('BOOT');
    const roleOf = (device: string) => deviceRole(device, boot, partitions, bank);
    return {
      deviceName: table.deviceName,
      readOnly: table.readOnly,
      startSector: table.startSector,
      sectors: table.sectors,
      version: table.version,
      dataDevice: table.dataDevice,
      hashDevice: table.hashDevice,
      dataPartition: roleOf(table.dataDevice),
      hashPartition: roleOf(table.hashDevice),
      dataBlockSize: table.dataBlockSize,
      hashBlockSize: table.hashBlockSize,
      dataBlocks: table.dataBlocks,
      hashStartBlock: table.hashStartBlock,
      algorithm: table.algorithm,
      rootHash: table.rootHash,
      salt: Buffer.from(table.salt).toString('hex'),
      options: table.options,
    };
  },
});

/**
 * What `PARTUUID=$boot_uuid/PARTNROFF=n` (the n-th entry after the booted BOOT) or a literal PARTUUID leads to,
 * as seen from this bank; of partition images by the place that every plan gives them. Anything else depends on the machine: other.
 */
function deviceRole(device: string, boot: Partition | undefined, partitions: readonly Partition[], bank: 'A' | 'B'): 'ROOT' | 'HASH' | 'other' {
  const match = /^PARTUUID=(\$boot_uuid|[0-9a-f-]{36})(?:\/PARTNROFF=(-?[0-9]{1,4}))?$/i.exec(device);
  if (match === null) return 'other';
  const start = match[1] === '$boot_uuid' ? boot : partitions.find(({ guid }) => guid === match[1]!.toLowerCase());
  const target = partitions.find(({ index }) => index === (start?.index ?? Number.NaN) + Number(match[2] ?? 0));
  if (target?.bank !== bank) return 'other';
  return target.role === 'ROOT' || target.role === 'HASH' ? target.role : 'other';
}
