import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { moveInflated } from './move-inflated.ts';

describe('moveInflated', () => {
  it.each([100, 20_000, 65_536, 300_000])('moves %i bytes and gives memory back that is theirs alone', (length) => {
    const content = Buffer.alloc(length, 'unit wants target ');
    const bytes = inflateRawSync(deflateRawSync(content), { chunkSize: length + 64 });
    const others = Buffer.allocUnsafe(50).fill(7);
    const target = Buffer.alloc(length);
    moveInflated(bytes, target);
    expect(target.equals(content)).toBe(true);
    expect(bytes.length).toBe(bytes.buffer.byteLength === 0 ? 0 : length);
    expect(others.every((byte) => byte === 7)).toBe(true);
    if (length >= Buffer.poolSize) expect(bytes.length).toBe(0);
  });

  it('leaves views of other memory alone', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(10)).fill(3);
    const part = new Uint8Array(100).fill(4).subarray(0, 40);
    const target = new Uint8Array(40);
    moveInflated(shared, target);
    moveInflated(part, target);
    expect([shared.length, part.length, target[39]]).toEqual([10, 40, 4]);
  });
});
