import type { BlockSource } from '@staticfire/read/block-source';
import type { FileSystem } from '@staticfire/read/filesystem';
import type { HashLeaves, VerityParameters } from '@staticfire/read/formats/dm-verity';
import type { GrubConfig } from '@staticfire/read/formats/grub-config';
import { type Bank, type BootPath, findBootPath, findPartition, type Image, openPartition, type Partition, type Role } from '@staticfire/read/image';
import { type LoadedAccounts, readAccounts } from '../accounts/read-accounts.ts';
import type { SourceLog } from '../collector.ts';
import { memoize } from './memoize.ts';
import { type AppliedBootConfig, readAppliedBootConfig } from './read-boot-config.ts';
import { type PassedCommandLine, readCommandLine } from './read-command-line.ts';
import { type LoadedFileContexts, readFileContexts } from './read-file-contexts.ts';
import { readGrubConfig } from './read-grub-config.ts';
import { type KernelFile, readKernelFile } from './read-kernel-file.ts';
import { type LoadedPolicy, readSelinuxPolicy } from './read-selinux-policy.ts';
import { type LoadedSystemd, readSystemd } from './read-systemd.ts';
import { readTextFile, type TextFile } from './read-text-file.ts';
import { readUkiFile, type UkiFile } from './read-uki-file.ts';
import { SecretFingerprints } from './secret-fingerprints.ts';

/** Hands verity hashing to worker threads. */
export type LeafHasherFactory = (data: BlockSource, tree: BlockSource, parameters: VerityParameters) => HashLeaves;

/** What collectors of one bank may read. Everything is opened on first use, once; errors are thrown again on each use. */
export interface BankEvidence {
  readonly bank: Bank;
  readonly partitions: readonly Partition[];
  readonly partition: (role: Role) => Partition | undefined;
  /** The filesystem of the bank's partition; PRIVATE has no bank, and both have one ESP. Missing partition or nothing on it → undefined. */
  readonly fileSystem: (role: 'EFI' | 'BOOT' | 'ROOT' | 'PRIVATE') => FileSystem | undefined;
  readonly bootPath: () => BootPath | undefined;
  readonly grubConfig: (sources: SourceLog) => GrubConfig | undefined;
  readonly ukiFile: (sources: SourceLog) => UkiFile | undefined;
  /** What firmware or boot loader pass to the kernel. */
  readonly commandLine: (sources: SourceLog) => PassedCommandLine | undefined;
  readonly bootConfig: (sources: SourceLog) => AppliedBootConfig | undefined;
  readonly kernelFile: (sources: SourceLog) => KernelFile | undefined;
  readonly rootText: (path: string, maxLength: number, sources: SourceLog) => TextFile | undefined;
  /** The policy and the file contexts that the image configures. */
  readonly selinuxPolicy: (sources: SourceLog) => LoadedPolicy | undefined;
  readonly fileContexts: (sources: SourceLog) => LoadedFileContexts | undefined;
  /** Units, and what systemd makes of them when a node starts. */
  readonly systemd: (sources: SourceLog) => LoadedSystemd | undefined;
  readonly accounts: (sources: SourceLog) => LoadedAccounts | undefined;
  /** Of secrets, keyed with the image. */
  readonly fingerprints: SecretFingerprints;
  readonly leafHasher: LeafHasherFactory | undefined;
  /** Partition images were given: what else the disk has is not known, and `partition` throws for it. */
  readonly withoutDisk?: boolean;
}

type Places = Pick<BankEvidence, 'bank' | 'partitions' | 'partition' | 'fileSystem' | 'leafHasher' | 'withoutDisk'>;

export function openBankEvidence(image: Image, bank: Bank, leafHasher?: LeafHasherFactory): BankEvidence {
  const partition = (role: Role) => findPartition(image, role, bankOf(role, bank));
  const fileSystem = memoize((role: 'EFI' | 'BOOT' | 'ROOT' | 'PRIVATE') => {
    const found = partition(role);
    return found === undefined ? undefined : openPartition(found);
  });
  return connectEvidence({ bank, partitions: image.partitions, partition, fileSystem, leafHasher, withoutDisk: image.disk === undefined });
}

/** Firmware starts both banks from the one ESP, which is bank A's; nothing ever writes the placeholder that bank B has. */
function bankOf(role: Role, bank: Bank): Bank | undefined {
  if (role === 'PRIVATE') return undefined;
  return role === 'EFI' ? 'A' : bank;
}

/** Adds to partitions and filesystems what is read from them. */
export function connectEvidence(places: Places): BankEvidence {
  const { bank, partition, fileSystem } = places;
  const once = <T>(read: () => T) => {
    const memoized = memoize((_: true) => read());
    return () => memoized(true);
  };
  const bootPath = once(() => findBootPath({ partition, fileSystem }));
  const files = { bank, partition, fileSystem, bootPath };
  const grubConfig = logged((sources) => (bootPath()?.kind === 'grub' ? readGrubConfig(bank, fileSystem('BOOT'), sources) : undefined));
  const ukiFile = logged((sources) => readUkiFile(files, sources));
  const commandLine = logged((sources) => readCommandLine({ ...files, grubConfig, ukiFile }, sources));
  const bootConfig = logged((sources) => readAppliedBootConfig({ ...files, grubConfig, commandLine }, sources));
  return {
    ...places,
    bootPath,
    grubConfig,
    ukiFile,
    commandLine,
    bootConfig,
    systemd: logged((sources) => readSystemd({ bank, fileSystem, commandLine, bootConfig }, sources)),
    kernelFile: logged((sources) => readKernelFile({ ...files, grubConfig, ukiFile }, sources)),
    rootText: (path, maxLength, sources) => readTextFile({ fs: fileSystem('ROOT'), bank, partition: 'ROOT' }, path, maxLength, sources),
    selinuxPolicy: logged((sources) => readSelinuxPolicy(bank, fileSystem('ROOT'), sources)),
    fileContexts: logged((sources) => readFileContexts(bank, fileSystem('ROOT'), sources)),
    accounts: logged((sources) => readAccounts({ bank, fileSystem }, sources)),
    fingerprints: new SecretFingerprints(places.partitions),
  };
}

/** Reads once and tells every caller's log what was read, also when the reading failed. */
function logged<T>(read: (sources: SourceLog) => T): (sources: SourceLog) => T {
  const entries: ((log: SourceLog) => void)[] = [];
  const own: SourceLog = {
    add: (source) => void entries.push((log) => log.add(source)),
    quote: (lines) => void entries.push((log) => log.quote(lines)),
    keep: (bytes, sha256) => void entries.push((log) => log.keep(bytes, sha256)),
  };
  const memoized = memoize((_: true) => read(own));
  return (sources) => {
    try {
      return memoized(true);
    } finally {
      for (const entry of entries) entry(sources);
    }
  };
}
