import { zstdDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ZstdCompressor } from './compress-zstd.ts';
import { sampleBytes, seededRandom } from './fixtures/sample-bytes.ts';

const MAX = 100_000;

it('compresses piece after piece, of any content and length, each into a frame of its own', () => {
  const random = seededRandom(2);
  const noise = Buffer.from(Array.from({ length: MAX }, () => Math.floor(random() * 256)));
  const compressor = new ZstdCompressor(MAX);
  for (let count = 0; count < 60; count++) {
    const length = count % 10 === 0 ? MAX : Math.floor(random() ** 2 * MAX);
    const bytes = [sampleBytes(length, count), noise.subarray(0, length), Buffer.alloc(length)][count % 3]!;
    const frame = compressor.compress(bytes);
    expect(zstdDecompressSync(frame).equals(bytes), `${count}: ${length} bytes`).toBe(true);
    if (count % 3 !== 1 && length > 5000) expect(frame.length).toBeLessThan(0.9 * length);
  }
});
