import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import { readLabelTables } from '@staticfire/collect/selinux-files';
import { readFileIdentity } from '@staticfire/read/block-source/node';
import { ReadError } from '@staticfire/read/bytes';
import { type FileSystem, type FileType, type WalkedFile, walk } from '@staticfire/read/filesystem';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { findPartition, openFileSystem } from '@staticfire/read/image';
import { type ImageRoot, openRoot, readConfiguredPolicy } from './image-root.ts';
import type { PolicyPlace } from './open-policy.ts';
import { whileReading } from './while-reading.ts';

const ATTRIBUTE = 'security.selinux';

export interface LabelledFile {
  /** From the partition's root: patterns of file_contexts are about these. */
  readonly path: string;
  readonly type: FileType;
  /** security.selinux as stored. */
  readonly label?: Uint8Array;
}

/** A file whose inode or attributes are damaged, or a folder of which some names are missing. */
export interface UnreadableFile {
  readonly path: string;
  readonly error: ReadError;
}

/** The labels of one bank, open until it is closed. */
export interface ImageLabels {
  readonly place: PolicyPlace;
  readonly policy: SelinuxPolicy;
  readonly tables: FileContextTables;
  /** Those whose filesystem keeps labels. */
  readonly partitions: readonly ('ROOT' | 'BOOT')[];
  /** Every name on a partition, in the order of `walk`. More than 500 000 are a LimitError. */
  files(partition: 'ROOT' | 'BOOT'): Generator<LabelledFile | UnreadableFile>;
  close(): void;
}

/** Policy, file_contexts and labels of an image, of the bank that boots when none is given. Throws ImageError. */
export function openLabels(path: string, bank?: ImageRoot['bank']): Promise<ImageLabels> {
  return whileReading(path, async () => {
    readFileIdentity(path);
    const root = await openRoot(path, bank);
    try {
      const { files, policy } = readConfiguredPolicy(root);
      const systems = labelledSystems(root);
      return {
        place: { path, bank: root.bank, file: files.policy },
        policy,
        tables: readLabelTables(root.fs, files.folder),
        partitions: [...systems.keys()],
        files: (partition) => labelledFiles(systems.get(partition)!),
        close: root.close,
      };
    } catch (error) {
      root.close();
      throw error;
    }
  });
}

/** A FAT BOOT has no attributes. */
function labelledSystems({ image, bank, fs }: ImageRoot): ReadonlyMap<'ROOT' | 'BOOT', FileSystem> {
  const boot = findPartition(image, 'BOOT', bank);
  const bootSystem = boot === undefined ? undefined : openFileSystem(boot.source);
  const hasLabels = bootSystem !== undefined && bootSystem.info.type !== 'vfat';
  return new Map([['ROOT', fs] as const, ...(hasLabels ? [['BOOT', bootSystem] as const] : [])]);
}

function* labelledFiles(fs: FileSystem): Generator<LabelledFile | UnreadableFile> {
  for (const walked of walk(fs)) yield labelled(fs, walked);
}

function labelled(fs: FileSystem, { path, stat, error }: WalkedFile): LabelledFile | UnreadableFile {
  if (stat === undefined || error !== undefined) return { path, error: error! };
  try {
    const label = fs.xattrs(stat.inode).find(({ name }) => name === ATTRIBUTE)?.value;
    return { path, type: stat.type, ...(label === undefined ? {} : { label }) };
  } catch (problem) {
    if (problem instanceof ReadError) return { path, error: problem };
    throw problem;
  }
}
