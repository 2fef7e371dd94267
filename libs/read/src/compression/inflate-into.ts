import { ByteView, FormatError } from '../bytes/index.ts';
import { inflatesTooFar } from './bounded-output.ts';
import { inflateDeflate, inflateZlib } from './deflate.ts';
import { inflateBlock } from './inflate-block.ts';
import { toInflateError } from './inflate-error.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { type DecoderName, type Fill, type KeptDecoder, keptDecoder } from './kept-decoder.ts';
import { moveInflated } from './move-inflated.ts';
import { checkContentSize, eachZstdFrame, inflateZstd } from './zstd.ts';

export interface Filled {
  /** Bytes of the target that were filled, from its start. */
  readonly length: number;
  /** Length of what was a stream; of one that is needed in part, as far as it was read. */
  readonly consumed: number;
  /** Bytes inflated: more than `length` where the decoder cannot stop. */
  readonly inflated: number;
}

/**
 * `limit` as for a whole stream: where it is above the target's length, what does not fit is not wanted. To inflate to more than the limit is
 * damage, a FormatError, as the format that holds the stream says how long it is.
 */
export type InflateInto = (input: Uint8Array, target: Uint8Array, options: InflateOptions) => Filled;

/** A decoder of node:zlib, or what does without. */
interface Inflater {
  readonly name: DecoderName;
  readonly structure: string;
  readonly whole: (input: Uint8Array, options: InflateOptions) => Inflated;
}

const DEFLATE: Inflater = { name: 'deflate', structure: 'deflate stream', whole: inflateDeflate };
const ZLIB: Inflater = { name: 'zlib', structure: 'zlib stream', whole: inflateZlib };
const ZSTD: Inflater = { name: 'zstd', structure: 'zstd frame', whole: inflateZstd };

/** One raw deflate stream (RFC 1951). */
export const inflateDeflateInto: InflateInto = (input, target, options) => inflateInto(DEFLATE, fillStream, input, target, options);
/** One zlib stream (RFC 1950), its checksum verified where all of it is wanted. */
export const inflateZlibInto: InflateInto = (input, target, options) => inflateInto(ZLIB, fillStream, input, target, options);
/** Zstd frames, as `inflateZstd` reads them. */
export const inflateZstdInto: InflateInto = (input, target, options) => inflateInto(ZSTD, fillFrames, input, target, options);

type FillTarget = (decoder: KeptDecoder, inflater: Inflater, input: Uint8Array, target: Uint8Array, options: InflateOptions) => Omit<Filled, 'inflated'>;

function inflateInto(inflater: Inflater, fill: FillTarget, input: Uint8Array, target: Uint8Array, options: InflateOptions): Filled {
  const decoder = keptDecoder(inflater.name);
  if (decoder === undefined) return inflateAndMove(inflater.whole, input, target, options);
  const { length, consumed } = fill(decoder, inflater, input, target, options);
  return { length, consumed, inflated: length };
}

/** All of a stream is inflated, then what fits is moved to the target. */
export function inflateAndMove(whole: Inflater['whole'], input: Uint8Array, target: Uint8Array, options: InflateOptions): Filled {
  const { output, consumed } = inflateBlock(whole, input, options);
  const length = Math.min(output.length, target.length);
  const inflated = output.length;
  moveInflated(output.subarray(0, length), target);
  return { length, consumed, inflated };
}

function fillFrames(decoder: KeptDecoder, inflater: Inflater, input: Uint8Array, target: Uint8Array, { origin, limit }: InflateOptions) {
  const view = new ByteView(input, inflater.structure, origin);
  const isPartial = limit > target.length;
  let length = 0;
  const consumed = eachZstdFrame(view, ({ skippable, length: stored, contentSize }, at) => {
    const room = target.subarray(length);
    const rest = { origin: origin + at, limit: limit - length };
    if ((contentSize ?? 0) > rest.limit) throw tooFar(inflater.structure, { origin: rest.origin, limit });
    if (skippable || (isPartial && room.length === 0)) return;
    const fill = fillStream(decoder, inflater, view.slice(at, stored), room, rest);
    if (!isPartial || fill.length < room.length) checkContentSize(fill.length, contentSize, rest.origin);
    length += fill.length;
  });
  return { length, consumed };
}

function fillStream(decoder: KeptDecoder, inflater: Inflater, input: Uint8Array, target: Uint8Array, options: InflateOptions): Fill {
  const isPartial = options.limit > target.length;
  const structure = options.structure ?? inflater.structure;
  let fill: Fill;
  try {
    fill = decoder.fill(input, target, isPartial);
  } catch (error) {
    throw toInflateError(error, structure, options.origin, options.limit);
  }
  if (fill.goesOn && !isPartial) throw tooFar(structure, options);
  return fill;
}

function tooFar(structure: string, { origin, limit }: InflateOptions): FormatError {
  return new FormatError(inflatesTooFar(structure, origin, limit).detail);
}
