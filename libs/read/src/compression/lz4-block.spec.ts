import { describe, expect, it } from 'vitest';
import { FormatError } from '../bytes/index.ts';
import { lz4Block } from './fixtures/lz4-fixture.ts';
import { inflateLz4Block } from './lz4-block.ts';
import { measureLz4Block } from './measure-lz4-block.ts';

const ORIGIN = 1000;
const text = (value: string) => Buffer.from(value);
const lastLiterals = { literals: text('12345') };

function inflate(block: Uint8Array, room: number, options: { start?: number; partial?: boolean } = {}): string {
  const output = Buffer.alloc(room, '.');
  return output.toString('latin1', options.start ?? 0, inflateLz4Block(block, output, { origin: ORIGIN, ...options }));
}

describe('inflateLz4Block', () => {
  it.each([
    ['literals alone', lz4Block({ literals: text('hello') }), 'hello'],
    ['nothing', lz4Block({ literals: text('') }), ''],
    ['15 literals, the escape with a zero byte', lz4Block({ literals: text('a'.repeat(15)) }), 'a'.repeat(15)],
    ['270 literals, the escape with two bytes', lz4Block({ literals: text('b'.repeat(270)) }), 'b'.repeat(270)],
    ['a match that repeats one byte', lz4Block({ literals: text('x'), match: { distance: 1, length: 20 } }, lastLiterals), `${'x'.repeat(21)}12345`],
    ['a match that repeats three bytes', lz4Block({ literals: text('abc'), match: { distance: 3, length: 10 } }, lastLiterals), 'abcabcabcabca12345'],
    ['a long match', lz4Block({ literals: text('abcdefg'), match: { distance: 7, length: 700 } }, lastLiterals), `${'abcdefg'.repeat(101)}12345`],
    [
      'a match after a match',
      lz4Block({ literals: text('abcd'), match: { distance: 4, length: 4 } }, { literals: text(''), match: { distance: 8, length: 8 } }, lastLiterals),
      `${'abcd'.repeat(4)}12345`,
    ],
  ])('inflates %s', (_, block, expected) => {
    expect(inflate(block, expected.length)).toBe(expected);
    expect(inflate(block, expected.length + 100)).toBe(expected);
    expect(measureLz4Block(block, ORIGIN)).toBe(expected.length);
  });

  it.each([1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 300])('repeats %i bytes as a loop byte by byte does', (distance) => {
    const literals = Buffer.from(Array.from({ length: distance }, (_, index) => index * 7));
    for (const length of [4, 5, 18, 19, 31, 32, 33, 47, 63, 64, 65, 66, 200]) {
      const expected = Buffer.concat([literals, Buffer.alloc(length), text('12345'), Buffer.alloc(200, 'z')]);
      for (let index = 0; index < length; index++) expected[distance + index] = expected[index]!;
      const block = lz4Block({ literals, match: { distance, length } }, { literals: expected.subarray(distance + length) });
      const output = Buffer.alloc(expected.length);
      inflateLz4Block(block, output, { origin: 0 });
      expect(output.equals(expected), `length ${length}`).toBe(true);
    }
  });

  it('refers back to what lies before `start`, and no further', () => {
    const output = Buffer.from('window..............');
    const block = (distance: number) => lz4Block({ literals: text(''), match: { distance, length: 7 } }, lastLiterals);
    const end = inflateLz4Block(block(6), output, { origin: 0, start: 6 });
    expect(output.toString('latin1', 0, end)).toBe('windowwindoww12345');
    expect(() => inflateLz4Block(block(7), output, { origin: 0, start: 6 })).toThrow(FormatError);
  });

  it.each([
    ['no input', Buffer.alloc(0), 10],
    ['a literal length without an end', Buffer.of(0xf0, 255), 1000],
    ['fewer literals than it says', Buffer.of(0x50, 1, 2), 10],
    ['an end after a match', Buffer.of(0x10, 65, 1, 0), 100],
    ['an end inside an offset', Buffer.of(0x10, 65, 1), 100],
    ['a match length without an end', Buffer.of(0x1f, 65, 1, 0, 255, 255, 255, 255, 255, 255), 10_000],
    ['offset 0', lz4Block({ literals: text('abcd'), match: { distance: 0, length: 8 } }, lastLiterals), 100],
    ['an offset before the first byte', lz4Block({ literals: text('abcd'), match: { distance: 5, length: 8 } }, lastLiterals), 100],
    ['more literals than fit', lz4Block({ literals: text('abcdef') }), 5],
    ['a longer match than fits', lz4Block({ literals: text('abcd'), match: { distance: 4, length: 100 } }, lastLiterals), 50],
    ['four last literals', lz4Block({ literals: text('abcdefgh'), match: { distance: 4, length: 8 } }, { literals: text('1234') }), 20],
    ['a match that starts 11 bytes before the end', lz4Block({ literals: text('abcd'), match: { distance: 4, length: 6 } }, lastLiterals), 15],
  ])('refuses %s, with its place', (_, block, room) => {
    expect(() => inflate(block, room)).toThrow(FormatError);
    expect(() => inflate(block, room)).toThrow(/at byte 10\d\d/);
  });

  it('takes a match that starts 12 bytes before the end and leaves five', () => {
    expect(inflate(lz4Block({ literals: text('abcd'), match: { distance: 4, length: 7 } }, lastLiterals), 16)).toBe('abcdabcdabc12345');
  });

  describe('partial', () => {
    const block = lz4Block({ literals: text('abcdefgh'), match: { distance: 8, length: 40 } }, { literals: text('last literals') });
    const whole = `${'abcdefgh'.repeat(6)}last literals`;

    it.each(Array.from({ length: whole.length + 1 }, (_, room) => [room]))('stops after %i bytes', (room) => {
      expect(inflate(block, room, { partial: true })).toBe(whole.slice(0, room));
    });

    it('gives less than was asked for when the block has no more', () => {
      expect(inflate(block, 100, { partial: true })).toBe(whole);
    });

    it('takes literals that the input cuts off once the output is full', () => {
      expect(inflate(Buffer.of(0x80, 65, 66, 67, 68), 4, { partial: true })).toBe('ABCD');
    });

    it('refuses a block that ends before the output is full', () => {
      expect(() => inflate(block.subarray(0, 6), 20, { partial: true })).toThrow(FormatError);
    });
  });
});
