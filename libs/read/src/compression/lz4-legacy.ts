import { ByteView } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { inflateLz4Block } from './lz4-block.ts';
import { LZ4_LEGACY_MAGIC } from './lz4-frame-header.ts';
import { measureLz4Block } from './measure-lz4-block.ts';

/** What each block inflates to, the last one less. */
export const LZ4_LEGACY_BLOCK = 8 * 1024 * 1024;
/** No encoder needs more (LZ4_compressBound); a larger size word is the magic of whatever comes next. */
export const LZ4_LEGACY_BOUND = LZ4_LEGACY_BLOCK + Math.floor(LZ4_LEGACY_BLOCK / 255) + 16;

/**
 * Inflates a legacy LZ4 frame (lz4_Frame_format.md, "Legacy frame"), as `lz4 -l` makes it for Linux kernels: no checksum, no end mark.
 * It ends with the input, before a size word of zero (Linux lib/decompress_unlz4.c) or before one that no block can have.
 */
export function inflateLz4Legacy(input: Uint8Array, { origin, limit }: InflateOptions): Inflated {
  const view = new ByteView(input, 'LZ4 legacy frame', origin);
  const output = new BoundedOutput(view.structure, limit);
  if (view.u32(0) !== LZ4_LEGACY_MAGIC) throw view.error('magic', 0, view.u32(0), LZ4_LEGACY_MAGIC);
  let at = 4;
  while (at < input.length) {
    const size = view.u32(at);
    if (size === LZ4_LEGACY_MAGIC) {
      at += 4;
      continue;
    }
    if (size === 0 || size > LZ4_LEGACY_BOUND) break;
    inflateBlock(view.slice(at + 4, size), origin + at + 4, output);
    at += 4 + size;
  }
  return { output: output.finish(), consumed: at };
}

function inflateBlock(stored: Uint8Array, origin: number, output: BoundedOutput): void {
  const room = Math.min(LZ4_LEGACY_BLOCK, output.limit - output.length);
  if (room < LZ4_LEGACY_BLOCK && measureLz4Block(stored, origin) > room) throw output.tooLarge(origin);
  output.reserve(room, origin);
  output.length += inflateLz4Block(stored, output.bytes.subarray(output.length, output.length + room), { origin });
}
