import { FormatError } from '../bytes/index.ts';

export interface Lz4BlockOptions {
  /** Absolute image offset of the block's first byte, for error messages. */
  readonly origin: number;
  /** Where in `output` to begin; what lies before it is the window that matches may refer to. */
  readonly start?: number;
  /** Stop without an error when `output` is full, though the block goes on. */
  readonly partial?: boolean;
}

const MIN_MATCH = 4;
/** A literal or match length of 15 goes on in bytes of 255. */
const LENGTH_ESCAPE = 15;
/** End-of-block rules: a match starts 12 bytes before the end of the output at the latest, and leaves 5 for the last literals, */
const MATCH_START_LIMIT = 12;
const LAST_LITERALS = 5;
/** so that 8 bytes of input follow the literals before a match: its offset, a token, the last literals. */
const AFTER_LITERALS = 2 + 1 + LAST_LITERALS;
/** Short copies go in steps of eight bytes, at least two, without an exact end: so many bytes of both buffers have to follow. */
const SLACK = 16;
/** A sequence with no escaped length has 14 literals and a match of 18 bytes at most: 16 and 18 are copied. */
const SEQUENCE_INPUT = 32;
const SEQUENCE_OUTPUT = 64;
/** Above these a native copy is faster. */
const SHORT_LITERALS = 128;
const SHORT_MATCH = 256;
/** Without steps a loop over bytes is faster up to here. */
const FEW_BYTES = 32;

/**
 * Inflates one raw LZ4 block (lz4_Block_format.md) into `output` and returns the end of what it wrote; what lies after that end is
 * undefined. The end-of-block rules are enforced as LZ4_decompress_safe does for a destination as large as `output`.
 * Throws a FormatError with the position inside the block when it is damaged or does not fit.
 */
export function inflateLz4Block(input: Uint8Array, output: Uint8Array, { origin, start = 0, partial = false }: Lz4BlockOptions): number {
  const end = input.length;
  const limit = output.length;
  if (partial && start === limit) return start;
  const source = new DataView(input.buffer, input.byteOffset, end);
  const target = new DataView(output.buffer, output.byteOffset, limit);
  const lastMatchStart = partial ? limit : limit - MATCH_START_LIMIT;
  const lastMatchEnd = partial ? limit : limit - LAST_LITERALS;
  let from = 0;
  let to = start;
  while (from < end) {
    const token = input[from++]!;
    let literals = token >>> 4;
    if (literals < LENGTH_ESCAPE && from < end - SEQUENCE_INPUT && to < limit - SEQUENCE_OUTPUT) {
      const copied = copySequence(source, from, target, to, token);
      if (copied > 0) {
        from += literals + 2;
        to += copied;
        continue;
      }
    }
    if (literals === LENGTH_ESCAPE) {
      const more = readLength(input, from, origin);
      from += ((more / 255) | 0) + 1;
      literals += more;
    }
    if (literals <= SHORT_LITERALS && from + literals < end - SLACK && to + literals < limit - SLACK) {
      copyShortLiterals(source, from, target, to, literals);
    } else {
      if (partial && literals > limit - to) literals = limit - to;
      if (literals > end - from) throw damaged(origin + from, `${literals} literals wanted, ${end - from} bytes left in the block`);
      if (literals > limit - to) throw tooLong(origin + from, limit);
      copyLiterals(input, from, output, to, literals);
    }
    from += literals;
    to += literals;
    if (from === end || (partial && to === limit)) return to;
    if (end - from < (partial ? 2 : AFTER_LITERALS)) throw damaged(origin + from, 'the block ends without its last literals');
    if (to > lastMatchStart) throw tooLong(origin + from, limit);

    const distance = source.getUint16(from, true);
    if (distance === 0 || distance > to) throw damaged(origin + from, `a match offset of ${distance} after ${to} bytes`);
    from += 2;
    let length = (token & 15) + MIN_MATCH;
    if (length === LENGTH_ESCAPE + MIN_MATCH) {
      const more = readLength(input, from, origin);
      from += ((more / 255) | 0) + 1;
      length += more;
    }
    if (distance >= 4 && length <= SHORT_MATCH && to + length < limit - SLACK) {
      copyShortMatch(target, to, distance, length);
    } else {
      if (partial && length > limit - to) length = limit - to;
      if (length > lastMatchEnd - to) throw tooLong(origin + from, limit);
      copyMatch(output, to, distance, length);
    }
    to += length;
    if (partial && to === limit) return to;
  }
  throw damaged(origin + end, 'the block ends without its last literals');
}

