import { BAD_VMDK, GOOD_SPARSE, GOOD_STREAM, type VmdkRecipe, vmdkFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../../bytes/index.ts';
import { readBytes } from '../../block-source.ts';
import { memorySource } from '../../memory-source.ts';
import { openVirtualDisk } from '../open-virtual-disk.ts';

const open = (file: Buffer) => openVirtualDisk(memorySource(file), 'vmdk');
const read = (file: Buffer) => {
  const { source } = open(file);
  return Buffer.from(readBytes(source, 0, source.length));
};
const NONE = Buffer.alloc(4096);
const wholeDisk = ({ grains = {}, capacity = 0 }: VmdkRecipe) =>
  Buffer.concat(Array.from({ length: 8 }, (_, index) => (grains[index] instanceof Uint8Array ? (grains[index] as Uint8Array) : NONE))).subarray(
    0,
    capacity * 512,
  );

describe('a VMDK disk', () => {
  it.each([GOOD_SPARSE, GOOD_STREAM, { ...GOOD_SPARSE, stream: true }])('is what its grains hold, the last one cut or whole', (recipe) => {
    expect(read(vmdkFile(recipe)).equals(wholeDisk(recipe))).toBe(true);
  });

  it('that was not closed says so', () => {
    const file = vmdkFile(GOOD_SPARSE);
    expect(open(file).notes).toEqual([]);
    file.writeUInt8(1, 72);
    expect(open(file).notes).toEqual(['the VMDK file is marked unclean: whoever wrote it did not close it']);
  });

  it('of several files is named by its type', () => {
    const descriptor = Buffer.from('# Disk DescriptorFile\nversion=1\ncreateType="twoGbMaxExtentFlat"\nRW 4192256 FLAT "../../etc/shadow" 0\n');
    expect(() => open(descriptor)).toThrow(UnsupportedError);
    expect(() => open(descriptor)).toThrow(/createType at byte 0: its data lies in other files.*qemu-img convert.*found "twoGbMaxExtentFlat"/);
  });

  it.each(BAD_VMDK)('is refused: $name', ({ file, kind, message }) => {
    expect(() => read(file)).toThrow(expect.objectContaining({ kind }));
    expect(() => read(file)).toThrow(message);
  });

  it('is refused wherever it is cut off', () => {
    for (const recipe of [GOOD_SPARSE, GOOD_STREAM]) {
      const file = vmdkFile(recipe);
      const needed = recipe === GOOD_STREAM ? file.length : file.length - 2048;
      for (let length = 4; length < needed; length += 29) expect(() => read(file.subarray(0, length)), `${length} bytes`).toThrow(/VMDK|image at byte -/);
    }
  });
});
