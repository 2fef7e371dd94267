import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { BlockSource } from '@staticfire/read/block-source';
import { openFileSource } from '@staticfire/read/block-source/file';
import { encodeFileName } from '@staticfire/read/bytes';
import { type FileSystem, walk } from '@staticfire/read/filesystem';
import { type Image, openFileSystem, openImage, openPartition } from '@staticfire/read/image';
import { describeOracle, guestfsKernel, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GuestfsImage, openGuestfs } from './open-guestfs.ts';

const MIB = 1024 * 1024;
const MINUTES = 60_000;
/** user::rwx, user:1:rw-, group::r--, mask::rw-, other::r-- (include/uapi/linux/posix_acl_xattr.h). */
const POSIX_ACL = '0x0200000001000700ffffffff020006000100000004000400ffffffff10000600ffffffff20000400ffffffff';
/** Folders and files; each would do something if it were taken for more than a name. */
const NAMES = [
  ...['a b', '"', "'", '\\', '-rf', '#c', '$(touch pwned)', '`touch pwned`', '*', '~', '{a,b}', '|touch pwned', '<! touch pwned', '@', 'é', '\x01\x7f'],
  ...['\n!touch pwned\n', '"\n!touch pwned\n"', '-- x 1 --\n', 'invalid\udcff', `long-${'n'.repeat(240)}`],
];
const BOOT = '6b636168-7420-6568-2070-6c616e657421';
/** A volume each, on a partition of a type whose files are read. */
const VOLUMES = {
  ext4: '5526016a-1a97-4ea4-b39a-b7c8c6ca4502',
  erofs: '440408bb-eb0b-4328-a6e5-a29038fad706',
  vfat: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  squashfs: BOOT,
  xfs: BOOT,
} as const;
type Volume = keyof typeof VOLUMES;
const NAMED = Object.keys(VOLUMES) as readonly Volume[];
const PART_MIB = 16;
/** See README.md beside it. */
const XFS = new URL('../../read/src/formats/xfs/fixtures/made.img.zst', import.meta.url);
const TOOLS = toolsFor(
  'guestfish',
  'qemu-system-x86_64',
  'depmod',
  'apt-get',
  'dpkg-deb',
  'mke2fs',
  'mkfs.erofs',
  'mkfs.vfat',
  'mcopy',
  'mmd',
  'sgdisk',
  'setfattr',
);

describeOracle('both readers, on a disk with a volume of each filesystem', TOOLS, () => {
  let folder = '';
  let source: BlockSource;
  let own: Image;
  let guestfs: GuestfsImage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-guestfs-spec-'));
    const disk = await makeDisk(folder);
    source = openFileSource(disk);
    own = openImage(source);
    const environment = { ...process.env, ...(await guestfsKernel()) };
    guestfs = await openGuestfs({ main: { path: disk, format: 'raw' } }, own, { environment });
  }, 5 * MINUTES);
  afterAll(() => {
    guestfs?.close();
    source?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('agree on the partitions', () => {
    const withoutSource = ({ partitions, disk, bootBank, banks }: Image) => ({
      ...{ bootBank, banks, entries: disk?.table.entries },
      partitions: partitions.map(({ source: _, openFileSystem: __, ...partition }) => partition),
    });
    expect(withoutSource(guestfs.image)).toEqual(withoutSource(own));
  });

  it.each(NAMED)('agree on every file of %s', (volume) => {
    const [ours, theirs] = [openFileSystem(find(own, volume).source)!, openPartition(find(guestfs.image, volume))!];
    const expected = describeFiles(ours);
    expect(expected.length).toBeGreaterThan(volume === 'vfat' || volume === 'xfs' ? 3 : NAMES.length);
    expect(describeFiles(theirs)).toEqual(expected);
    expect(theirs.info).toEqual(ours.info);
  });

  it.each(['ext4', 'erofs'] as const)('see the access lists of %s, under the names that Linux gives them', (volume) => {
    for (const fs of [openFileSystem(find(own, volume).source)!, openPartition(find(guestfs.image, volume))!]) {
      const names = [...walk(fs)].flatMap(({ stat }) => fs.xattrs(stat!.inode).map(({ name }) => name)).filter((name) => name.includes('acl'));
      expect(names.sort()).toEqual(['system.posix_acl_access', 'system.posix_acl_default']);
    }
  });

  it('agree on where files lie, which libguestfs does not tell', () => {
    const [ours, theirs] = [openFileSystem(find(own, 'ext4').source)!, openPartition(find(guestfs.image, 'ext4'))!];
    const runsOf = (fs: FileSystem) => [...walk(fs)].map(({ path, stat }) => [path, [...fs.runs(stat!.inode)]]);
    expect(runsOf(theirs)).toEqual(runsOf(ours));
  });

  it('take no name for a command', () => expect(existsSync('pwned')).toBe(false));
});

function find(image: Image, volume: Volume) {
  return image.partitions[NAMED.indexOf(volume)]!;
}

