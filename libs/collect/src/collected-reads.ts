import { bankCollectors, diskCollectors, fileCollectors } from './collectors.ts';
import type { BankEvidence } from './evidence/bank-evidence.ts';
import type { DiskEvidence } from './evidence/disk-evidence.ts';

/** In words; empty where the evidence is no place in the image. */
const EVIDENCE: Readonly<Record<keyof BankEvidence | keyof DiskEvidence, string>> = {
  image: 'the partition table and the partitions of the disk',
  artifacts: 'the other files of a build output folder',
  bank: '',
  partitions: 'the partition table',
  partition: 'the bytes of partitions of the bank',
  fileSystem: 'files in the filesystems of the bank',
  bootPath: 'the way the bank boots',
  grubConfig: 'grub.cfg',
  ukiFile: 'the unified kernel image',
  commandLine: 'the kernel command line that firmware or boot loader pass on',
  bootConfig: 'bootconfig.data on PRIVATE',
  kernelFile: 'the kernel file',
  rootText: 'text files on ROOT',
  selinuxPolicy: 'the SELinux policy that ROOT configures',
  fileContexts: 'the file contexts that ROOT configures',
  accounts: 'what makes the user databases of a node on ROOT',
  systemd: 'systemd units on ROOT',
  fingerprints: 'the hash trees and PRIVATE, for fingerprints of secrets',
  leafHasher: 'every block of ROOT',
  withoutDisk: '',
};

/** Collected fact → what its collector is given to read, in words. */
export const collectedReads: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...diskCollectors, ...bankCollectors].map(({ fact, reads }) => [fact.name, wordsOf(reads)] as const),
  ...fileCollectors.map(({ fact, reads = [], wantsBoot }) => [fact.name, [walkOf(wantsBoot !== undefined), ...wordsOf(reads)]] as const),
]);

function walkOf(withBoot: boolean): string {
  return `every file on ROOT${withBoot ? ' and BOOT' : ''}, in one pass`;
}

function wordsOf(reads: readonly (keyof BankEvidence | keyof DiskEvidence)[]): readonly string[] {
  return reads.map((key) => EVIDENCE[key]).filter((words) => words !== '');
}
