import type { BlockSource } from '@staticfire/read/block-source';
import type { FileSystem } from '@staticfire/read/filesystem';
import type { HashLeaves, VerityParameters } from '@staticfire/read/formats/dm-verity';
import type { GrubConfig } from '@staticfire/read/formats/grub-config';
import { type Bank, findPartition, type Image, openFileSystem, type Partition, type Role } from '@staticfire/read/image';
import type { SourceLog } from '../collector.ts';
import { memoize } from './memoize.ts';
import { readGrubConfig } from './read-grub-config.ts';
import { readTextFile, type TextFile } from './read-text-file.ts';

/** Hands verity hashing to worker threads. */
export type LeafHasherFactory = (data: BlockSource, tree: BlockSource, parameters: VerityParameters) => HashLeaves;

/** What collectors of one bank may read. Everything is opened on first use, once; errors are thrown again on each use. */
export interface BankEvidence {
  readonly bank: Bank;
  readonly partitions: readonly Partition[];
  readonly partition: (role: Role) => Partition | undefined;
  /** The filesystem of the bank's partition. Missing partition or nothing on it → undefined. */
  readonly fileSystem: (role: 'BOOT' | 'ROOT') => FileSystem | undefined;
  readonly grubConfig: (sources: SourceLog) => GrubConfig | undefined;
  readonly rootText: (path: string, maxLength: number, sources: SourceLog) => TextFile | undefined;
  readonly leafHasher: LeafHasherFactory | undefined;
}

export function openBankEvidence(image: Image, bank: Bank, leafHasher?: LeafHasherFactory): BankEvidence {
  const partition = (role: Role) => findPartition(image, role, bank);
  const fileSystem = memoize((role: 'BOOT' | 'ROOT') => {
    const found = partition(role);
    return found === undefined ? undefined : openFileSystem(found.source);
  });
  return {
    bank,
    partitions: image.partitions,
    partition,
    fileSystem,
    grubConfig: (sources) => readGrubConfig(bank, fileSystem('BOOT'), sources),
    rootText: (path, maxLength, sources) => readTextFile({ fs: fileSystem('ROOT'), bank, partition: 'ROOT' }, path, maxLength, sources),
    leafHasher,
  };
}
