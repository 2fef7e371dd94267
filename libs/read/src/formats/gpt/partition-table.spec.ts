import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { buildDisk, type Disk, ENTRIES, SECTORS, seal } from './fixtures/gpt-disk.ts';
import { readPartitionTable } from './partition-table.ts';

/** Changes the entries of both copies and seals them again. */
function changeEntries({ bytes }: Disk, change: (entries: Buffer) => void): void {
  const tail = 4;
  for (const [header, entriesLba] of [
    [1, 2],
    [SECTORS - 1, SECTORS - 1 - tail],
  ] as const) {
    const entries = bytes.subarray(entriesLba * 512, entriesLba * 512 + ENTRIES * 128);
    change(entries);
    bytes.writeUInt32LE(crc32(entries), header * 512 + 88);
    seal(bytes, header * 512);
  }
}

const read = ({ bytes }: Disk) => readPartitionTable(memorySource(bytes));

describe('readPartitionTable', () => {
  it.each([512, 4096])('reads both copies with sectors of %i bytes', (sectorSize) => {
    const table = read(buildDisk(sectorSize));
    expect(table).toMatchObject({ sectorSize, copiesAgree: true, diskGuid: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' });
    expect(table.entries.map(({ index, firstLba, lastLbaInclusive, label, attributes }) => ({ index, firstLba, lastLbaInclusive, label, attributes }))).toEqual(
      [
        { index: 1, firstLba: 10, lastLbaInclusive: 19, label: 'part-0', attributes: 0x0101000000000000n },
        { index: 2, firstLba: 20, lastLbaInclusive: 29, label: 'part-1', attributes: 0x0101000000000000n },
      ],
    );
  });

  it.each([
    ['header', 512 + 40],
    ['entries', 1024 + 33],
    ['signature', 512],
  ])('uses the backup when the primary has a flipped bit in its %s', (_, offset) => {
    const disk = buildDisk();
    disk.bytes[offset]! ^= 1;
    const table = read(disk);
    expect(table.entries).toHaveLength(2);
    expect(table).toMatchObject({ copiesAgree: false, primary: { error: { kind: 'format' } } });
  });

  it('says so when the backup is damaged', () => {
    const disk = buildDisk();
    disk.bytes[(SECTORS - 1) * 512 + 60]! ^= 1;
    expect(read(disk)).toMatchObject({ copiesAgree: false, backup: { error: { detail: { field: 'HeaderCRC32', offset: 99 * 512 + 16 } } } });
  });

  it('says where two valid copies differ', () => {
    const disk = buildDisk();
    disk.bytes.fill(0xbb, 99 * 512 + 56, 99 * 512 + 72);
    seal(disk.bytes, 99 * 512);
    expect(read(disk)).toMatchObject({ copiesAgree: false, disagreement: expect.stringContaining('diskGuid') });
  });

  it('throws the error of the primary when both are damaged', () => {
    const disk = buildDisk();
    disk.bytes[512 + 60]! ^= 1;
    disk.bytes[99 * 512 + 60]! ^= 1;
    expect(() => read(disk)).toThrow(/primary GPT header, HeaderCRC32 at byte 528/);
  });

  it.each([
    ['overlap', (entries: Buffer) => entries.writeBigUInt64LE(15n, 128 + 32), /GPT entry 2, StartingLBA at byte 1184: found 15, expected more than 19/],
    ['end past the disk', (entries: Buffer) => entries.writeBigUInt64LE(5000n, 128 + 40), /GPT entry 2, EndingLBA.*found 5000/],
    ['start in the table', (entries: Buffer) => entries.writeBigUInt64LE(3n, 32), /GPT entry 1, StartingLBA.*found 3/],
    ['end before their start', (entries: Buffer) => entries.writeBigUInt64LE(1n, 40), /GPT entry 1, EndingLBA/],
    ['start at 2^63', (entries: Buffer) => entries.writeBigUInt64LE(2n ** 63n, 32), /GPT entry 1, StartingLBA/],
  ])('refuses entries that %s', (_, change, message) => {
    const disk = buildDisk();
    changeEntries(disk, change);
    expect(() => read(disk)).toThrow(message);
  });

  it.each([
    ['a count of entries', 80, /NumberOfPartitionEntries.*found 4294967295/],
    ['a size of entries', 84, /SizeOfPartitionEntry.*found 4294967295/],
    ['a header size', 12, /HeaderSize.*found 4294967295/],
    ['a revision', 8, /Revision/],
  ])('refuses %s of 2^32 - 1 without reading it', (_, field, message) => {
    const disk = buildDisk();
    for (const header of [512, 99 * 512]) {
      disk.bytes.writeUInt32LE(0xffffffff, header + field);
      seal(disk.bytes, header);
    }
    expect(() => read(disk)).toThrow(message);
  });

  it.each([0, 1, 511, 512, 513, 1024, 5000, 99 * 512])('refuses a disk cut to %i bytes', (length) => {
    expect(() => readPartitionTable(memorySource(buildDisk().bytes.subarray(0, length)))).toThrow(/image|GPT header/);
  });
});
