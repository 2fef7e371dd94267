import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError } from '../../bytes/index.ts';
import { readBootConfig } from './index.ts';

/** Written by the kernel's tool (`bootconfig -a`, Linux 6.12.117) to an empty file. */
const WRITTEN_BY_THE_TOOL = Buffer.concat([
  Buffer.from('kernel.console = ttyS0\n\0', 'latin1'),
  Buffer.from('180000000d080000', 'hex'),
  Buffer.from('#BOOTCONFIG\n', 'latin1'),
]);
const KEYS = [{ key: 'kernel.console', values: ['ttyS0'], line: 1 }];
const SIZE_AT = 24;

describe('readBootConfig', () => {
  it('reads what the kernel tool wrote', () => {
    expect(readBootConfig(memorySource(WRITTEN_BY_THE_TOOL))).toEqual({ precedingBytes: 0, textLength: 23, keys: KEYS });
  });

  it('reads what Bottlerocket writes at run time: no NUL of its own, only padding', () => {
    const text = 'kernel.console = ttyS0\n'.padEnd(24, '\0');
    expect(readBootConfig(memorySource(withTrailer(Buffer.from(text))))?.keys).toEqual(KEYS);
    const whole = 'kernel.console = ttyS10\n';
    expect(readBootConfig(memorySource(withTrailer(Buffer.from(whole))))?.keys).toMatchObject([{ values: ['ttyS10'] }]);
  });

  it('finds it behind an initrd, and before the padding of a boot loader', () => {
    for (const tail of [0, 1, 2, 3]) {
      const source = memorySource(Buffer.concat([Buffer.alloc(1000, 7), WRITTEN_BY_THE_TOOL, Buffer.alloc(tail)]));
      expect(readBootConfig(source)).toMatchObject({ precedingBytes: 1000, keys: KEYS });
    }
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text without a trailer', Buffer.from('kernel.console = ttyS0\n')],
    ['a trailer with more than three bytes behind it', Buffer.concat([WRITTEN_BY_THE_TOOL, Buffer.alloc(4)])],
    ['the magic alone', Buffer.from('#BOOTCONFIG\n')],
    ['a magic with a wrong last byte', Buffer.concat([WRITTEN_BY_THE_TOOL.subarray(0, -1), Buffer.from('\r')])],
  ])('finds none in %s, as the kernel does not', (_, bytes) => {
    expect(readBootConfig(memorySource(bytes))).toBeUndefined();
  });

  it.each([
    ['a size of 0', changed(SIZE_AT, 0), 'size', SIZE_AT],
    ['a size beyond the file', changed(SIZE_AT, 25), 'size', SIZE_AT],
    ['a size beyond what the kernel takes', Buffer.concat([Buffer.alloc(40_000), changed(SIZE_AT, 32_768)]), 'size', 40_000 + SIZE_AT],
    ['a size that is too small', changed(SIZE_AT, 20), 'checksum', SIZE_AT + 4],
    ['a wrong checksum', changed(SIZE_AT + 4, 1), 'checksum', SIZE_AT + 4],
    ['a changed text', Buffer.concat([Buffer.from('K'), WRITTEN_BY_THE_TOOL.subarray(1)]), 'checksum', SIZE_AT + 4],
  ])('refuses %s', (_, bytes, field, offset) => {
    const read = () => readBootConfig(memorySource(bytes, 5000));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(expect.objectContaining({ detail: expect.objectContaining({ structure: 'bootconfig trailer', field, offset: 5000 + offset }) }));
  });

  it('places errors in the text at their byte of the image', () => {
    const source = memorySource(Buffer.concat([Buffer.alloc(16), withTrailer(Buffer.from('a = 1\na = 2\n'))]), 5000);
    expect(() => readBootConfig(source)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ field: '2:5', offset: 5026 }) }));
  });
});

function changed(at: number, value: number): Buffer {
  const bytes = Buffer.from(WRITTEN_BY_THE_TOOL);
  bytes.writeUInt32LE(value, at);
  return bytes;
}

function withTrailer(text: Buffer): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(text.length, 0);
  numbers.writeUInt32LE(
    text.reduce((sum, byte) => sum + byte, 0),
    4,
  );
  return Buffer.concat([text, numbers, Buffer.from('#BOOTCONFIG\n')]);
}
