import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { partitionMap } from './partition-map.ts';

const MIB = 1_048_576;
const partition = (index: number, offset: number, length: number, role = 'ROOT') => ({ index, role, label: '', guid: '', typeGuid: '', offset, length });

function drawn(...input: Parameters<typeof partitionMap>) {
  const $ = load(partitionMap(...input).text);
  return [...$('rect')].map((rect) => ({ x: Number($(rect).attr('x')), width: Number($(rect).attr('width')), free: $(rect).hasClass('free') }));
}

test('a piece is as wide as its share of the disk', () => {
  const [first, second, free] = drawn([partition(1, 0, 500 * MIB), partition(2, 500 * MIB, 300 * MIB)], 1000 * MIB);
  expect(first).toEqual({ x: 1, width: 498, free: false });
  expect(second).toEqual({ x: 501, width: 298, free: false });
  expect(free).toEqual({ x: 801, width: 198, free: true });
});

test.each([
  ['tiny partitions', [partition(1, 0, MIB), partition(2, MIB, MIB), partition(3, 2 * MIB, 1_000_000 * MIB)], 1_000_002 * MIB],
  ['an entry as long as a number can be', [partition(1, 0, Number.MAX_SAFE_INTEGER), partition(2, 0, 1)], MIB],
  ['entries that overlap', [partition(1, 0, 9 * MIB), partition(2, MIB, 2 * MIB)], 10 * MIB],
  ['128 entries', Array.from({ length: 128 }, (_, index) => partition(index + 1, index * MIB, MIB)), 128 * MIB],
  ['an empty partition of an empty disk', [partition(1, 0, 0)], 0],
  ['a disk of unknown length', [partition(1, 0, MIB)], undefined],
])('%s: every partition is seen, inside the drawing', (_name, partitions, diskLength) => {
  const pieces = drawn(partitions, diskLength);
  expect(pieces.filter(({ free }) => !free)).toHaveLength(partitions.length);
  for (const { x, width } of pieces) {
    expect(width).toBeGreaterThanOrEqual(1);
    expect(x + width).toBeLessThanOrEqual(1001);
  }
});
