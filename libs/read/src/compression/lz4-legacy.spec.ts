import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../bytes/index.ts';
import { lz4Block, word } from './fixtures/lz4-fixture.ts';
import { inflateLz4Legacy } from './lz4-legacy.ts';

const MAGIC = Buffer.from('02214c18', 'hex');
const block = lz4Block({ literals: Buffer.from('hello') });
const sized = Buffer.concat([word(block.length), block]);
const inflate = (bytes: Uint8Array, limit = 1 << 24) => {
  const { output, consumed } = inflateLz4Legacy(bytes, { origin: 64, limit });
  return { text: Buffer.from(output).toString(), consumed };
};

describe('inflateLz4Legacy', () => {
  it.each([
    ['no block', MAGIC, ''],
    ['one block', Buffer.concat([MAGIC, sized]), 'hello'],
    ['two blocks', Buffer.concat([MAGIC, sized, sized]), 'hellohello'],
    ['a second frame', Buffer.concat([MAGIC, sized, MAGIC, sized]), 'hellohello'],
  ])('inflates %s up to the end of the input', (_, bytes, text) => {
    expect(inflate(bytes)).toEqual({ text, consumed: bytes.length });
  });

  it.each([
    ['a size of zero', word(0)],
    ['a size that no block has', word(0x184d2204)],
  ])('stops before %s', (_, rest) => {
    const bytes = Buffer.concat([MAGIC, sized]);
    expect(inflate(Buffer.concat([bytes, rest]))).toEqual({ text: 'hello', consumed: bytes.length });
  });

  it.each([
    ['another magic', Buffer.concat([word(1), sized])],
    ['a block cut off', Buffer.concat([MAGIC, sized.subarray(0, -1)])],
    ['a size cut off', Buffer.concat([MAGIC, sized, Buffer.of(1, 0)])],
    [
      'a block of more than 8 MiB',
      Buffer.concat([
        MAGIC,
        ...[lz4Block({ literals: Buffer.from('a'), match: { distance: 1, length: 8 << 20 } }, { literals: Buffer.from('12345') })].flatMap((b) => [
          word(b.length),
          b,
        ]),
      ]),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
  });

  it('throws a LimitError for one byte too much', () => {
    const bytes = Buffer.concat([MAGIC, sized, sized]);
    expect(inflate(bytes, 10).text).toBe('hellohello');
    expect(() => inflate(bytes, 9)).toThrow(LimitError);
  });
});
