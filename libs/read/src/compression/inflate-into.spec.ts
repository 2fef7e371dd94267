import { constants, deflateRawSync, deflateSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../bytes/index.ts';
import { inflateDeflate, inflateZlib } from './deflate.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { type InflateInto, inflateAndMove, inflateDeflateInto, inflateZlibInto, inflateZstdInto } from './inflate-into.ts';
import { KeptDecoder } from './kept-decoder.ts';
import { inflateZstd } from './zstd.ts';

const SAMPLE = sampleBytes(100_000);
const moving =
  (whole: typeof inflateZstd): InflateInto =>
  (input, target, options) =>
    inflateAndMove(whole, input, target, options);
const withChecksum = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
/** As encoders write that do not know how much will come. */
const withoutSize = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } });

const INFLATERS = [
  { name: 'deflate', inflate: inflateDeflateInto, deflate: deflateRawSync, canStop: true },
  { name: 'zlib', inflate: inflateZlibInto, deflate: deflateSync, canStop: true },
  { name: 'zstd', inflate: inflateZstdInto, deflate: zstdCompressSync, canStop: true },
  { name: 'zstd with a checksum', inflate: inflateZstdInto, deflate: withChecksum, canStop: true },
  { name: 'zstd without a content size', inflate: inflateZstdInto, deflate: withoutSize, canStop: true },
  { name: 'deflate, moved', inflate: moving(inflateDeflate), deflate: deflateRawSync, canStop: false },
  { name: 'zlib, moved', inflate: moving(inflateZlib), deflate: deflateSync, canStop: false },
  { name: 'zstd, moved', inflate: moving(inflateZstd), deflate: zstdCompressSync, canStop: false },
] as const;

describe.each(INFLATERS)('$name', ({ inflate, deflate, canStop }) => {
  const stream = deflate(SAMPLE);
  const into = (input: Uint8Array, length: number, limit = length) => {
    const memory = new Uint8Array(length + 2).fill(0xee);
    const target = memory.subarray(1, 1 + length);
    const { length: filled, consumed, inflated } = inflate(input, target, { origin: 640, limit });
    expect([memory[0], memory[length + 1]]).toEqual([0xee, 0xee]);
    expect(Buffer.from(target.subarray(0, filled)).equals(SAMPLE.subarray(0, filled))).toBe(true);
    return { filled, consumed, inflated };
  };

  it.each([0, 1, 50_000])('fills a target that has %i bytes too many', (spare) => {
    expect(into(stream, SAMPLE.length + spare)).toEqual({ filled: SAMPLE.length, consumed: stream.length, inflated: SAMPLE.length });
  });

  it('fills nothing from a stream of nothing', () => {
    const nothing = deflate(new Uint8Array(0));
    expect(into(nothing, 0)).toEqual({ filled: 0, consumed: nothing.length, inflated: 0 });
    expect(() => into(stream, 0)).toThrow(/more than the 0 bytes allowed/);
  });

  it('refuses a target that is a byte too short, and serves the next', () => {
    expect(() => into(stream, SAMPLE.length - 1)).toThrow(FormatError);
    expect(() => into(stream, SAMPLE.length - 1)).toThrow(/at byte 640.*more than the 99999 bytes allowed/);
    expect(into(stream, SAMPLE.length).filled).toBe(SAMPLE.length);
  });

  it.each([0, 1, 1000, SAMPLE.length - 1])('fills the first %i bytes when no more are wanted, and serves the next', (length) => {
    const { filled, inflated } = into(stream, length, 1 << 20);
    expect([filled, inflated]).toEqual([length, canStop ? length : SAMPLE.length]);
    expect(into(stream, SAMPLE.length).filled).toBe(SAMPLE.length);
  });

  it('refuses half a stream and damage, and serves the next', () => {
    const damaged = Buffer.from(stream).fill(0xff, 9, 200);
    for (const bad of [stream.subarray(0, stream.length >> 1), damaged]) {
      expect(() => into(bad, SAMPLE.length)).toThrow(FormatError);
      expect(into(stream, SAMPLE.length).filled).toBe(SAMPLE.length);
    }
  });

  it('does not read what follows', () => {
    expect(into(Buffer.concat([stream, Buffer.alloc(50, 1)]), SAMPLE.length)).toEqual({
      ...{ filled: SAMPLE.length, consumed: stream.length, inflated: SAMPLE.length },
    });
  });
});

describe('zstd frames', () => {
  const halves = [SAMPLE.subarray(0, 40_000), SAMPLE.subarray(40_000)];
  const skippable = Buffer.from('502a4d1803000000616263', 'hex');
  const stream = Buffer.concat([skippable, withChecksum(halves[0]!), skippable, withoutSize(halves[1]!)]);

  it.each([
    ['all', SAMPLE.length, SAMPLE.length],
    ['part of the first', 10_000, 1 << 20],
    ['the first', 40_000, 1 << 20],
    ['the first and part of the second', 50_000, 1 << 20],
  ])('are inflated one behind the other: %s', (_, length, limit) => {
    const target = new Uint8Array(length);
    expect(inflateZstdInto(stream, target, { origin: 0, limit }).length).toBe(length);
    expect(Buffer.from(target).equals(SAMPLE.subarray(0, length))).toBe(true);
  });

  it('that hold less than their header says are damage', () => {
    const frame = Buffer.from('28b52ffd200629000068656c6c6f', 'hex');
    expect(() => inflateZstdInto(frame, new Uint8Array(100), { origin: 0, limit: 100 })).toThrow(FormatError);
  });

  it('that want a dictionary are not read', () => {
    const frame = Buffer.from('28b52ffd21070529000068656c6c6f', 'hex');
    expect(() => inflateZstdInto(frame, new Uint8Array(100), { origin: 0, limit: 100 })).toThrow(/dictionary id/);
  });
});

it.each(['deflate', 'zlib', 'zstd'] as const)('this Node has a decoder to keep for %s', (name) => {
  expect(KeptDecoder.open(name)).toBeDefined();
});
