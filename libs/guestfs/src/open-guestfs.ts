import { resolve } from 'node:path';
import { FormatError, ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { assembleImage, type Image, openFileSystem, type Partition, type Role } from '@staticfire/read/image';
import { type BlkidPartition, parseBlkid } from './blkid.ts';
import { ContentStore } from './content-store.ts';
import { GuestfsError } from './guestfs-error.ts';
import { readFileSystem } from './read-file-system.ts';
import type { GuestfishSession, TimeLimits } from './session/guestfish-session.ts';
import { startSession } from './session/start-session.ts';

/** Content that is copied out of a filesystem, in lengths of its partition: a compressed one holds less than that. */
const CONTENT_FACTOR = 4;
/** Partitions whose files are read. */
const ROLES: readonly Role[] = ['EFI', 'BOOT', 'ROOT', 'PRIVATE'];

export interface GuestfsImage {
  readonly image: Image;
  /** Gives back what was copied out of the image. */
  close(): void;
}

export interface GuestfsOptions {
  /** That of this process when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly limits?: TimeLimits;
}

/**
 * The image as libguestfs reads it: partitions from blkid, files from the kernel's own drivers in an appliance, which is started, asked and ended here; what
 * was read is kept. `image` is the same disk as our own reader opened it, for what libguestfs does not tell. Throws GuestfsError; what is wrong with one
 * filesystem is thrown when it is opened.
 */
export async function openGuestfs(path: string, image: Image, { environment = process.env, limits }: GuestfsOptions = {}): Promise<GuestfsImage> {
  const { sectorSize } = diskOf(image).table;
  const { session, folder } = await startSession({ disk: resolve(path), sectorSize, environment, limits });
  const stores: ContentStore[] = [];
  const close = () => {
    for (const store of stores.splice(0)) store.close();
  };
  try {
    const makeStore = () => stores[stores.push(new ContentStore(folder.path)) - 1]!;
    return { image: await readImage(session, image, makeStore), close };
  } catch (error) {
    close();
    throw error;
  } finally {
    await session.close();
    folder.remove();
  }
}

async function readImage(session: GuestfishSession, image: Image, makeStore: () => ContentStore): Promise<Image> {
  const found = await readTable(session, image);
  const { source, table } = diskOf(image);
  const read = assembleImage(source, { ...table, entries: found.map(({ entry }) => entry) });
  const partitions: Partition[] = [];
  for (const partition of read.partitions) {
    const content = found.find(({ entry }) => entry.index === partition.index)!;
    partitions.push(ROLES.includes(partition.role) ? { ...partition, openFileSystem: await readPartition(session, partition, content, makeStore) } : partition);
  }
  return { ...read, partitions };
}

function diskOf({ disk }: Image): NonNullable<Image['disk']> {
  if (disk === undefined) throw new GuestfsError('unsuited', 'libguestfs is given disks only, and these are partition images');
  return disk;
}

async function readTable(session: GuestfishSession, image: Image): Promise<readonly BlkidPartition[]> {
  const { entries, sectorSize } = diskOf(image).table;
  const listed = await session.ask('part-list /dev/sda');
  if ('error' in listed) throw new GuestfsError('failed', `libguestfs found no partition table: ${listed.error}`);
  const numbers = [...listed.text.matchAll(/^ *part_num: (\d+)$/gm)].map(([, digits]) => Number(digits));
  const partitions: BlkidPartition[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const answer = await session.ask(`blkid /dev/sda${number}`);
    if ('error' in answer) throw new GuestfsError('failed', `libguestfs could not look at partition ${number}: ${answer.error}`);
    partitions.push(
      parseBlkid(
        answer.text,
        sectorSize,
        entries.find(({ index }) => index === number),
      ),
    );
  }
  return partitions;
}

type Opener = () => FileSystem | undefined;

/** What opening gives: the filesystem, nothing where nothing is, or the error again. */
async function readPartition(session: GuestfishSession, { source }: Partition, content: BlkidPartition, makeStore: () => ContentStore): Promise<Opener> {
  try {
    const own = openFileSystem(source);
    if (own === undefined && content.content === undefined) return () => undefined;
    if (own === undefined) throw new FormatError({ structure: 'filesystem', message: `blkid says ${content.content}, staticfire that there is none` });
    const fs = await readFileSystem(session, content, { own, store: makeStore(), maxContent: CONTENT_FACTOR * source.length });
    return () => fs;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return () => {
      throw error;
    };
  }
}
