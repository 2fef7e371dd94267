import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem, FileSystemInfo } from '@staticfire/read/filesystem';
import type { BlkidPartition } from './blkid.ts';
import type { ContentStore } from './content-store.ts';
import { guestfsFileSystem } from './guestfs-file-system.ts';
import { Inventory } from './inventory.ts';
import { NameList } from './name-list.ts';
import { parseFields } from './parse-fields.ts';
import type { GuestfishSession } from './session/guestfish-session.ts';
import { quoteArgument } from './session/quote-argument.ts';
import { TarReader } from './tar/tar-reader.ts';

/** How each type is mounted, and under which name we know it. A journal is not replayed, so that both readers see what lies there. */
const MOUNTS: Readonly<Record<string, { readonly type: FileSystemInfo['type']; readonly driver: string; readonly options: string }>> = {
  ext2: { type: 'ext4', driver: 'ext4', options: 'ro,noload' },
  ext3: { type: 'ext4', driver: 'ext4', options: 'ro,noload' },
  ext4: { type: 'ext4', driver: 'ext4', options: 'ro,noload' },
  erofs: { type: 'erofs', driver: 'erofs', options: 'ro' },
  squashfs: { type: 'squashfs', driver: 'squashfs', options: 'ro' },
  vfat: { type: 'vfat', driver: 'vfat', options: 'ro,utf8' },
  xfs: { type: 'xfs', driver: 'xfs', options: 'ro,norecovery' },
};

interface Places {
  readonly own: FileSystem;
  readonly store: ContentStore;
  /** Bytes of content that are copied out of it at the most. */
  readonly maxContent: number;
}

/** The filesystem on a partition as libguestfs reads it, all of it, now. Throws FormatError for what the kernel does not take, LimitError, and GuestfsError when libguestfs gives up. */
export async function readFileSystem(session: GuestfishSession, partition: BlkidPartition, { own, store, maxContent }: Places): Promise<FileSystem> {
  const device = `/dev/sda${partition.entry.index}`;
  const mount = MOUNTS[partition.content ?? ''];
  if (mount === undefined || mount.type !== own.info.type)
    throw new FormatError({ structure: 'filesystem', message: `blkid says ${partition.content ?? 'that there is none'}, staticfire says ${own.info.type}` });
  await need(session, `mount-vfs ${mount.options} ${mount.driver} ${device} /`);
  try {
    const inventory = await readInventory(session, store, maxContent);
    const info = await readInfo(session, device, partition, own.info);
    return guestfsFileSystem({ info, inventory, store, own });
  } finally {
    await need(session, 'umount-all');
  }
}

async function readInventory(session: GuestfishSession, store: ContentStore, maxContent: number): Promise<Inventory> {
  const inventory = new Inventory(store, maxContent);
  const reader = new TarReader(inventory);
  const failure = await session.receive('tar-out / - xattrs:true numericowner:true', (bytes) => reader.push(bytes));
  if (failure !== undefined) throw unreadable(failure);
  reader.end();
  await addWhatTarLacks(session, inventory);
  return inventory;
}

/** Sockets, which no archive can hold, and of folders how many links and bytes they have. */
async function addWhatTarLacks(session: GuestfishSession, inventory: Inventory): Promise<void> {
  const names = new NameList();
  const failure = await session.receive('find0 / -', (bytes) => names.push(bytes));
  if (failure !== undefined) throw unreadable(failure);
  const missing = names.paths().filter((path) => inventory.find(path) === undefined);
  const folders = inventory.nodes.filter(({ type }) => type === 'directory').map(({ path }) => path);
  const asked = [...folders, ...missing];
  const answers = await session.askEach(asked.map((path) => `lstatns ${quoteArgument(path)}`));
  for (const [position, path] of asked.entries()) inventory.setStat(path, answers[position]);
}

async function readInfo(session: GuestfishSession, device: string, { uuid, label }: BlkidPartition, own: FileSystemInfo): Promise<FileSystemInfo> {
  const named = { ...own, uuid, label: label ?? own.label };
  if (own.type === 'erofs') {
    const fields = parseFields(await need(session, 'statvfs /'));
    const blockSize = Number(fields.get('bsize'));
    return { ...named, blockSize, length: Number(fields.get('blocks')) * blockSize };
  }
  if (own.type !== 'ext4') return named;
  const fields = parseFields(await need(session, `tune2fs-l ${device}`));
  const blockSize = Number(fields.get('Block size'));
  return {
    ...named,
    blockSize,
    length: Number(fields.get('Block count')) * blockSize,
    features: (fields.get('Filesystem features') ?? '').split(' ').filter((feature) => feature !== ''),
    clean: fields.get('Filesystem state') === 'clean',
  };
}

async function need(session: GuestfishSession, command: string): Promise<string> {
  const answer = await session.ask(command);
  if ('error' in answer) throw unreadable(answer.error);
  return answer.text;
}

function unreadable(why: string): FormatError {
  return new FormatError({ structure: 'filesystem', message: `libguestfs could not read it: ${why}` });
}
