import type { BankName } from '@staticfire/facts';
import { type FileSystem, withFileOffsets } from '@staticfire/read/filesystem';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { SourceLog } from '../collector.ts';
import { newestPolicy } from '../selinux-files/newest-policy.ts';
import { findSelinuxStore, MAX_CONFIG } from '../selinux-files/selinux-store.ts';
import { RootFiles } from './root-files.ts';

/** Bottlerocket's has 64 KiB, Debian's 2 MiB. Decoded it takes some four times as much, of the 300 MB that a scan has. */
const MAX_LENGTH = 8 * 1024 * 1024;
const MAX_TOTAL = 2 * MAX_LENGTH;

export interface LoadedPolicy {
  readonly path: string;
  readonly policyType: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly policy: SelinuxPolicy;
}

/** The newest of the policies that the image configures. None → undefined. */
export function readSelinuxPolicy(bank: BankName, fs: FileSystem | undefined, sources: SourceLog): LoadedPolicy | undefined {
  if (fs === undefined) return undefined;
  const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
  const store = findSelinuxStore((path) => files.read(path, MAX_CONFIG));
  const path = store && newestPolicy(fs, store.folder);
  const file = path === undefined ? undefined : files.readDigested(path, MAX_LENGTH);
  if (store === undefined || path === undefined || file === undefined) return undefined;
  const { bytes, sha256 } = file;
  return { path, policyType: store.policyType, bytes, sha256, policy: withFileOffsets(path, () => parseSelinuxPolicy(bytes)) };
}
