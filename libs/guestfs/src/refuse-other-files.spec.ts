import { memorySource } from '@staticfire/read/block-source';
import { GOOD_QCOW2, GOOD_SPARSE, GOOD_STREAM, HIDDEN_PARENTS, qcow2File, vmdkFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import type { DriveFormat } from './guestfs-disks.ts';
import { refuseOtherFiles } from './refuse-other-files.ts';

const check = (format: DriveFormat, bytes: Uint8Array) => refuseOtherFiles(memorySource(bytes), { path: 'disk', format });

describe('refuseOtherFiles', () => {
  it.each<[what: string, format: DriveFormat, bytes: Buffer]>([
    ['a raw disk, whatever it says', 'raw', HIDDEN_PARENTS['in a comment'].file],
    ['a qcow2 disk', 'qcow2', qcow2File(GOOD_QCOW2)],
    ['a qcow2 disk, version 2', 'qcow2', qcow2File({ ...GOOD_QCOW2, version: 2 })],
    [
      'a qcow2 disk, version 2, with something else where features would be',
      'qcow2',
      changed(qcow2File({ ...GOOD_QCOW2, version: 2 }), (file) => file.writeUInt8(4, 79)),
    ],
    ['a sparse VMDK', 'vmdk', vmdkFile(GOOD_SPARSE)],
    ['a stream-optimised VMDK', 'vmdk', vmdkFile(GOOD_STREAM)],
  ])('takes %s', (_, format, bytes) => expect(() => check(format, bytes)).not.toThrow());

  it.each<[what: string, format: DriveFormat, bytes: Buffer, message: RegExp]>([
    ['a backing file', 'qcow2', changed(qcow2File(GOOD_QCOW2), (file) => file.writeBigUInt64BE(1n, 8)), /it has a backing file, which is not opened/],
    ['a data file', 'qcow2', changed(qcow2File(GOOD_QCOW2), (file) => file.writeUInt8(4, 79)), /its data lies in another file/],
    ['no qcow2 file', 'qcow2', vmdkFile(GOOD_STREAM), /it is no qcow2 file/],
    ['a parent in a comment', 'vmdk', HIDDEN_PARENTS['in a comment'].file, /it names a parent, which is not opened/],
    ['a parent where no descriptor is', 'vmdk', HIDDEN_PARENTS['where no descriptor is'].file, /it names a parent, which is not opened/],
    ['no capacity', 'vmdk', changed(vmdkFile(GOOD_STREAM), (file) => file.writeBigUInt64LE(0n, 12)), /QEMU would open the extents/],
    ['a descriptor alone', 'vmdk', Buffer.from('# Disk DescriptorFile\n'), /it is no sparse VMDK file/],
  ])('refuses %s', (_, format, bytes, message) => {
    expect(() => check(format, bytes)).toThrow(expect.objectContaining({ name: 'GuestfsError', kind: 'failed', message: expect.stringMatching(message) }));
  });
});

function changed(file: Buffer, change: (file: Buffer) => unknown): Buffer {
  change(file);
  return file;
}
