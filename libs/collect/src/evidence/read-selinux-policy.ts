import type { BankName } from '@staticfire/facts';
import { type FileSystem, withFileOffsets } from '@staticfire/read/filesystem';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { SourceLog } from '../collector.ts';
import { isUnreadableEntry, listFolder } from './list-folder.ts';
import { RootFiles } from './root-files.ts';
import { findSelinuxStore } from './selinux-store.ts';

/** Fedora's has 8 MiB, Bottlerocket's 64 KiB. */
const MAX_LENGTH = 32 * 1024 * 1024;
const MAX_TOTAL = 2 * MAX_LENGTH;

export interface LoadedPolicy {
  readonly path: string;
  readonly policyType: string;
  readonly size: number;
  readonly sha256: string;
  readonly policy: SelinuxPolicy;
}

/**
 * The policy of highest version of those that the image configures: what libselinux loads when the kernel knows that version (load_policy.c,
 * `selinux_mkload_policy`). None → undefined.
 */
export function readSelinuxPolicy(bank: BankName, fs: FileSystem | undefined, sources: SourceLog): LoadedPolicy | undefined {
  if (fs === undefined) return undefined;
  const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
  const store = findSelinuxStore(files);
  const path = store && newestPolicy(fs, `${store.folder}/policy`);
  const file = path === undefined ? undefined : files.readDigested(path, MAX_LENGTH);
  if (store === undefined || path === undefined || file === undefined) return undefined;
  const { bytes, sha256 } = file;
  return { path, policyType: store.policyType, size: bytes.length, sha256, policy: withFileOffsets(path, () => parseSelinuxPolicy(bytes)) };
}

function newestPolicy(fs: FileSystem, folder: string): string | undefined {
  let newest: { readonly version: number; readonly path: string } | undefined;
  for (const entry of listFolder(fs, folder)?.entries ?? []) {
    if (isUnreadableEntry(entry) && entry.name === '') throw entry.error;
    const version = Number(/^policy\.([1-9][0-9]{0,3})$/.exec(entry.name)?.[1] ?? 0);
    if (version > (newest?.version ?? 0)) newest = { version, path: entry.path };
  }
  return newest?.path;
}
