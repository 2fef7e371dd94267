import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { inflateGzip, inflateLz4Legacy, inflateXz, inflateZstd } from '../../compression/index.ts';
import { detectCodec, type PayloadCodec } from './payload-codec.ts';

/** Where a compressed kernel lies in its file. */
export interface PayloadPlace {
  readonly offset: number;
  /** Bytes; the size word counts when it lies `inside`. */
  readonly length: number;
  /** The last four bytes of the payload, or the four bytes behind it, are the inflated length. gzip ends with that itself. */
  readonly sizeWord: 'inside' | 'behind';
  /** What the header calls the compression. */
  readonly namedCodec?: string;
}

export interface InflatedPayload {
  readonly codec: PayloadCodec;
  readonly bytes: Uint8Array;
}

const INFLATE = { gzip: inflateGzip, zstd: inflateZstd, xz: inflateXz, lz4: inflateLz4Legacy } as const;
const MAX_COMPRESSED = 128 * 1024 * 1024;
/** Half as much again as the largest that distributions ship: a scan has 300 MB for everything. */
const MAX_INFLATED = 96 * 1024 * 1024;
const SIZE_WORD = 4;
const MAGIC_LENGTH = 8;
const STRUCTURE = 'kernel payload';

/** The kernel inside, when stream, size word and name agree; else a FormatError. The compressed bytes are not kept. */
export function inflatePayload(source: BlockSource, place: PayloadPlace): InflatedPayload {
  const offset = source.origin + place.offset;
  if (place.length > MAX_COMPRESSED)
    throw new LimitError({ structure: STRUCTURE, field: 'length', offset, found: place.length, expected: `at most ${MAX_COMPRESSED}` });
  const magic = readBytes(source, place.offset, Math.min(MAGIC_LENGTH, place.length));
  const codec = detectCodec(magic, offset, place.namedCodec);
  const { end, length } = sizeWord(source, place, codec);
  const input = readBytes(source, place.offset, end - place.offset);
  const { output, consumed } = INFLATE[codec](input, { origin: offset, limit: length });
  if (consumed !== input.length) throw new FormatError({ structure: STRUCTURE, field: 'length', offset, found: input.length, expected: consumed });
  if (output.length !== length)
    throw new FormatError({ structure: STRUCTURE, field: 'size word', offset: source.origin + end, found: length, expected: output.length });
  return { codec, bytes: output };
}

/** Where the stream ends and what it must inflate to; both are checked before memory is taken. */
function sizeWord(source: BlockSource, place: PayloadPlace, codec: PayloadCodec): { end: number; length: number } {
  const placeEnd = place.offset + place.length;
  const at = codec === 'gzip' || place.sizeWord === 'inside' ? placeEnd - SIZE_WORD : placeEnd;
  if (at <= place.offset) throw new FormatError({ structure: STRUCTURE, field: 'length', offset: source.origin + place.offset, found: place.length });
  const length = new ByteView(readBytes(source, at, SIZE_WORD), STRUCTURE, source.origin + at).u32(0);
  if (length > MAX_INFLATED)
    throw new LimitError({ structure: STRUCTURE, field: 'size word', offset: source.origin + at, found: length, expected: `at most ${MAX_INFLATED}` });
  return { end: codec === 'gzip' ? placeEnd : at, length };
}
