import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import { openDiskSource } from '@staticfire/read/block-source/node';
import { describeOracle, GOOD_QCOW2, GOOD_SPARSE, GOOD_STREAM, qcow2File, toolsFor, vmdkFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import type { DriveFormat } from './guestfs-disks.ts';
import { refuseOtherFiles } from './refuse-other-files.ts';

const check = (format: DriveFormat, bytes: Uint8Array) => refuseOtherFiles(memorySource(bytes), { path: 'disk', format });

/** A stream VMDK without a parent by its specification, where QEMU finds one: in a comment of the descriptor, or where the descriptor is not. */
const inComment = changed(vmdkFile(GOOD_STREAM), (file) => file.write('#parentFileNameHint="../../../other.vmdk"\n', file.indexOf('"disk.vmdk"') + 12));
const elsewhere = withTwoDescriptors('CID=1\nparentCID=2\nparentFileNameHint="/var/lib/other.vmdk"\n\0');

/** The header leads to a descriptor at the end of the file; where it was there is another text. */
function withTwoDescriptors(other: string): Buffer {
  const file = vmdkFile(GOOD_SPARSE);
  const descriptor = file.subarray(0x200, 0x400);
  return changed(Buffer.concat([file, descriptor]), (copy) => {
    copy.writeBigUInt64LE(BigInt(file.length / 512), 28);
    copy.writeBigUInt64LE(1n, 36);
    copy.write(other, 0x200);
  });
}

function changed(file: Buffer, change: (file: Buffer) => unknown): Buffer {
  const copy = Buffer.from(file);
  change(copy);
  return copy;
}

describe('refuseOtherFiles', () => {
  it.each<[what: string, format: DriveFormat, bytes: Buffer]>([
    ['a raw disk, whatever it says', 'raw', inComment],
    ['a qcow2 disk', 'qcow2', qcow2File(GOOD_QCOW2)],
    ['a qcow2 disk, version 2', 'qcow2', qcow2File({ ...GOOD_QCOW2, version: 2 })],
    ['a sparse VMDK', 'vmdk', vmdkFile(GOOD_SPARSE)],
    ['a stream-optimised VMDK', 'vmdk', vmdkFile(GOOD_STREAM)],
  ])('takes %s', (_, format, bytes) => expect(() => check(format, bytes)).not.toThrow());

  it.each<[what: string, format: DriveFormat, bytes: Buffer, message: RegExp]>([
    ['a backing file', 'qcow2', changed(qcow2File(GOOD_QCOW2), (file) => file.writeBigUInt64BE(1n, 8)), /it has a backing file, which is not opened/],
    ['a data file', 'qcow2', changed(qcow2File(GOOD_QCOW2), (file) => file.writeUInt8(4, 79)), /its data lies in another file/],
    ['no qcow2 file', 'qcow2', vmdkFile(GOOD_STREAM), /it is no qcow2 file/],
    ['a parent in a comment', 'vmdk', inComment, /it names a parent, which is not opened/],
    ['a parent where no descriptor is', 'vmdk', elsewhere, /it names a parent, which is not opened/],
    ['no capacity', 'vmdk', changed(vmdkFile(GOOD_STREAM), (file) => file.writeBigUInt64LE(0n, 12)), /QEMU would open the extents/],
    ['a descriptor alone', 'vmdk', Buffer.from('# Disk DescriptorFile\n'), /it is no sparse VMDK file/],
  ])('refuses %s', (_, format, bytes, message) => {
    expect(() => check(format, bytes)).toThrow(expect.objectContaining({ name: 'GuestfsError', kind: 'failed', message: expect.stringMatching(message) }));
  });
});

describeOracle('what QEMU takes for a parent', toolsFor('qemu-img'), () => {
  it.each([
    ['in a comment', inComment, '../../../other.vmdk'],
    ['where no descriptor is', elsewhere, '/var/lib/other.vmdk'],
  ])('%s, while by the specification there is none', async (_, bytes, parent) => {
    const folder = mkdtempSync(join(tmpdir(), 'staticfire-parent-'));
    try {
      const path = join(folder, 'disk.vmdk');
      writeFileSync(path, bytes);
      const told = execFileSync('qemu-img', ['info', '-f', 'vmdk', '--output=json', path], { encoding: 'utf8' });
      expect(JSON.parse(told)['backing-filename']).toBe(parent);
      const { source, file } = await openDiskSource(path);
      source.close();
      file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
