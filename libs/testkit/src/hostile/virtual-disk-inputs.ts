import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { labImage } from '../lab/lab-image.ts';
import { BAD_QCOW2, BAD_VMDK, type BadDisk, GOOD_STREAM, ovaFile, packOva, packVirtualDisk, type VirtualDiskForm, vmdkFile } from '../virtual-disks/index.ts';
import type { HostileInput } from './hostile-input.ts';

const OS = { name: 'os.vmdk', bytes: vmdkFile(GOOD_STREAM) };

// Names in them try to leave the folder and to write to the terminal: they are told, never followed.
export const virtualDiskInputs: readonly HostileInput[] = [
  made('qcow2', BAD_QCOW2, 'a huge L1 table', ['qcow2 header, l1_size at byte 36']),
  made('qcow2', BAD_QCOW2, 'an L2 table that is the L1 table', ['qcow2 L1 table, entry 0', 'a table that is not the L1 table']),
  made('qcow2', BAD_QCOW2, 'an L2 table used twice', ['qcow2 L1 table, entry 1', 'a table that is not used twice']),
  made('qcow2', BAD_QCOW2, 'a refcount table behind the file', ['qcow2 header, refcount_table_offset at byte 48']),
  made('qcow2', BAD_QCOW2, 'refcounts of 128 bits', ['qcow2 header, refcount_order at byte 96']),
  made('qcow2', BAD_QCOW2, 'a backing file elsewhere', ['its backing file "../../etc/shadow\\u001b[2j", which is not opened', 'qemu-img convert']),
  made('qcow2', BAD_QCOW2, 'a compressed cluster that is too long', ['qcow2 compressed cluster at byte 3584: it inflates to more than']),
  made('vmdk', BAD_VMDK, 'a grain behind the file', ['VMDK grain table, entry 0', "a grain inside the file's"]),
  made('vmdk', BAD_VMDK, 'a table used twice', ['VMDK grain directory, entry 1', 'a table that is not used twice']),
  made('vmdk', BAD_VMDK, 'a parent', ['its parent "../etc/', 'which is not opened']),
  made('vmdk', BAD_VMDK, 'stream: a grain of 4 GiB', ['VMDK grain marker, cbSize at byte 3080']),
  input('ova: a manifest of other bytes', (path) => writeFile(path, ovaFile({ disks: [OS], editManifest: (text) => text.replace(/= .{4}/, '= 0000') })), [
    'OVA manifest, line 1',
    'SHA256 of "os.vmdk" is another',
  ]),
  input(
    'ova: a disk elsewhere',
    (path) => writeFile(path, ovaFile({ disks: [OS], digest: 'none', editOvf: (text) => text.replace('os.vmdk', '../../etc/shadow') })),
    ['OVF, href', '"../../etc/shadow" is not in the archive'],
  ),
  cutOff('qcow2'),
  cutOff('qcow2, zstd'),
  cutOff('VMDK, sparse'),
  cutOff('VMDK, stream-optimised'),
  input(
    'ova: another bit of the disk',
    async (path) => {
      await packOva([await labImage('demo')], path);
      const file = await readFile(path);
      file[Math.floor(file.length * 0.7)]! ^= 1;
      await writeFile(path, file);
    },
    ['OVA manifest, line 1', 'is another'],
  ),
  input(
    'qcow2: a qcow2 disk inside',
    async (path) => {
      const folder = await mkdtemp(join(dirname(path), 'nested-'));
      await packVirtualDisk(await labImage('demo'), 'qcow2', join(folder, 'inner'));
      await packVirtualDisk(join(folder, 'inner'), 'qcow2', path);
      await rm(folder, { recursive: true });
    },
    ['a qcow2 disk inside a qcow2 disk', 'unpack it first'],
  ),
];

function input(what: string, make: HostileInput['make'], words: readonly string[]): HostileInput {
  return { name: `virtual disk: ${what}`, make, exitCodes: [3], words };
}

/** A row of a table of bad disks. */
function made(format: string, rows: readonly BadDisk[], name: string, words: readonly string[]): HostileInput {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`no bad ${format} disk is named '${name}'`);
  return input(`${format}: ${name}`, (path) => writeFile(path, row.file), words);
}

function cutOff(form: VirtualDiskForm): HostileInput {
  const make = async (path: string) => {
    await packVirtualDisk(await labImage('demo'), form, path);
    const file = await open(path);
    const { size } = await file.stat();
    await file.close();
    await truncate(path, Math.floor(size * 0.6));
  };
  return input(`${form}: cut off`, make, [form.startsWith('VMDK') ? 'VMDK' : 'qcow2', 'at byte']);
}
