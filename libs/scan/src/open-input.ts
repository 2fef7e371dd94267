import { type DiskFile, inputFailure, openDiskSource, showLocation } from '@staticfire/read/block-source/node';
import { type Image, openDisk, openImage, openPartitionImages } from '@staticfire/read/image';
import { type ChosenDisks, chooseDisks } from './archive-disks.ts';
import { type ImageError, toImageError } from './image-error.ts';
import type { ScanInput } from './input/scan-input.ts';

type Holds = 'BOOT' | 'HASH' | 'DATA';

export interface InputFile extends DiskFile {
  readonly path: string;
}

/** Every file of an input, open. */
export interface OpenedInput {
  /** The disk, or ROOT. */
  readonly main: InputFile;
  readonly others: readonly (InputFile & { readonly holds: Holds })[];
  /** What was chosen among the disks of an archive that is `main`. */
  readonly chosen: Pick<ChosenDisks, 'data'>;
  /** `main` is ROOT; the others may be BOOT and HASH. */
  readonly isPartitions: boolean;
  close(): void;
}

/** What is read beside the disk or ROOT, in the order of the facts document. */
export function otherPaths({ partitions, dataDisk }: ScanInput): readonly { readonly holds: Holds; readonly path: string }[] {
  return [
    ...(partitions?.boot === undefined ? [] : [{ holds: 'BOOT', path: partitions.boot } as const]),
    ...(partitions?.verity === undefined ? [] : [{ holds: 'HASH', path: partitions.verity } as const]),
    ...(dataDisk === undefined ? [] : [{ holds: 'DATA', path: dataDisk } as const]),
  ];
}

/** Opens all files of an input, or none. Throws ImageError, which names the file. */
export async function openInput(input: ScanInput): Promise<OpenedInput> {
  const closers: (() => void)[] = [];
  const close = () => {
    for (const each of closers.splice(0).reverse()) each();
  };
  const open = async (path: string) => {
    const file = { ...(await aboutFile(path, () => openDiskSource(path))), path };
    closers.push(() => file.file.close());
    return file;
  };
  try {
    const first = await open(input.path);
    const { main: source, notes, ...chosen } = await aboutFile(input.path, async () => chooseDisks(first, input.dataDisk === undefined));
    closers.push(() => source.close());
    if (chosen.data !== undefined) closers.push(() => chosen.data?.close());
    const others: OpenedInput['others'][number][] = [];
    for (const { holds, path } of otherPaths(input)) {
      const other = await open(path);
      closers.push(() => other.source.close());
      others.push({ holds, ...other });
    }
    return { main: { ...first, source, notes }, others, chosen, isPartitions: input.partitions !== undefined, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Makes one image of the files. Throws as `openInput`. */
export async function openImageOf({ main, others, chosen, isPartitions }: OpenedInput): Promise<Image> {
  const [BOOT, HASH, data] = (['BOOT', 'HASH', 'DATA'] as const).map((holds) => others.find((each) => each.holds === holds));
  // The data disk is held responsible for its own table.
  if (data !== undefined) await aboutFile(data.path, async () => openDisk(data.source));
  const dataDisk = data?.source ?? chosen.data;
  if (!isPartitions) return aboutFile(main.path, async () => openImage(main.source, dataDisk));
  return openPartitionImages({ ROOT: main.source, ...(BOOT && { BOOT: BOOT.source }), ...(HASH && { HASH: HASH.source }) }, dataDisk);
}

/** What goes wrong is told of this file. */
export async function aboutFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toInputError(error, path) ?? error;
  }
}

/** As `toImageError`; of a URL its own failure, which other threads cannot tell, and without what is secret in it. */
export function toInputError(error: unknown, path: string): ImageError | undefined {
  return toImageError(inputFailure(path) ?? error, showLocation(path));
}
