import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BAD_VMDK, describeOracle, GOOD_SPARSE, GOOD_STREAM, toolsFor, vmdkFile } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReadError, UnsupportedError } from '../../../bytes/index.ts';
import { sampleBytes, seededRandom } from '../../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../../block-source.ts';
import { damageTables } from '../../fixtures/damage-tables.ts';
import { expectSameDisk } from '../../fixtures/expect-same-disk.ts';
import { memorySource } from '../../memory-source.ts';
import { openDiskSource } from '../../node/index.ts';
import { openVirtualDisk } from '../open-virtual-disk.ts';

const MIB = 1024 * 1024;
const SIZES = [70 * MIB, 33 * MIB + 512, 100 * 512];

describeOracle('VMDK disks against qemu-img', toolsFor('qemu-img', 'qemu-io'), () => {
  let folder: string;
  let path: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-vmdk-'));
    writeFileSync(join(folder, 'data'), sampleBytes(3 * MIB, 3));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const qemu = (tool: 'qemu-img' | 'qemu-io', ...args: readonly string[]) => execFileSync(tool, args, { cwd: folder, stdio: 'pipe', timeout: 60_000 });
  const rawBytes = () => {
    qemu('qemu-img', 'convert', '-O', 'raw', path, 'raw');
    return readFileSync(join(folder, 'raw'));
  };
  const fill = (target: string, format: string, size: number, seed: number) =>
    qemu('qemu-io', '-f', format, '-d', 'unmap', ...pattern(seededRandom(seed), size).flatMap((command) => ['-c', command]), target);

  it.each(['subformat=monolithicSparse', 'subformat=monolithicSparse,compat6=on', 'subformat=monolithicSparse,zeroed_grain=on'])(
    'any pattern of writes: %s',
    async (options) => {
      for (const [seed, size] of SIZES.entries()) {
        path = join(folder, `disk-${options}-${seed}.vmdk`);
        qemu('qemu-img', 'create', '-q', '-f', 'vmdk', '-o', options, path, String(size));
        fill(path, 'vmdk', size, seed);
        const disk = await openDiskSource(path);
        expect([disk.container, disk.notes]).toEqual(['vmdk', []]);
        expectSameDisk(disk.source, rawBytes());
        disk.file.close();
      }
    },
  );

  it.each(['subformat=streamOptimized', 'subformat=streamOptimized,hwversion=6'])('what a disk was converted to: %s', async (options) => {
    for (const [seed, size] of SIZES.entries()) {
      const disk = join(folder, 'disk');
      writeFileSync(disk, '');
      truncateSync(disk, size);
      fill(disk, 'raw', size, seed + 10);
      path = join(folder, `stream-${options}-${seed}.vmdk`);
      qemu('qemu-img', 'convert', '-f', 'raw', '-O', 'vmdk', '-o', options, disk, path);
      const opened = await openDiskSource(path);
      expect(opened.container).toBe('vmdk');
      expectSameDisk(opened.source, readFileSync(disk));
      opened.file.close();
    }
  });

  it.each(['monolithicFlat', 'twoGbMaxExtentSparse', 'twoGbMaxExtentFlat'])('of several files is named: %s', async (subformat) => {
    path = join(folder, `${subformat}.vmdk`);
    qemu('qemu-img', 'create', '-q', '-f', 'vmdk', '-o', `subformat=${subformat}`, path, '10M');
    await expect(openDiskSource(path)).rejects.toThrow(`found "${subformat}"`);
    if (subformat === 'twoGbMaxExtentSparse') await expect(openDiskSource(join(folder, `${subformat}-s001.vmdk`))).rejects.toThrow(UnsupportedError);
  });

  it.each([GOOD_SPARSE, GOOD_STREAM])('is sound when it is made byte by byte', async (recipe) => {
    path = join(folder, `made-${String(recipe.stream)}.vmdk`);
    writeFileSync(path, vmdkFile(recipe));
    expectSameDisk((await openDiskSource(path)).source, rawBytes());
  });

  it.each(BAD_VMDK)('refused, and how qemu-img takes it: $name', ({ file, qemuReads }) => {
    path = join(folder, 'bad');
    writeFileSync(path, file);
    if (qemuReads) expect(rawBytes).not.toThrow();
    else expect(rawBytes).toThrow();
  });

  it('is never another disk when it is damaged', () => {
    const random = seededRandom(5);
    const valid = [vmdkFile(GOOD_SPARSE), vmdkFile(GOOD_STREAM)];
    const seen = { read: 0, refused: 0 };
    for (let count = 0; count < 120; count++) {
      const bytes = damageTables(valid[count % valid.length]!, 3072, random);
      path = join(folder, 'damaged.vmdk');
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
      const { source } = openVirtualDisk(memorySource(bytes), 'vmdk');
      return Buffer.from(readBytes(source, 0, source.length));
    } catch (error) {
      expect(error).toBeInstanceOf(ReadError);
      return undefined;
    }
  };
});

/** Commands of qemu-io: what fills grains, parts of them, and what empties them again. */
function pattern(random: () => number, size: number): readonly string[] {
  return Array.from({ length: 60 }, () => {
    const offset = Math.floor((random() * size) / 512) * 512;
    const length = Math.max(512, Math.floor((random() ** 2 * Math.min(2 * MIB, size - offset)) / 512) * 512);
    return `${['write -s data', 'write -s data', 'write -z', 'discard'][Math.floor(random() * 4)]} ${offset} ${length}`;
  });
}
