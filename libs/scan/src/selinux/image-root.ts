import { findConfiguredPolicy, type PolicyFiles } from '@staticfire/collect/selinux-files';
import { showLocation } from '@staticfire/read/block-source/image-url';
import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile, withFileOffsets } from '@staticfire/read/filesystem';
import { MAX_POLICY_LENGTH, parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type Bank, findPartition, type Image, openFileSystem } from '@staticfire/read/image';
import { ImageError } from '../image-error.ts';
import type { ScanInput } from '../input/scan-input.ts';
import { type OpenedInput, openImageOf, openInput } from '../open-input.ts';

/** One bank of an image, open until it is closed. */
export interface ImageRoot {
  readonly image: Image;
  readonly bank: Bank;
  readonly fs: FileSystem;
  close(): void;
}

/** ROOT of a bank, of the one that boots when none is given. Throws ImageError and what readers throw. */
export async function openRoot(input: ScanInput, wanted: Bank | undefined): Promise<ImageRoot> {
  const { path } = input;
  const opened = await openInput(input);
  const { close } = opened;
  try {
    const image = await readTable(opened);
    const bank = wanted ?? image.bootBank;
    if (bank === undefined) throw new ImageError(`${showLocation(path)}: no bank boots; --bank says which one is meant`);
    const partition = findPartition(image, 'ROOT', bank);
    const fs = partition === undefined ? undefined : openFileSystem(partition.source);
    if (fs === undefined) throw new ImageError(`${showLocation(path)}: bank ${bank} has no ROOT with a filesystem`);
    return { image, bank, fs, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The policy that ROOT configures; errors in it give offsets in its file. */
export function readConfiguredPolicy({ fs }: Pick<ImageRoot, 'fs'>): { readonly files: PolicyFiles; readonly policy: SelinuxPolicy } {
  const files = findConfiguredPolicy(fs);
  const bytes = readFile(fs, files.policy, MAX_POLICY_LENGTH);
  if (bytes === undefined) throw new FormatError({ structure: files.policy, message: 'it is a link that leads nowhere' });
  return { files, policy: withFileOffsets(files.policy, () => parseSelinuxPolicy(bytes)) };
}

/** What has no table is no policy either, or it would not have come here. */
async function readTable(opened: OpenedInput): Promise<Image> {
  const { path } = opened.main;
  try {
    return await openImageOf(opened);
  } catch (error) {
    const { cause } = error as Error;
    if (!(error instanceof ImageError && cause instanceof FormatError) || opened.others.length > 0) throw error;
    throw new ImageError(`${showLocation(path)}: neither a binary SELinux policy nor a disk image: ${cause.message}`, { cause });
  }
}
