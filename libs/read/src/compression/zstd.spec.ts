import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../bytes/index.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { inflateZstd } from './zstd.ts';

const HELLO = Buffer.from('hello, world');
const frame = zstdCompressSync(HELLO, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const inflate = (bytes: Uint8Array, limit = 1 << 20) => {
  const { output, consumed } = inflateZstd(bytes, { origin: 64, limit });
  return { text: Buffer.from(output).toString(), consumed };
};
const changed = (at: number, value: number) => {
  const copy = Buffer.from(frame);
  copy[at < 0 ? copy.length + at : at] = value;
  return copy;
};
/** Raw block of five bytes, after a header as given. */
const handmade = (header: string) => Buffer.from(`28b52ffd${header}29000068656c6c6f`, 'hex');

describe('inflateZstd', () => {
  it.each([
    ['a frame', frame, 'hello, world'],
    ['frames', Buffer.concat([frame, frame]), 'hello, worldhello, world'],
    ['skippable frames', Buffer.concat([Buffer.from('502a4d1803000000616263', 'hex'), frame, Buffer.from('5f2a4d1800000000', 'hex')]), 'hello, world'],
    ['a content size of one byte', handmade('2005'), 'hello'],
    ['a content size of four bytes', handmade('a005000000'), 'hello'],
    ['a content size of eight bytes', handmade('e00500000000000000'), 'hello'],
    ['a window and no content size', handmade('0000'), 'hello'],
    ['dictionary id zero', handmade('210005'), 'hello'],
  ])('inflates %s', (_, bytes, text) => {
    expect(inflate(bytes)).toEqual({ text, consumed: bytes.length });
  });

  it('stops before other bytes, where the decoder of zstddec would return a wrong length', () => {
    const sample = sampleBytes(200_000);
    const compressed = zstdCompressSync(sample);
    const { output, consumed } = inflateZstd(Buffer.concat([compressed, Buffer.of(0x40, 0x0d, 3, 0)]), { origin: 0, limit: 1 << 20 });
    expect([Buffer.from(output).equals(sample), consumed]).toEqual([true, compressed.length]);
  });

  it.each([
    ['another magic', changed(0, 0), /magic at byte 64/],
    ['a reserved bit', changed(4, frame[4]! | 8), /frame header descriptor at byte 68/],
    ['a reserved block type', Buffer.from('28b52ffd20052f000068656c6c6f', 'hex'), /block type/],
    ['a block of more than 128 KiB', Buffer.from('28b52ffd0000090010', 'hex'), /block size.*found 131073/],
    ['a wrong checksum', changed(-1, frame.at(-1)! ^ 1), /damaged/],
    ['a wrong content size', handmade('2006'), /damaged|content size/],
    ['a skippable frame cut off', Buffer.concat([frame, Buffer.from('502a4d1804000000616263', 'hex')]), /lie outside/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it.each([
    ['a dictionary', handmade('210705'), /dictionary id at byte 69: found 7/],
    ['a window beyond 128 MiB', handmade('0089'), /window size at byte 69: found 150994944, expected at most 134217728/],
    ['a single segment beyond 128 MiB', handmade('a001000008'), /window size/],
  ])('names %s', (_, bytes, message) => {
    expect(() => inflate(bytes, 2 ** 31)).toThrow(UnsupportedError);
    expect(() => inflate(bytes, 2 ** 31)).toThrow(message);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < frame.length; length++) expect(() => inflate(frame.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it('throws a LimitError, not more bytes than allowed', () => {
    expect(inflate(Buffer.concat([frame, frame]), 24).text).toHaveLength(24);
    for (const limit of [0, 1, 11]) expect(() => inflate(frame, limit)).toThrow(LimitError);
    for (const limit of [0, 1, 4]) expect(() => inflate(handmade('0000'), limit)).toThrow(LimitError);
    expect(() => inflate(Buffer.concat([frame, frame]), 23)).toThrow(LimitError);
    expect(() => inflate(zstdCompressSync(Buffer.alloc(64 << 20)), 1 << 20)).toThrow(LimitError);
  });

  it('bounds the number of frames', () => {
    const empty = Buffer.from('502a4d1800000000', 'hex');
    const frames = (count: number) => Buffer.concat(Array.from({ length: count }, () => empty));
    expect(inflate(frames(1000)).consumed).toBe(8000);
    expect(() => inflate(frames(65_537))).toThrow(LimitError);
  });
});
