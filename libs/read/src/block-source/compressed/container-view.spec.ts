import { expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import type { BlockSource } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { readAhead, readForward } from './container-view.ts';

const BYTES = sampleBytes(5000, 2);
const ORIGIN = 100;

it.each([
  ['readAhead', readAhead],
  ['readForward', readForward],
])('%s gives what was asked for, wherever it lies, or what is left', (_, reader) => {
  const read = reader(memorySource(BYTES, ORIGIN), 'test', 300);
  const random = seededRandom(1);
  for (let count = 0; count < 500; count++) {
    const position = Math.floor(random() * BYTES.length);
    const length = Math.floor(random() ** 2 * 700);
    const left = Math.min(length, BYTES.length - position);
    const view = read(position, length, true);
    expect([view.offset, view.length, view.structure]).toEqual([ORIGIN + position, left, 'test']);
    expect(Buffer.from(view.bytes).equals(BYTES.subarray(position, position + left)), `${length} at ${position}`).toBe(true);
    if (left < length) expect(() => read(position, length)).toThrow(`test at byte ${ORIGIN + position}: ${length} bytes wanted`);
    else expect(Buffer.from(read(position, length).bytes).equals(BYTES.subarray(position, position + length))).toBe(true);
  }
  expect(read(BYTES.length, 10, true).length).toBe(0);
  expect(() => read(BYTES.length + 1, 1, true)).toThrow(FormatError);
});

it('readForward has nothing left of a read that failed', () => {
  const inner = memorySource(BYTES);
  let fails = false;
  const file: BlockSource = {
    ...inner,
    readInto(target, offset) {
      if (fails) throw new Error('EIO');
      inner.readInto(target, offset);
    },
  };
  const read = readForward(file, 'test', 300);
  read(0, 10);
  fails = true;
  expect(() => read(1000, 10)).toThrow('EIO');
  expect(() => read(0, 10)).toThrow('EIO');
  fails = false;
  expect(Buffer.from(read(1000, 10).bytes).equals(BYTES.subarray(1000, 1010))).toBe(true);
});