/**
 * Most sequences are short: both copies without a look at the ends, which are further away than SEQUENCE_INPUT and SEQUENCE_OUTPUT.
 * Returns the length of both; 0, and nothing is copied, where the match is long, near or none.
 */
function copySequence(source: DataView, from: number, target: DataView, to: number, token: number): number {
  const literals = token >>> 4;
  const matched = (token & 15) + MIN_MATCH;
  const distance = source.getUint16(from + literals, true);
  const matchTo = to + literals;
  const match = matchTo - distance;
  if (matched === LENGTH_ESCAPE + MIN_MATCH || distance < 8 || match < 0) return 0;
  target.setBigUint64(to, source.getBigUint64(from, true), true);
  target.setBigUint64(to + 8, source.getBigUint64(from + 8, true), true);
  target.setBigUint64(matchTo, target.getBigUint64(match, true), true);
  target.setBigUint64(matchTo + 8, target.getBigUint64(match + 8, true), true);
  if (matched > 16) target.setUint16(matchTo + 16, target.getUint16(match + 16, true), true);
  return literals + matched;
}

/** What follows an escaped length: bytes of 255, then one that is less. Their sum tells how many they were. */
function readLength(input: Uint8Array, from: number, origin: number): number {
  let sum = 0;
  for (let at = from; at < input.length; at++) {
    const more = input[at]!;
    sum += more;
    if (more !== 255) return sum;
  }
  throw damaged(origin + input.length, 'the block ends inside a length');
}

function copyShortLiterals(source: DataView, from: number, target: DataView, to: number, length: number): void {
  target.setBigUint64(to, source.getBigUint64(from, true), true);
  target.setBigUint64(to + 8, source.getBigUint64(from + 8, true), true);
  for (let done = 16; done < length; done += 8) target.setBigUint64(to + done, source.getBigUint64(from + done, true), true);
}

/** A match that is at least four bytes away; one step must not write what it reads. */
function copyShortMatch(target: DataView, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (distance < 8) {
    for (let done = 0; done < length; done += 4) target.setUint32(to + done, target.getUint32(from + done, true), true);
    return;
  }
  target.setBigUint64(to, target.getBigUint64(from, true), true);
  target.setBigUint64(to + 8, target.getBigUint64(from + 8, true), true);
  for (let done = 16; done < length; done += 8) target.setBigUint64(to + done, target.getBigUint64(from + done, true), true);
}

function copyLiterals(input: Uint8Array, from: number, output: Uint8Array, to: number, length: number): void {
  if (length > FEW_BYTES) {
    output.set(input.subarray(from, from + length), to);
    return;
  }
  for (let index = 0; index < length; index++) output[to + index] = input[from + index]!;
}

/** A match may overlap what it writes: then it repeats. */
function copyMatch(output: Uint8Array, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (length <= FEW_BYTES) {
    for (let index = 0; index < length; index++) output[to + index] = output[from + index]!;
  } else if (distance === 1) {
    output.fill(output[from]!, to, to + length);
  } else {
    for (let done = 0; done < length; ) {
      const part = Math.min(length - done, distance + done);
      output.copyWithin(to + done, from, from + part);
      done += part;
    }
  }
}

function tooLong(offset: number, limit: number): FormatError {
  return damaged(offset, `it inflates past the ${limit} bytes that it may fill, or too near to their end for the last literals`);
}

function damaged(offset: number, message: string): FormatError {
  return new FormatError({ structure: 'LZ4 block', offset, message });
}
