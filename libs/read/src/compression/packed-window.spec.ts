import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../bytes/index.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { packWindow, shareWindow, unpackWindow } from './packed-window.ts';

const PIECE = 256 * 1024;
const unpacked = (window: NonNullable<ReturnType<typeof packWindow>>) => {
  const target = Buffer.alloc(window.length + 1, 7);
  unpackWindow(window, target);
  return target;
};

describe('packWindow', () => {
  it.each([
    ['nothing', []],
    ['one part', [sampleBytes(700_000)]],
    ['two parts, one after another', [sampleBytes(300_000, 2), sampleBytes(PIECE, 3)]],
    ['zeros', [Buffer.alloc(PIECE + 5)]],
    ['zeros between', [sampleBytes(PIECE, 4), Buffer.alloc(PIECE), sampleBytes(9, 5)]],
  ])('packs %s', (_, parts) => {
    const bytes = Buffer.concat(parts);
    const window = packWindow(parts, bytes.length + 1000)!;
    expect(window.length).toBe(bytes.length);
    expect(unpacked(window).equals(Buffer.concat([bytes, Buffer.of(7)]))).toBe(true);
  });

  it('takes nothing for zeros', () => {
    expect(packWindow([Buffer.alloc(8 << 20)], 0)!.frames.length).toBe(0);
  });

  it('gives up on what does not fit', () => {
    const noise = sampleBytes(300_000, 6);
    const { frames } = packWindow([noise], 300_000)!;
    expect(packWindow([noise], frames.length)).toBeDefined();
    expect(packWindow([noise], frames.length - 1)).toBeUndefined();
  });

  it('packs what does not compress', () => {
    const noise = Buffer.concat(Array.from({ length: 4 }, (_, seed) => randomBytes(PIECE - seed)));
    const window = packWindow([noise, Buffer.of(1)], 2 * noise.length)!;
    expect(unpacked(window).subarray(0, noise.length).equals(noise)).toBe(true);
    expect(window.frames.length).toBeLessThan(noise.length + 100);
  });

  it('is the same in shared memory, and gone where it was', () => {
    const window = packWindow([sampleBytes(PIECE, 4), Buffer.alloc(PIECE)], PIECE)!;
    const expected = unpacked(window);
    const shared = shareWindow(window);
    expect([shared.frames.buffer, shared.pieces.buffer].map((buffer) => buffer instanceof SharedArrayBuffer)).toEqual([true, true]);
    expect([unpacked(shared).equals(expected), window.frames.length]).toEqual([true, 0]);
  });

  it('does not unpack what is not whole', () => {
    const { length, frames, pieces } = packWindow([sampleBytes(1000)], 2000)!;
    expect(() => unpackWindow({ length, frames, pieces: Uint32Array.of(1001, pieces[1]!) }, Buffer.alloc(1001))).toThrow(FormatError);
  });
});
