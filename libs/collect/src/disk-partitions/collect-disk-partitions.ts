import { createHash } from 'node:crypto';
import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import type { GptCopy, GptHeader } from '@staticfire/read/formats/gpt';
import { type Bank, type Disk, type DiskPartition, decodeAttributeBits, notGiven } from '@staticfire/read/image';
import { defineDiskCollector, type SourceLog } from '../collector.ts';
import { type DiskPartitions, diskPartitions } from './disk-partitions.schema.ts';

export const collectDiskPartitions = defineDiskCollector({
  fact: diskPartitions,
  reads: ['image'],
  collect({ image }, sources): DiskPartitions {
    const { disk, bootBank } = image;
    if (disk === undefined) throw notGiven('the partition table');
    const { table, source } = disk;
    for (const copy of [table.primary, table.backup]) if ('header' in copy) logSources(source, copy.header, table.sectorSize, sources);
    return describePartitions(disk, bootBank);
  },
});

/** The fact's value. */
export function describePartitions({ table, source, partitions }: Disk, bootBank: Bank | undefined): DiskPartitions {
  return {
    diskGuid: table.diskGuid,
    sectorSize: table.sectorSize,
    diskLength: source.length,
    primary: describeCopy(table.primary),
    backup: describeCopy(table.backup, table.disagreement),
    copiesAgree: table.copiesAgree,
    ...(bootBank === undefined ? {} : { bootBank }),
    entries: partitions.map(describeEntry),
  };
}

function describeCopy(copy: GptCopy, disagreement?: string): DiskPartitions['primary'] {
  if ('error' in copy) return { state: 'damaged', problem: copy.error.message };
  return { state: 'valid', ...(disagreement === undefined ? {} : { problem: disagreement }) };
}

function describeEntry(partition: DiskPartition): DiskPartitions['entries'][number] {
  const { index, role, bank, typeGuid, guid, label, firstLba, lastLbaInclusive, attributes, source } = partition;
  return {
    index,
    role,
    ...(bank === undefined ? {} : { bank }),
    typeGuid,
    guid,
    label,
    firstLba,
    lastLbaInclusive,
    offset: source.origin,
    length: source.length,
    attributes: { raw: `0x${attributes.toString(16).padStart(16, '0')}`, ...decodeAttributeBits(attributes) },
  };
}

function logSources(disk: BlockSource, header: GptHeader, sectorSize: number, sources: SourceLog): void {
  const ranges = [
    { offset: header.myLba * sectorSize, length: header.headerSize },
    { offset: header.entriesLba * sectorSize, length: header.entryCount * header.entrySize },
  ];
  for (const { offset, length } of ranges) {
    const sha256 = createHash('sha256')
      .update(readBytes(disk, offset, length))
      .digest('hex');
    sources.add({ partition: 'DISK', offset, length, sha256 });
  }
}
