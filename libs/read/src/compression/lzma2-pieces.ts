import { LZMA2_CHUNK_LIMIT, Lzma2Decoder, type Lzma2State } from './lzma2.ts';
import { LZMA2_GROUP_LENGTH, Lzma2Ring } from './lzma2-ring.ts';
import { type PackedWindow, packWindow, unpackWindow } from './packed-window.ts';
import type { ViewReader } from './zstd-frame.ts';

/** What it takes to go on between two chunks. */
export interface Lzma2Entry {
  readonly state: Lzma2State;
  /** The dictionary, as far as it is filled. */
  readonly window: PackedWindow;
}

/** An LZMA2 stream, or a span of it. */
export interface Lzma2Span {
  /** In the file: where its first chunk begins. */
  readonly start: number;
  readonly dictionarySize: number;
  /** What the whole stream gives at most. */
  readonly whole: number;
  /** What this span gives at most. */
  readonly limit: number;
  /** More than the limit is this. */
  readonly tooMuch: (offset: number) => Error;
  /** Where the limit is reached it ends, though the stream goes on. */
  readonly isPartial?: boolean;
  /** Undefined at the start of a stream. */
  readonly entry?: Lzma2Entry | undefined;
}

/** Where a group of chunks ended. */
export interface Lzma2Border {
  /** In the file: of the next chunk. */
  readonly position: number;
  /** Bytes that came out before. */
  readonly total: number;
  /** Undefined when it takes more than `limit` bytes. */
  save(limit: number): Lzma2Entry | undefined;
}

/** Sees the groups of chunks, which are the same whenever a stream is inflated, from whichever border. */
export interface Lzma2Watcher {
  /** A group's bytes, before any of them is given away. */
  group(parts: readonly Uint8Array[]): void;
  /** Behind the group. */
  border?: ((border: Lzma2Border) => void) | undefined;
}

const NOBODY: Lzma2Watcher = { group() {} };

/**
 * Inflates an LZMA2 stream in pieces of up to some 2 MiB; each is good until the next is asked for. Memory is the dictionary, as far as the stream can
 * fill it. Returns where the span ends. It may be abandoned: then its memory goes to the next one.
 */
export function* inflateLzma2Pieces(read: ViewReader, span: Lzma2Span, watcher: Lzma2Watcher = NOBODY): Generator<Uint8Array, number, undefined> {
  const { entry, dictionarySize } = span;
  const ring = new Lzma2Ring(span, entry?.window.length ?? 0);
  const decoder = new Lzma2Decoder(ring, dictionarySize);
  let at = span.start;
  try {
    if (entry !== undefined) {
      unpackWindow(entry.window, ring.bytes);
      decoder.restore(entry.state);
    }
    while (!isOver(span, ring, decoder)) {
      const before = ring.total;
      at = readGroup(read, at, span, ring, decoder);
      if (ring.total === before) continue;
      const parts = ring.last(ring.total - before);
      watcher.group(parts);
      yield* parts;
      watcher.border?.({ position: at, total: ring.total, save: (limit) => saveEntry(ring, decoder, dictionarySize, limit) });
    }
  } finally {
    ring.release();
  }
  return at;
}

function isOver(span: Lzma2Span, ring: Lzma2Ring, decoder: Lzma2Decoder): boolean {
  return decoder.ended || (span.isPartial === true && ring.total >= span.limit);
}

/** Decodes chunks until they are enough for a group; where the next chunk begins. */
function readGroup(read: ViewReader, start: number, span: Lzma2Span, ring: Lzma2Ring, decoder: Lzma2Decoder): number {
  const end = ring.total + LZMA2_GROUP_LENGTH;
  let at = start;
  while (ring.total < end && !isOver(span, ring, decoder)) {
    at += decoder.startChunk(read(at, LZMA2_CHUNK_LIMIT, true));
    while (decoder.left > 0) {
      decoder.moved(ring.turn());
      decoder.decode(Math.min(decoder.left, ring.bytes.length - ring.length));
    }
  }
  return at;
}

function saveEntry(ring: Lzma2Ring, decoder: Lzma2Decoder, dictionarySize: number, limit: number): Lzma2Entry | undefined {
  const window = packWindow(ring.last(Math.min(decoder.position, dictionarySize, ring.bytes.length)), limit);
  return window && { state: decoder.save(), window };
}
