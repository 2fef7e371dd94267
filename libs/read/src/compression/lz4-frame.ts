import { ByteView, FormatError } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { inflateLz4Block } from './lz4-block.ts';
import { decodeLz4FrameHeader, isSkippableMagic, LZ4_MAGIC, LZ4_STORED, type Lz4FrameHeader } from './lz4-frame-header.ts';
import { measureLz4Block } from './measure-lz4-block.ts';
import { xxh32 } from './xxh32.ts';

/** A compressed byte yields at most 255. */
const MAX_RATIO = 255;

/**
 * Inflates LZ4 frames one after another (lz4_Frame_format.md 1.6.4), skippable ones left out, and verifies every checksum they have.
 * Stops before whatever is no such frame. An UnsupportedError names a dictionary.
 */
export function inflateLz4Frame(input: Uint8Array, { origin, limit }: InflateOptions): Inflated {
  const view = new ByteView(input, 'LZ4 frame', origin);
  const output = new BoundedOutput('LZ4 frame', limit);
  let at = inflateFrame(view, 0, output);
  while (input.length - at >= 4) {
    const magic = view.u32(at);
    if (magic === LZ4_MAGIC) at = inflateFrame(view, at, output);
    else if (isSkippableMagic(magic)) at = skipFrame(view, at);
    else break;
  }
  return { output: output.finish(), consumed: at };
}

function skipFrame(view: ByteView, at: number): number {
  const size = view.u32(at + 4);
  view.slice(at + 8, size);
  return at + 8 + size;
}

function inflateFrame(view: ByteView, start: number, output: BoundedOutput): number {
  if (isSkippableMagic(view.u32(start))) return skipFrame(view, start);
  const header = decodeLz4FrameHeader(view.view(start, view.length - start));
  if (header.contentSize !== undefined) {
    if (header.contentSize > output.limit - output.length) throw output.tooLarge(view.offset + start);
    output.reserve(Math.min(header.contentSize, (view.length - start) * MAX_RATIO), view.offset + start);
  }
  const frameStart = output.length;
  let at = start + header.length;
  for (let word = view.u32(at); word !== 0; word = view.u32(at)) at = inflateBlock(view, at, header, output, frameStart);
  return checkFrame(view, at + 4, header, output.bytes.subarray(frameStart, output.length));
}

/** Inflates the block whose size word is at `at`; returns the place of the next size word. */
function inflateBlock(view: ByteView, at: number, header: Lz4FrameHeader, output: BoundedOutput, frameStart: number): number {
  const word = view.u32(at);
  const size = word % LZ4_STORED;
  if (size > header.blockMaxSize) throw view.error('block size', at, size, `at most ${header.blockMaxSize}`);
  const stored = view.slice(at + 4, size);
  const end = at + 4 + size;
  if (header.blockChecksums) checkXxh32(view, end, 'block checksum', stored);
  const origin = view.offset + at + 4;
  if (word >= LZ4_STORED) output.append(stored, origin);
  else inflateInto(stored, origin, header, output, header.independentBlocks ? output.length : frameStart);
  return end + (header.blockChecksums ? 4 : 0);
}

/** Matches may go back to `windowStart`. */
function inflateInto(stored: Uint8Array, origin: number, header: Lz4FrameHeader, output: BoundedOutput, windowStart: number): void {
  const room = Math.min(header.blockMaxSize, output.limit - output.length);
  if (room < header.blockMaxSize && measureLz4Block(stored, origin) > room) throw output.tooLarge(origin);
  output.reserve(room, origin);
  const target = output.bytes.subarray(windowStart, output.length + room);
  output.length = windowStart + inflateLz4Block(stored, target, { origin, start: output.length - windowStart });
}

function checkFrame(view: ByteView, at: number, header: Lz4FrameHeader, content: Uint8Array): number {
  if (header.contentSize !== undefined && header.contentSize !== content.length) {
    throw new FormatError({ structure: view.structure, field: 'content size', offset: view.offset + at, found: content.length, expected: header.contentSize });
  }
  if (!header.contentChecksum) return at;
  checkXxh32(view, at, 'content checksum', content);
  return at + 4;
}

function checkXxh32(view: ByteView, at: number, field: string, bytes: Uint8Array): void {
  const expected = xxh32(bytes);
  if (view.u32(at) !== expected) throw view.error(field, at, view.u32(at), expected);
}
