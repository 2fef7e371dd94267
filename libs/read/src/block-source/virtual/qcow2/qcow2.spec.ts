import { BAD_QCOW2, GOOD_QCOW2, qcow2File } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { sampleBytes } from '../../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../../block-source.ts';
import { memorySource } from '../../memory-source.ts';
import { openVirtualDisk } from '../open-virtual-disk.ts';

const read = (file: Buffer) => {
  const { source } = openVirtualDisk(memorySource(file), 'qcow2');
  return Buffer.from(readBytes(source, 0, source.length));
};

describe('a qcow2 disk', () => {
  it.each([2, 3] as const)('of version %i is what its clusters hold', (version) => {
    const clusters = {
      1: sampleBytes(4096, 1),
      2: { deflate: Buffer.alloc(4096, 'a') },
      4: sampleBytes(4096, 2),
      ...(version === 3 ? { 5: 'zero' as const } : {}),
    };
    const none = Buffer.alloc(4096);
    const disk = read(qcow2File({ version, clusterBits: 12, clusters, count: 6 }));
    expect(disk.equals(Buffer.concat([none, clusters[1], clusters[2].deflate, none, clusters[4], none]))).toBe(true);
  });

  it('is zero where the file ends inside a cluster, and says so', () => {
    const file = qcow2File({ clusters: { 7: Buffer.alloc(512, 7) } });
    const { source, notes } = openVirtualDisk(memorySource(file.subarray(0, file.length - 200)), 'qcow2');
    expect(Buffer.from(readBytes(source, 7 * 512, 512))).toEqual(Buffer.concat([Buffer.alloc(312, 7), Buffer.alloc(200)]));
    expect(notes).toEqual(['the qcow2 file ends inside a cluster: the rest of it is zeros, as qemu takes it']);
  });

  it('of two TiB costs what its tables in use cost', () => {
    const before = process.memoryUsage().arrayBuffers;
    const file = qcow2File({ clusterBits: 16, clusters: { 0: Buffer.alloc(65536, 1) } });
    file.writeBigUInt64BE(2n ** 41n, 24);
    file.writeUInt32BE(4096, 36);
    const { source } = openVirtualDisk(memorySource(file), 'qcow2');
    expect(readBytes(source, 2 ** 41 - 1, 1)[0]).toBe(0);
    expect(readBytes(source, 65535, 2)).toEqual(Uint8Array.of(1, 0));
    expect(process.memoryUsage().arrayBuffers - before - file.length).toBeLessThan(2 ** 20);
  });

  it.each(BAD_QCOW2)('is refused: $name', ({ file, kind, message }) => {
    expect(() => read(file)).toThrow(expect.objectContaining({ kind }));
    expect(() => read(file)).toThrow(message);
  });

  it('is refused wherever its header or a table is cut off', () => {
    const file = qcow2File(GOOD_QCOW2);
    for (let length = 4; length < 6 * 512; length += 7) expect(() => read(file.subarray(0, length)), `${length} bytes`).toThrow(/qcow2/);
  });
});
