import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BAD_QCOW2, describeOracle, GOOD_QCOW2, qcow2File, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReadError } from '../../../bytes/index.ts';
import { sampleBytes, seededRandom } from '../../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../../block-source.ts';
import { damageTables } from '../../fixtures/damage-tables.ts';
import { expectSameDisk } from '../../fixtures/expect-same-disk.ts';
import { memorySource } from '../../memory-source.ts';
import { openDiskSource } from '../../node/index.ts';
import { openVirtualDisk } from '../open-virtual-disk.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Options of `qemu-img create`, cluster size, size of the disk. */
const ROWS: readonly (readonly [options: string, cluster: number, size: number])[] = [
  ['compat=0.10', 64 * KIB, 40 * MIB],
  ['compat=0.10,cluster_size=512', 512, 2 * MIB + 512],
  ['compat=1.1', 64 * KIB, 40 * MIB + 5 * 512],
  ['compat=1.1,cluster_size=512', 512, 2 * MIB],
  ['compat=1.1,cluster_size=4k,refcount_bits=1', 4 * KIB, 9 * MIB + 512],
  ['compat=1.1,cluster_size=2M,refcount_bits=64', 2 * MIB, 21 * MIB + 512],
  ['compat=1.1,compression_type=zstd', 64 * KIB, 40 * MIB],
  ['compat=1.1,compression_type=zstd,cluster_size=512', 512, 2 * MIB],
  ['compat=1.1,compression_type=zstd,cluster_size=1M', MIB, 40 * MIB],
  ['compat=1.1,preallocation=metadata', 64 * KIB, 20 * MIB + 512],
  ['compat=1.1,lazy_refcounts=on,cluster_size=8k', 8 * KIB, 20 * MIB],
];

describeOracle('qcow2 disks against qemu-img', toolsFor('qemu-img', 'qemu-io'), () => {
  let folder: string;
  let path: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-qcow2-'));
    path = join(folder, 'disk');
    writeFileSync(join(folder, 'data'), sampleBytes(3 * MIB, 3));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const qemu = (tool: 'qemu-img' | 'qemu-io', ...args: readonly string[]) => execFileSync(tool, args, { cwd: folder, stdio: 'pipe', timeout: 60_000 });
  const io = (commands: readonly string[]) => qemu('qemu-io', '-d', 'unmap', ...commands.flatMap((command) => ['-c', command]), path);
  const rawBytes = () => {
    qemu('qemu-img', 'convert', '-O', 'raw', path, 'raw');
    return readFileSync(join(folder, 'raw'));
  };
  const create = (options: string, size: number) => {
    qemu('qemu-img', 'create', '-q', '-f', 'qcow2', '-o', options, path, String(size));
  };

  it.each(ROWS)('any pattern of writes: %s', async (options, cluster, size) => {
    for (const seed of [1, 2]) {
      rmSync(path, { force: true });
      path = join(folder, `disk-${options}-${seed}`);
      create(options, size);
      io(pattern(seededRandom(seed), cluster, size, options.includes('preallocation')));
      const disk = await openDiskSource(path);
      expect([disk.container, disk.notes]).toEqual(['qcow2', []]);
      expectSameDisk(disk.source, rawBytes());
      disk.source.close();
      disk.file.close();
    }
  });

  it('is sound when it is made byte by byte', async () => {
    path = join(folder, 'made');
    writeFileSync(path, qcow2File(GOOD_QCOW2));
    qemu('qemu-img', 'check', path);
    expectSameDisk((await openDiskSource(path)).source, rawBytes());
  });

  it.each(BAD_QCOW2)('refused, and how qemu-img takes it: $name', ({ file, qemuReads }) => {
    path = join(folder, 'bad');
    writeFileSync(path, file);
    if (qemuReads) expect(rawBytes).not.toThrow();
    else expect(rawBytes).toThrow();
  });

  it('the state at hand, not a saved one', async () => {
    path = join(folder, 'saved');
    create('compat=1.1', 10 * MIB);
    io(['write -P 1 0 5M']);
    qemu('qemu-img', 'snapshot', '-c', 'first', path);
    io(['write -P 2 1M 2M', 'write -z 4M 64k', 'write -P 3 9M 64k']);
    const { source } = await openDiskSource(path);
    const expected = rawBytes();
    expect([...new Set(expected)]).toEqual([1, 2, 0, 3]);
    expectSameDisk(source, expected);
  });

  it('one that was not closed', async () => {
    path = join(folder, 'open');
    create('compat=1.1,lazy_refcounts=on', 10 * MIB);
    expect(() => io(['write -P 7 100k 1M', 'flush', 'sigraise 9'])).toThrow();
    const disk = await openDiskSource(path);
    expect(disk.notes).toEqual(['the qcow2 file is marked dirty: whoever wrote it did not close it']);
    expectSameDisk(disk.source, rawBytes());
  });

  it('is never another disk when it is damaged', () => {
    const random = seededRandom(5);
    const valid = [qcow2File(GOOD_QCOW2)];
    const seen = { read: 0, refused: 0 };
    for (let count = 0; count < 120; count++) {
      const bytes = damageTables(valid[count % valid.length]!, 2560, random);
      path = join(folder, 'damaged.qcow2');
      writeFileSync(path, bytes);
      const disk = diskOf(bytes);
      if (disk === undefined) seen.refused++;
      else expect(rawBytes().equals(disk), `input ${count}`).toBe(true);
      if (disk !== undefined) seen.read++;
    }
    expect([seen.read > 20, seen.refused > 5]).toEqual([true, true]);
  });

  /** Undefined when it is refused. */
  const diskOf = (bytes: Buffer) => {
    try {
      const { source } = openVirtualDisk(memorySource(bytes), 'qcow2');
      return Buffer.from(readBytes(source, 0, source.length));
    } catch (error) {
      expect(error).toBeInstanceOf(ReadError);
      return undefined;
    }
  };
});

/**
 * Commands of qemu-io: what fills clusters, parts of them, and what empties them again. Compressed ones go where nothing was written before:
 * qemu 7.2 makes corrupt disks of others.
 */
function pattern(random: () => number, cluster: number, size: number, plainOnly: boolean): readonly string[] {
  const touched = new Set<number>();
  const range = (align: number) => {
    const offset = Math.floor((random() * size) / align) * align;
    const length = Math.max(align, Math.floor((random() ** 2 * Math.min(2 * MIB, size - offset)) / align) * align);
    return [offset, Math.min(length, size - offset)] as const;
  };
  const write = (kind: number) => {
    const [offset, length] = range(kind === 0 ? 512 : cluster);
    if (kind >= 4 && (plainOnly || touched.has(Math.floor(offset / cluster)))) return [];
    const command = ['write -s data', 'write -s data', 'write -z', 'discard', 'write -c -s data', 'write -c -s data'][kind];
    const bytes = kind >= 4 ? Math.min(cluster, size - offset) : length;
    for (let at = Math.floor(offset / cluster); at * cluster < offset + bytes; at++) touched.add(at);
    return [`${command} ${offset} ${bytes}`];
  };
  return Array.from({ length: 120 }, () => write(Math.floor(random() * 6))).flat();
}
