import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import { readLabelTables } from '@staticfire/collect/selinux-files';
import { readInputIdentity, showLocation } from '@staticfire/read/block-source/node';
import { LimitError, ReadError } from '@staticfire/read/bytes';
import { type FileSystem, type FileType, type WalkedFile, walk } from '@staticfire/read/filesystem';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { findPartition, openFileSystem } from '@staticfire/read/image';
import type { ScanInput } from '../../input/scan-input.ts';
import { type ImageRoot, openRoot, readConfiguredPolicy } from '../image-root.ts';
import type { PolicyPlace } from '../open-policy.ts';
import { whileReading } from '../while-reading.ts';

const ATTRIBUTE = 'security.selinux';
/** An image has some twenty labels; each file has one of them. */
const MAX_LABELS = 16 * 1024 * 1024;

export interface LabelledFile {
  /** From the partition's root: patterns of file_contexts are about these. */
  readonly path: string;
  readonly type: FileType;
  /** security.selinux as stored, each character one byte. */
  readonly label?: string;
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
  /** Every name on a partition, in the order of `walk`. More than 500 000, or different labels of more than 16 MiB together, are a LimitError. */
  files(partition: 'ROOT' | 'BOOT'): Generator<LabelledFile | UnreadableFile>;
  close(): void;
}

/** Policy, file_contexts and labels of an image, of the bank that boots when none is given. Throws ImageError. */
export function openLabels(input: ScanInput, bank?: ImageRoot['bank']): Promise<ImageLabels> {
  const { path } = input;
  return whileReading(path, async () => {
    readInputIdentity(path);
    const root = await openRoot(input, bank);
    try {
      const { files, policy } = readConfiguredPolicy(root);
      const systems = labelledSystems(root);
      return {
        place: { path: showLocation(path), bank: root.bank, file: files.policy },
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
  const labels = new LabelPool();
  for (const walked of walk(fs)) yield labelled(fs, walked, labels);
}

function labelled(fs: FileSystem, { path, stat, error }: WalkedFile, labels: LabelPool): LabelledFile | UnreadableFile {
  if (stat === undefined || error !== undefined) return { path, error: error! };
  const value = attempt(() => fs.xattrs(stat.inode).find(({ name }) => name === ATTRIBUTE)?.value);
  if (value instanceof ReadError) return { path, error: value };
  return { path, type: stat.type, ...(value === undefined ? {} : { label: labels.take(value) }) };
}

function attempt<T>(read: () => T): T | ReadError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return error;
    throw error;
  }
}

/** Keeps each label once. */
class LabelPool {
  readonly #labels = new Map<string, string>();
  #bytes = 0;

  take(value: Uint8Array): string {
    const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    this.#bytes += text.length;
    if (this.#bytes > MAX_LABELS) throw new LimitError({ structure: ATTRIBUTE, message: `different labels have more than ${MAX_LABELS} bytes together` });
    this.#labels.set(text, text);
    return text;
  }
}
