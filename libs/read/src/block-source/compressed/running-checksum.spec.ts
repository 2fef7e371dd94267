import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { CHECKED_LENGTH, RunningChecksum } from './running-checksum.ts';

it.each([1000, CHECKED_LENGTH, 300_000])('the checksums of a disk that comes in pieces of %i bytes', (length) => {
  const disk = sampleBytes(3 * CHECKED_LENGTH + 5);
  const checksum = new RunningChecksum();
  for (let at = 0; at < disk.length; at += length) checksum.append(disk.subarray(at, at + length));
  expect([checksum.value, checksum.length]).toEqual([crc32(disk), disk.length]);
  expect(checksum.marks).toEqual([1, 2, 3].map((count) => crc32(disk.subarray(0, count * CHECKED_LENGTH))));
});
