import { GOOD_QCOW2, GOOD_SPARSE, GOOD_STREAM, ovaFile, qcow2File, vmdkFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { damageTables } from '../fixtures/damage-tables.ts';
import { memorySource } from '../memory-source.ts';
import { openOva } from '../ova/open-ova.ts';
import { openVirtualDisk } from './open-virtual-disk.ts';

const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const SEED = 20261126;
const MAX_READ = 2 ** 20;
const MAX_MS = 2000;

const zstdSaid = (file: Buffer) => {
  file.writeUInt32BE(112, 100);
  file.writeUInt8(1, 104);
  file.writeUInt32BE(8, 76);
  return file;
};
const disks = [{ name: 'os.vmdk', bytes: vmdkFile({ capacity: 16, grains: { 1: Buffer.alloc(4096, 'a') } }) }];

type Open = (file: BlockSource) => BlockSource;

const DECODERS: readonly (readonly [name: string, open: Open, valid: readonly Buffer[], tables: number])[] = [
  [
    'qcow2',
    (file) => openVirtualDisk(file, 'qcow2').source,
    [qcow2File(GOOD_QCOW2), qcow2File({ ...GOOD_QCOW2, clusterBits: 10 }), zstdSaid(qcow2File(GOOD_QCOW2))],
    2560,
  ],
  ['VMDK', (file) => openVirtualDisk(file, 'vmdk').source, [vmdkFile(GOOD_SPARSE), vmdkFile(GOOD_STREAM)], 3072],
  ['OVA', (file) => openOva(file).disks[0]!.open().source, [ovaFile({ disks }), ovaFile({ disks, digest: 'none' })], 5120],
];

describe.each(DECODERS)('any bytes of a %s file', (_, open, valid, tables) => {
  it('are a disk, or end in a read error, in bounded time', () => {
    const random = seededRandom(SEED);
    const end = performance.now() + BUDGET_MS;
    let read = 0;
    let refused = 0;
    for (let count = 0; performance.now() < end; count++) {
      const bytes = damageTables(valid[count % valid.length]!, tables, random);
      const started = performance.now();
      if (readDisk(bytes, open)) read++;
      else refused++;
      expect(performance.now() - started, `input ${count}`).toBeLessThan(MAX_MS);
    }
    expect([read > 3, refused > 3]).toEqual([true, true]);
  });
});

/** False when it ends in an error of readers. */
function readDisk(bytes: Buffer, open: Open): boolean {
  try {
    const source = open(memorySource(bytes));
    for (const at of [0, Math.max(0, source.length - MAX_READ)]) readBytes(source, at, Math.min(MAX_READ, source.length - at));
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    return false;
  }
}
