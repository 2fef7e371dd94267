import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../bytes/index.ts';
import { detectDiskContainer, refuseNestedContainer } from './disk-container.ts';
import { memorySource } from './memory-source.ts';

const tar = Buffer.alloc(1024);
tar.write('ustar', 257);
const start = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(600)]);

describe('the container of a disk', () => {
  it.each([
    ['lz4', start('04224d18')],
    ['gzip', start('1f8b')],
    ['zstd', start('28b52ffd')],
    ['qcow2', start('514649fb')],
    ['vmdk', Buffer.from('KDMV')],
    ['vmdk', Buffer.from('# Disk DescriptorFile\n')],
    ['ova', tar],
    ['xz', start('fd377a585a00')],
    ['lz4', start('02214c18')],
    ['bzip2', Buffer.from('BZh91')],
    // Frames to be skipped: of pzstd, which has the length of the next frame in it, and of LZ4, which has the same magic.
    ['zstd', start('502a4d180400000012345678 28b52ffd'.replace(' ', ''))],
    ['lz4', start('5f2a4d1800000000 5a2a4d180100000000 04224d18'.replaceAll(' ', ''))],
    ['raw', start('502a4d180400000012345678 1f8b'.replace(' ', ''))],
    ['raw', start('502a4d18ffffffff')],
    ['raw', start('502a4d18')],
    ['raw', start('602a4d1800000000 28b52ffd'.replace(' ', ''))],
    ['raw', start('00')],
    ['raw', start('51454401')],
    ['raw', Buffer.from('# Disk')],
    ['raw', start('eb63')],
    ['raw', Buffer.alloc(0)],
  ])('is %s', (container, bytes) => {
    expect(detectDiskContainer(memorySource(bytes))).toBe(container);
  });

  it.each([
    ['a disk of VMFS (COWD)', Buffer.from('COWD')],
    ['a VHDX disk', start('7668647866696c65')],
    ['a VHD disk', start('636f6e6563746978')],
    ['a VDI disk', Buffer.concat([Buffer.from('<<< QEMU VM Virtual Disk Image >>>\n'.padEnd(64, '\0')), start('7f10dabe')])],
    ['a QED disk', start('51454400')],
    ['a Parallels disk', Buffer.from('WithouFreSpacExt')],
    ['an Android sparse image', start('3aff26ed')],
    ['a zip archive', start('504b0304')],
    ['a 7z archive', start('377abcaf271c')],
    ['an lzip file', start('4c5a4950')],
    ['an lzop file', start('894c5a4f00')],
  ])('is named when it is not read: %s', (name, bytes) => {
    expect(() => detectDiskContainer(memorySource(bytes))).toThrow(UnsupportedError);
    expect(() => detectDiskContainer(memorySource(bytes))).toThrow(`this is ${name}, which is not read`);
  });

  it('is refused inside another', () => {
    expect(() => refuseNestedContainer(memorySource(start('1f8b')), 'lz4')).toThrow('this is a gzip file inside an LZ4 frame');
    expect(() => refuseNestedContainer(memorySource(start('514649fb')), 'zstd')).toThrow(UnsupportedError);
    expect(() => refuseNestedContainer(memorySource(start('eb63')), 'zstd')).not.toThrow();
  });
});
