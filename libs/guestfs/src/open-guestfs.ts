import { FormatError, ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { assembleImage, type Disk, type Image, openFileSystem, type Partition, type Role } from '@staticfire/read/image';
import { type BlkidPartition, parseBlkid } from './blkid.ts';
import { ContentStore } from './content-store.ts';
import type { GuestfsDisks } from './guestfs-disks.ts';
import { GuestfsError } from './guestfs-error.ts';
import { readFileSystem } from './read-file-system.ts';
import { serveDrives } from './serve-drives.ts';
import type { GuestfishSession, TimeLimits } from './session/guestfish-session.ts';
import { type StartedSession, startSession } from './session/start-session.ts';

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
export async function openGuestfs(
  { main, data }: GuestfsDisks,
  image: Image,
  { environment = process.env, limits }: GuestfsOptions = {},
): Promise<GuestfsImage> {
  const drives = [main, ...(data === undefined ? [] : [data])];
  const sectorSizes = [diskOf(image), image.dataDisk].map((disk) => disk?.table.sectorSize ?? 0);
  const served = await serveDrives(drives);
  try {
    const given = drives.map(({ format }, number) => ({ format, place: served.places[number]!, sectorSize: sectorSizes[number]! }));
    return await readAll(await startSession({ drives: given, environment, limits }), image);
  } finally {
    served.close();
  }
}

async function readAll({ session, folder }: StartedSession, image: Image): Promise<GuestfsImage> {
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
  const { read, found } = await readDisk(session, '/dev/sda', diskOf(image));
  const beside = image.dataDisk && (await readDisk(session, '/dev/sdb', image.dataDisk)).read.disk;
  const partitions: Partition[] = [];
  for (const partition of read.partitions) {
    const content = found.find(({ entry }) => entry.index === partition.index)!;
    partitions.push(ROLES.includes(partition.role) ? { ...partition, openFileSystem: await readPartition(session, partition, content, makeStore) } : partition);
  }
  return { ...read, partitions, ...(beside && { dataDisk: beside }) };
}

function diskOf({ disk }: Image): NonNullable<Image['disk']> {
  if (disk === undefined) throw new GuestfsError('unsuited', 'libguestfs is given disks only, and these are partition images');
  return disk;
}

/** What the table on a device makes of the disk. */
async function readDisk(session: GuestfishSession, device: string, { source, table }: Disk) {
  const found = await readTable(session, device, table);
  return { found, read: assembleImage(source, { ...table, entries: found.map(({ entry }) => entry) }) };
}

async function readTable(session: GuestfishSession, device: string, { entries, sectorSize }: Disk['table']): Promise<readonly BlkidPartition[]> {
  const listed = await session.ask(`part-list ${device}`);
  if ('error' in listed) throw new GuestfsError('failed', `libguestfs found no partition table: ${listed.error}`);
  const numbers = [...listed.text.matchAll(/^ *part_num: (\d+)$/gm)].map(([, digits]) => Number(digits));
  const partitions: BlkidPartition[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const answer = await session.ask(`blkid ${device}${number}`);
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
