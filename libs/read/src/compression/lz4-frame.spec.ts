import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../bytes/index.ts';
import { lz4Block, lz4Frame, word } from './fixtures/lz4-fixture.ts';
import { inflateLz4Frame } from './lz4-frame.ts';
import { xxh32 } from './xxh32.ts';

const OPTIONS = { origin: 512, limit: 1 << 20 };
const HELLO = Buffer.from('hello, world');
const helloBlock = { bytes: lz4Block({ literals: HELLO }) };
const ALL = { blockChecksums: true, contentSize: HELLO.length, content: HELLO } as const;
const hello = lz4Frame([helloBlock], ALL);
const inflate = (bytes: Uint8Array, limit = OPTIONS.limit) => {
  const { output, consumed } = inflateLz4Frame(bytes, { ...OPTIONS, limit });
  return { text: Buffer.from(output).toString(), consumed };
};
const changed = (at: number, value: number, frame: Buffer = hello) => {
  const copy = Buffer.from(frame);
  copy[at < 0 ? copy.length + at : at] = value;
  return copy;
};

describe('inflateLz4Frame', () => {
  it.each([
    ['compressed blocks', lz4Frame([helloBlock, helloBlock]), 'hello, worldhello, world'],
    ['stored blocks', lz4Frame([{ bytes: HELLO, stored: true }]), 'hello, world'],
    ['no block', lz4Frame([]), ''],
    ['sizes and checksums', hello, 'hello, world'],
    ['a frame after a frame', Buffer.concat([hello, lz4Frame([helloBlock])]), 'hello, worldhello, world'],
    [
      'skippable frames',
      Buffer.concat([Buffer.from('502a4d1803000000', 'hex'), Buffer.from('abc'), hello, Buffer.from('5f2a4d1800000000', 'hex')]),
      'hello, world',
    ],
  ])('inflates %s', (_, bytes, text) => {
    expect(inflate(bytes)).toEqual({ text, consumed: bytes.length });
  });

  it('lets dependent blocks refer to the one before, and independent ones not', () => {
    const second = { bytes: lz4Block({ literals: Buffer.from(''), match: { distance: 12, length: 12 } }, { literals: Buffer.from('!!!!!') }) };
    expect(inflate(lz4Frame([helloBlock, second], { independent: false })).text).toBe('hello, worldhello, world!!!!!');
    expect(() => inflate(lz4Frame([helloBlock, second]))).toThrow(/a match offset of 12 after 0 bytes/);
    const otherFrame = Buffer.concat([hello, lz4Frame([second], { independent: false })]);
    expect(() => inflate(otherFrame)).toThrow(/a match offset of 12 after 0 bytes/);
  });

  it.each([
    ['other bytes', Buffer.from('garbage')],
    ['a legacy frame', Buffer.from('02214c1800000000', 'hex')],
    ['three zeros', Buffer.alloc(3)],
  ])('stops before %s', (_, rest) => {
    expect(inflate(Buffer.concat([hello, rest]))).toEqual({ text: 'hello, world', consumed: hello.length });
  });

  it.each([
    ['another magic', changed(0, 5), /magic at byte 512/],
    ['another version', changed(4, 0xbc), /FLG version at byte 516/],
    ['a reserved flag', changed(4, 0x7e), /FLG reserved/],
    ['a reserved bit of BD', changed(5, 0xc0), /BD reserved|header checksum/],
    ['a changed header', changed(7, 1), /header checksum at byte 526: found \d+, expected \d+/],
    ['a changed block', changed(20, 65), /block checksum at byte 544/],
    ['a changed block checksum', changed(-9, 0), /block checksum/],
    ['a changed content checksum', changed(-1, 0), /content checksum at byte 552/],
    ['a content size that is too large', lz4Frame([helloBlock], { contentSize: 13 }), /content size.*found 12, expected 13/],
    ['a content size that is too small', lz4Frame([helloBlock], { contentSize: 11 }), /content size.*found 12, expected 11/],
    ['a block larger than the maximum', lz4Frame([{ bytes: Buffer.alloc(65_537), stored: true }]), /block size.*found 65537, expected at most 65536/],
    [
      'a block that inflates to more than the maximum',
      lz4Frame([{ bytes: lz4Block({ literals: Buffer.from('a'), match: { distance: 1, length: 65_536 } }, { literals: HELLO }) }]),
      /inflates past/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it('refuses a block maximum size code below 4, although the header checksum fits', () => {
    const descriptor = Buffer.of(0x60, 0x30);
    const frame = Buffer.concat([Buffer.from('04224d18', 'hex'), descriptor, Buffer.of((xxh32(descriptor) >>> 8) & 0xff), word(0)]);
    expect(() => inflate(frame)).toThrow(/block maximum size at byte 517: found 3, expected 4 to 7/);
  });

  it('names a dictionary', () => {
    const descriptor = Buffer.concat([Buffer.of(0x61, 0x40), word(77)]);
    const frame = Buffer.concat([Buffer.from('04224d18', 'hex'), descriptor, Buffer.of((xxh32(descriptor) >>> 8) & 0xff), word(0)]);
    expect(() => inflate(frame)).toThrow(UnsupportedError);
    expect(() => inflate(frame)).toThrow(/dictionary id at byte 518: found 77/);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < hello.length; length++) expect(() => inflate(hello.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it.each([
    ['that its header announces', hello],
    ['of compressed blocks', lz4Frame([helloBlock])],
    ['of stored blocks', lz4Frame([{ bytes: HELLO, stored: true }])],
  ])('throws a LimitError for content %s', (_, frame) => {
    expect(inflate(frame, HELLO.length).text).toBe('hello, world');
    expect(() => inflate(frame, HELLO.length - 1)).toThrow(LimitError);
  });
});
