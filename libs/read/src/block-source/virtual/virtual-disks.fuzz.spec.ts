import { GOOD_QCOW2, GOOD_SPARSE, GOOD_STREAM, ovaFile, qcow2File, vmdkFile } from '@staticfire/testkit';
import { type DecoderFuzz, fuzzDecoder } from '@staticfire/testkit/fuzz';
import { type BlockSource, readBytes } from '../block-source.ts';
import { damageTables } from '../fixtures/damage-tables.ts';
import { memorySource } from '../memory-source.ts';
import { openOva } from '../ova/open-ova.ts';
import { openVirtualDisk } from './open-virtual-disk.ts';

const MAX_READ = 2 ** 20;

const zstdSaid = (file: Buffer) => {
  file.writeUInt32BE(112, 100);
  file.writeUInt8(1, 104);
  file.writeUInt32BE(8, 76);
  return file;
};
const disks = [{ name: 'os.vmdk', bytes: vmdkFile({ capacity: 16, grains: { 1: Buffer.alloc(4096, 'a') } }) }];

type Open = (file: BlockSource) => BlockSource;

const openDisk = (form: 'qcow2' | 'vmdk') => (file: BlockSource) => openVirtualDisk(file, form).source;

const FORMS: readonly (readonly [fuzz: DecoderFuzz, open: Open, valid: readonly Buffer[], tables: number])[] = [
  [
    fuzzDecoder('qcow2', ['qcow2File', 'qcow2File of 1 KiB clusters', 'qcow2File that says zstd']),
    openDisk('qcow2'),
    [qcow2File(GOOD_QCOW2), qcow2File({ ...GOOD_QCOW2, clusterBits: 10 }), zstdSaid(qcow2File(GOOD_QCOW2))],
    2560,
  ],
  [fuzzDecoder('vmdk', ['vmdkFile, sparse', 'vmdkFile, stream optimised']), openDisk('vmdk'), [vmdkFile(GOOD_SPARSE), vmdkFile(GOOD_STREAM)], 3072],
  [
    fuzzDecoder('ova', ['ovaFile', 'ovaFile without digests']),
    (file) => openOva(file).disks[0]!.open().source,
    [ovaFile({ disks }), ovaFile({ disks, digest: 'none' })],
    5120,
  ],
];

for (const [fuzz, open, valid, tables] of FORMS) {
  fuzz.loop(
    'damaged headers and tables',
    (random, count) => {
      const source = open(memorySource(damageTables(valid[count % valid.length]!, tables, random)));
      for (const at of [0, Math.max(0, source.length - MAX_READ)]) readBytes(source, at, Math.min(MAX_READ, source.length - at));
      return 'read';
    },
    { outcomes: ['read', 'refused'] },
  );
}
