import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';
import { FormatError, LimitError } from './read-error.ts';

describe('decodeText', () => {
  it('keeps byte order marks, NUL and characters of four bytes', () => {
    expect(decodeText(Buffer.from('\ufeffa\0😀'), 'x', 100)).toBe('\ufeffa\0😀');
  });

  it.each([
    ['a stray byte', [0x61, 0x0a, 0xff, 0x62], 'x, line 2: byte 2 of the text is not UTF-8'],
    ['a sequence that is cut short', [0x61, 0xe2, 0x82], 'x, line 1: byte 3 of the text is not UTF-8'],
    ['an overlong slash', [0xc0, 0xaf], 'x, line 1: byte 0 of the text is not UTF-8'],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 'x, line 1: byte 2 of the text is not UTF-8'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeText(Uint8Array.from(bytes), 'x', 100)).toThrow(message);
    expect(() => decodeText(Uint8Array.from(bytes), 'x', 100)).toThrow(FormatError);
  });

  it('refuses what is too long', () => {
    expect(() => decodeText(new Uint8Array(11), 'x', 10)).toThrow(LimitError);
  });
});
