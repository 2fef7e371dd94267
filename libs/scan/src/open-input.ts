import { type DiskFile, inputFailure, openDiskSource, showLocation } from '@staticfire/read/block-source/node';
import { type Image, openImage, openPartitionImages } from '@staticfire/read/image';
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
  close(): void;
}

/** What is read beside the disk or ROOT, in the order of the facts document. */
export function otherPaths({ partitions, dataDisk }: ScanInput): readonly { readonly holds: Holds; readonly path: string }[] {
  return [
    ...(partitions === undefined ? [] : [{ holds: 'BOOT', path: partitions.boot } as const, { holds: 'HASH', path: partitions.verity } as const]),
    ...(dataDisk === undefined ? [] : [{ holds: 'DATA', path: dataDisk } as const]),
  ];
}

/** Opens all files of an input, or none. Throws ImageError, which names the file. */
export async function openInput(input: ScanInput): Promise<OpenedInput> {
  const opened: InputFile[] = [];
  const close = () => {
    for (const { source, file } of opened) {
      source.close();
      file.close();
    }
  };
  const open = async (path: string) => {
    const file = { ...(await aboutFile(path, () => openDiskSource(path))), path };
    opened.push(file);
    return file;
  };
  try {
    const main = await open(input.path);
    const others: OpenedInput['others'][number][] = [];
    for (const { holds, path } of otherPaths(input)) others.push({ holds, ...(await open(path)) });
    return { main, others, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Makes one image of the files. Throws as `openInput`. */
export async function openImageOf({ main, others }: OpenedInput): Promise<Image> {
  const [boot, hash, data] = (['BOOT', 'HASH', 'DATA'] as const).map((holds) => others.find((each) => each.holds === holds));
  const dataDisk = data?.source;
  // The data disk is held responsible for its own table.
  if (data !== undefined) await aboutFile(data.path, async () => openImage(data.source));
  if (boot === undefined || hash === undefined) return aboutFile(main.path, async () => openImage(main.source, dataDisk));
  return openPartitionImages({ ROOT: main.source, BOOT: boot.source, HASH: hash.source }, dataDisk);
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
