import { describe, expect, it } from 'vitest';
import { ByteView, FormatError, ReadError, UnsupportedError } from '../bytes/index.ts';
import { BZIP2_NUMBERS, BZIP2_TEXT, NUMBERS, TEXT } from './fixtures/bzip2-fixture.ts';
import { inflateBzip2Pieces } from './index.ts';

const EMPTY = Buffer.from('425a683917724538509000000000', 'hex');

function inflate(bytes: Uint8Array): Buffer {
  const view = new ByteView(bytes, 'bzip2 stream', 64);
  const read = (position: number, length: number, orLess?: boolean) => view.view(position, orLess ? Math.min(length, bytes.length - position) : length);
  return Buffer.concat([...inflateBzip2Pieces(read)].map((piece) => Buffer.from(piece)));
}
/** More codes than their lengths have room for are refused, which libbzip2 only does when it meets one. */
function textOrRefusal(bytes: Uint8Array): string {
  try {
    const text = inflate(bytes).toString();
    return text === TEXT ? text : 'another text';
  } catch (error) {
    return String((error as Error).message);
  }
}
/** With the bits from `bit` on replaced. */
function edited(bytes: Buffer, bit: number, bits: string): Buffer {
  const copy = Buffer.from(bytes);
  [...bits].forEach((value, index) => {
    const at = (bit + index) >> 3;
    const mask = 0x80 >> ((bit + index) & 7);
    copy[at] = value === '1' ? copy[at]! | mask : copy[at]! & ~mask;
  });
  return copy;
}

/** Bits: magic 24, level 8, block magic 48, block CRC 32, randomised 1, origin pointer 24, symbol map. */
const RANDOMISED = 112;
const ORIGIN = 113;
const SYMBOL_MAP = 137;

/** Bits of the text's stream without which libbzip2 1.0.8 gives the same text: a level that is still enough, turns of a text that repeats, codes unused, the last bits. */
const HARMLESS = [
  28, 31, 135, 136, 256, 258, 259, 262, 263, 265, 267, 269, 270, 273, 275, 277, 278, 280, 282, 287, 288, 290, 292, 295, 296, 705, 706, 707, 708, 709, 710, 711,
];

describe('inflateBzip2Pieces', () => {
  it.each([
    ['text', BZIP2_TEXT, Buffer.from(TEXT)],
    ['runs of zeros', BZIP2_NUMBERS, NUMBERS],
    ['an empty stream', EMPTY, Buffer.alloc(0)],
    ['streams', Buffer.concat([BZIP2_TEXT, EMPTY, BZIP2_NUMBERS]), Buffer.concat([Buffer.from(TEXT), NUMBERS])],
  ])('inflates %s', (_, bytes, expected) => {
    expect(inflate(bytes).equals(expected)).toBe(true);
  });

  it.each([
    ['the magic', edited(BZIP2_TEXT, 0, '1'), /bzip2 stream, magic at byte \d+/],
    ['the level', edited(BZIP2_TEXT, 24, '00110000'), /level.*found 0, expected 1 to 9/],
    ['the magic of a block', edited(BZIP2_TEXT, 32, '1'), /block magic.*expected 314159265359/],
    ['the checksum of a block', edited(BZIP2_TEXT, 80, BZIP2_TEXT[10]! >= 0x80 ? '0' : '1'), /bzip2 block, block CRC at byte 74/],
    ['the checksum of a stream', Buffer.concat([EMPTY.subarray(0, 10), Buffer.from('00000001', 'hex')]), /stream CRC.*found 1, expected 0/],
    ['the origin pointer', edited(BZIP2_TEXT, ORIGIN, '1'.repeat(24)), /origin pointer.*found 16777215/],
    ['the symbol map', edited(BZIP2_TEXT, SYMBOL_MAP, '0'.repeat(16)), /symbols used.*found 0/],
    ['what follows', Buffer.concat([BZIP2_TEXT, Buffer.from('more')]), /magic/],
  ])('refuses damage to %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it('names a block that is randomised', () => {
    expect(() => inflate(edited(BZIP2_TEXT, RANDOMISED, '1'))).toThrow(UnsupportedError);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < BZIP2_TEXT.length; length++) expect(() => inflate(BZIP2_TEXT.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it('finds a change of any bit where libbzip2 finds it', () => {
    for (let bit = 0; bit < BZIP2_TEXT.length * 8; bit++) {
      const value = (BZIP2_TEXT[bit >> 3]! >> (7 - (bit & 7))) & 1;
      const bytes = edited(BZIP2_TEXT, bit, value === 1 ? '0' : '1');
      if (HARMLESS.includes(bit)) expect(textOrRefusal(bytes), `bit ${bit}`).toMatch(/^(the unit of the29245 .*|bzip2 block, code lengths .*)$/s);
      else expect(() => inflate(bytes), `bit ${bit}`).toThrow(ReadError);
    }
  });
});