/** Everything that the port says of each name, but inode numbers and the order of attributes. */
function describeFiles(fs: FileSystem) {
  return [...walk(fs)].map(({ path, stat, error }) => {
    const { inode, ...found } = stat!;
    const xattrs = fs.xattrs(inode).map(({ name, value }) => `${name}=${Buffer.from(value).toString('latin1')}`);
    const target = found.type === 'symlink' ? { target: fs.readLink(inode) } : {};
    const content =
      found.type === 'file'
        ? {
            sha256: createHash('sha256')
              .update(fs.read(inode, 0, found.size))
              .digest('hex'),
          }
        : {};
    return { path, error, ...found, xattrs: xattrs.sort(), ...target, ...content };
  });
}

async function makeDisk(folder: string): Promise<string> {
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  const server = await fillTree(tree);
  const part = (volume: Volume) => join(folder, volume);
  for (const volume of ['ext4', 'vfat'] as const) {
    writeFileSync(part(volume), '');
    truncateSync(part(volume), PART_MIB * MIB);
  }
  execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-L', 'BOTTLE', '-d', tree, part('ext4')]);
  execFileSync('mkfs.erofs', ['--quiet', part('erofs'), tree]);
  execFileSync('mksquashfs', [tree, part('squashfs'), '-quiet', '-no-progress']);
  makeFat(part('vfat'), folder);
  writeFileSync(part('xfs'), zstdDecompressSync(readFileSync(XFS)));
  server.close();
  return joinParts(folder, NAMED.map(part));
}

/** One partition after the other, each of whole mebibytes. */
function joinParts(folder: string, parts: readonly string[]): string {
  const disk = join(folder, 'disk.img');
  const sizes = parts.map((path) => Math.max(PART_MIB, Math.ceil(statSync(path).size / MIB)));
  writeFileSync(disk, '');
  truncateSync(disk, (sizes.reduce((sum, size) => sum + size) + 2) * MIB);
  const entries = parts.flatMap((_, index) => [
    ...[`--new=${index + 1}:0:+${sizes[index]}M`, `--typecode=${index + 1}:${VOLUMES[NAMED[index]!]}`, `--change-name=${index + 1}:a ${NAMED[index]} "\\$`],
    ...[`--attributes=${index + 1}:set:${48 + index}`, `--attributes=${index + 1}:set:63`],
  ]);
  execFileSync('sgdisk', [...entries, disk], { stdio: 'ignore' });
  let seek = 1;
  for (const [index, path] of parts.entries()) {
    execFileSync('dd', [`if=${path}`, `of=${disk}`, 'bs=1M', `seek=${seek}`, 'conv=notrunc', 'status=none']);
    seek += sizes[index]!;
  }
  return disk;
}

/** The server holds a socket until it is closed. */
async function fillTree(tree: string): Promise<Server> {
  const at = (...names: readonly string[]) => Buffer.concat([Buffer.from(`${tree}/`), encodeFileName(names.join('/'))]);
  for (const [index, name] of NAMES.entries()) {
    mkdirSync(at(name));
    writeFileSync(at(name, name), `content of ${index}`, { mode: 0o4751 });
    symlinkSync(encodeFileName(name) as Buffer, at(`link ${index}`));
  }
  writeFileSync(at('plain'), Buffer.alloc(100_000, 'abc'));
  linkSync(at('plain'), at('second'));
  writeFileSync(at('sparse'), 'start');
  truncateSync(at('sparse'), 5_000_001);
  utimesSync(at('sparse'), 1.5, 1234567890.123);
  execFileSync('setfattr', ['-n', 'user.a=b%c', '-v', '0x000aff3d', at('plain').toString()]);
  execFileSync('setfattr', ['-n', 'user.empty', at('plain').toString()]);
  execFileSync('setfattr', ['-n', 'system.posix_acl_access', '-v', POSIX_ACL, at('sparse').toString()]);
  execFileSync('setfattr', ['-n', 'system.posix_acl_default', '-v', POSIX_ACL, at(NAMES[0]!).toString()]);
  execFileSync('mkfifo', ['-m', '0600', at('fifo').toString()]);
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(at('socket').toString(), resolve);
  });
  return server;
}

function makeFat(path: string, folder: string): void {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', MTOOLS_SKIP_CHECK: '1' };
  const file = join(folder, 'x');
  writeFileSync(file, 'efi');
  execFileSync('mkfs.vfat', ['-F', '12', '-n', 'ESP', '-i', '1234abcd', path], { stdio: 'ignore' });
  execFileSync('mmd', ['-i', path, '::/EFI', '::/Mixed Case'], { env });
  for (const name of ['EFI/BOOTX64.EFI', 'EFI/lower.efi', 'Mixed Case/a long name.Txt', 'Mixed Case/größe'])
    execFileSync('mcopy', ['-i', path, file, `::/${name}`], { env });
}
