import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { below, fuzzDecoder, type Random, survives } from '@staticfire/testkit/fuzz';
import { expect } from 'vitest';
import { FormatError, ReadError } from '../../bytes/index.ts';
import { BZIP2_NUMBERS, BZIP2_TEXT, NUMBERS, TEXT } from '../../compression/fixtures/bzip2-fixture.ts';
import { LONG_TEXT, LONG_XZ } from '../../compression/fixtures/long-xz-fixture.ts';
import { lz4Block, lz4Frame, word } from '../../compression/fixtures/lz4-fixture.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { storedLzma2, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { type Inflated, inflateGzip, inflateLz4Frame, inflateLz4Legacy, inflateXz, inflateZstd } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { indexBzip2Points, inflateBzip2Span } from './bzip2-points.ts';
import { inflateSpans, runPass } from './fixtures/run-pass.ts';
import type { GzipIndex } from './gzip-index.ts';
import { inflateGzipSpan } from './gzip-source.ts';
import { indexGzip } from './index-gzip.ts';
import { type DiskCompression, openCompressedDisk } from './open-compressed-disk.ts';
import { indexXzBlocks } from './xz-index.ts';
import { indexXzPoints, inflateXzSpan } from './xz-pieces.ts';

const LIMIT = 1 << 24;

const text = Buffer.from('the unit wants the target of the unit that wants the target\n'.repeat(20));
const block = { bytes: lz4Block({ literals: text.subarray(0, 61), match: { distance: 60, length: 5000 } }, { literals: text.subarray(0, 9) }) };
const back = { bytes: lz4Block({ literals: Buffer.alloc(0), match: { distance: 61, length: 90 } }, { literals: text.subarray(0, 30) }) };
/** `xz` of 220 bytes of text. */
const LZMA = Buffer.from(
  'fd377a585a000004e6d6b446020021011c00000010cf58cce000db002e5d003a1a08ce76ebc6affa1128a0f909beeb1f53e8071e3e4fb2637bdf542aeacaf43fae327fa20a9e156b53cfd4bf00000000fdef016f14f7e6e500014adc01000000ea082f99b1c467fb020000000004595a',
  'hex',
);

const LEGACY = Buffer.concat([Buffer.from('02214c18', 'hex'), word(block.bytes.length), block.bytes]);

const DISKS: readonly (readonly [compression: DiskCompression, inWhole: typeof inflateGzip, valid: readonly Buffer[]])[] = [
  [
    'lz4',
    inflateLz4Frame,
    [lz4Frame([block, { bytes: text, stored: true }, block]), lz4Frame([block, back], { independent: false }), lz4Frame([block], { blockChecksums: true })],
  ],
  ['gzip', inflateGzip, [gzipSync(text), Buffer.concat([gzipSync(text), gzipSync(sampleBytes(3000))])]],
  ['zstd', inflateZstd, [zstdCompressSync(text), Buffer.concat([zstdCompressSync(text), zstdCompressSync(sampleBytes(3000))])]],
  ['lz4', inflateLz4Legacy, [LEGACY, Buffer.concat([LEGACY, LEGACY])]],
  ['bzip2', knownBzip2, [BZIP2_TEXT, BZIP2_NUMBERS, Buffer.concat([BZIP2_TEXT, BZIP2_NUMBERS])]],
  ['xz', inflateXz, [LZMA, xzStream({ data: storedLzma2(text), content: text }), Buffer.concat([LZMA, Buffer.alloc(4), LZMA])]],
];

const fuzz = fuzzDecoder('compressed-disks', [
  'lz4Frame',
  'legacy lz4',
  'gzipSync',
  'small blocks',
  'zstdCompressSync',
  'BZIP2_TEXT',
  'BZIP2_NUMBERS',
  'xz of text',
  'xzStream',
  'LONG_XZ',
]);

for (const [index, [compression, inWhole, valid]] of DISKS.entries()) {
  fuzz.loop(
    `${compression} ${index}: is what it is when it is inflated in one piece, or ends in a read error`,
    async (random, count) => {
      const bytes = damage(valid[count % valid.length]!, random);
      const expected = inflate(bytes, inWhole);
      const disk = await readDisk(bytes, compression, random);
      if (expected === undefined) return disk === undefined ? 'damaged' : 'damaged elsewhere';
      // Random access does not see a wrong checksum of the content, nor damage where it does not look; it never sees other bytes.
      if (disk === undefined || !disk.equals(expected)) expect(disk).toEqual(expected);
      return 'the same';
    },
    { outcomes: ['the same', 'damaged'] },
  );
}

/** One pass, and how to inflate each span again from a file that may be another by then. */
const POINTS: Readonly<
  Record<string, (file: BlockSource) => { bytes: Buffer; starts: Float64Array; inflate: (again: BlockSource, point: number) => Iterable<Uint8Array> }>
> = {
  xz(file) {
    const { bytes, points } = runPass(indexXzPoints(file, indexXzBlocks(file), { interval: 1, limit: 2 ** 20 }));
    return { bytes, starts: points.starts, inflate: (again, point) => inflateXzSpan(again, points, point) };
  },
  bzip2(file) {
    const { bytes, points } = runPass(indexBzip2Points(file, 1));
    return { bytes, starts: points.starts, inflate: (again, point) => inflateBzip2Span(again, points, point) };
  },
};
const SMALL_DISKS = DISKS.filter(([compression]) => compression in POINTS);

for (const [compression, inWhole, valid] of SMALL_DISKS) {
  fuzz.loop(
    `${compression} points: each leads to what the pass gave, or to a read error where the file changed since`,
    (random, count) => {
      const whole = valid[count % valid.length]!;
      const bytes = damage(whole, random);
      const recorded = survives(() => POINTS[compression]!(memorySource(bytes)));
      const expected = inflate(bytes, inWhole) ?? harmless(recorded?.bytes, compression, whole);
      if (expected === undefined) return recorded === undefined ? 'damaged' : expect(recorded).toBeUndefined();
      if (recorded === undefined || !recorded.bytes.equals(expected)) return expect(recorded?.bytes).toEqual(expected);
      return spansOf(recorded, memorySource(random() < 0.5 ? bytes : damage(whole, random)));
    },
    { outcomes: ['the same', 'damaged', 'changed'] },
  );
}

fuzz.loop(
  'xz points between chunks: each leads to what the pass gave, or to a read error where the file changed since',
  (random) => {
    const bytes = damage(LONG_XZ, random);
    const recorded = survives(() => POINTS['xz']!(memorySource(bytes)));
    if (recorded === undefined) return 'damaged';
    if (!recorded.bytes.equals(LONG_TEXT)) expect(recorded.bytes).toEqual(LONG_TEXT);
    expect(recorded.starts.length).toBe(4);
    return spansOf(recorded, memorySource(random() < 0.5 ? bytes : damage(LONG_XZ, random)));
  },
  { outcomes: ['the same', 'damaged', 'changed'] },
);

function spansOf({ bytes, starts, inflate }: ReturnType<(typeof POINTS)[string]>, again: BlockSource): string {
  const outcomes = Array.from(starts.subarray(1), (end, point) => {
    const span = survives(() => inflateSpans(starts.subarray(point, point + 2), () => inflate(again, point))[0]!);
    if (span !== undefined && !span.equals(bytes.subarray(starts[point], end))) expect(span).toEqual(bytes.subarray(starts[point], end));
    return span === undefined ? 'changed' : 'the same';
  });
  return outcomes.includes('changed') ? 'changed' : 'the same';
}

/** Of several blocks each, of every kind. */
const GZIP = [{ memLevel: 1 }, { memLevel: 1, strategy: constants.Z_FIXED }, { memLevel: 1, level: 0 }].map((options) =>
  Buffer.concat([gzipSync(sampleBytes(9000), options), gzipSync(text, options)]),
);

fuzz.loop(
  'gzip in place: is what it is when it is inflated in one piece, or ends in a read error',
  (random, count) => {
    const bytes = damage(GZIP[count % GZIP.length]!, random);
    const expected = inflate(bytes, inflateGzip);
    const disk = survives(() => indexAndRead(bytes, bytes, random));
    if (expected === undefined && disk === undefined) return 'damaged';
    if (disk === undefined || expected === undefined || !disk.equals(expected)) expect(disk).toEqual(expected);
    return 'the same';
  },
  { outcomes: ['the same', 'damaged'] },
);

fuzz.loop(
  'gzip in place: a file that is another one when it is read again is what it was, or ends in a read error',
  (random, count) => {
    const bytes = GZIP[count % GZIP.length]!;
    const disk = survives(() => indexAndRead(bytes, damage(bytes, random), random));
    if (disk === undefined) return 'refused';
    if (!disk.equals(inflate(bytes, inflateGzip)!)) expect(disk).toEqual(inflate(bytes, inflateGzip));
    return 'the same';
  },
  { outcomes: ['the same', 'refused'] },
);

/** An index of the first file, and what the second one is from the last point to the first. */
function indexAndRead(first: Buffer, second: Buffer, random: Random): Buffer {
  const pieces = indexGzip(memorySource(first), { interval: 1 + below(random, 3000), compared: 1 + below(random, 1000) })!;
  let made = 0;
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return inflateGzipSpans(second, value!, made);
    made += value.length;
  }
}

function inflateGzipSpans(bytes: Buffer, index: GzipIndex, length: number): Buffer {
  expect(index.length).toBe(length);
  const spans = [...index.positions.keys()].reverse().map((span) => {
    const pieces: Buffer[] = [];
    for (const piece of inflateGzipSpan(memorySource(bytes), index, span)) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
  });
  return Buffer.concat(spans.reverse());
}

/** There is no other decoder at hand: what is whole is known, and checksums find every damage. */
function knownBzip2(bytes: Uint8Array): Inflated {
  const known: readonly (readonly [Buffer, Uint8Array])[] = [
    [BZIP2_TEXT, Buffer.from(TEXT)],
    [BZIP2_NUMBERS, NUMBERS],
    [Buffer.concat([BZIP2_TEXT, BZIP2_NUMBERS]), Buffer.concat([Buffer.from(TEXT), NUMBERS])],
  ];
  const found = known.find(([packed]) => packed.equals(bytes));
  if (found === undefined) throw new FormatError({ structure: 'bzip2 stream' });
  return { output: found[1], consumed: bytes.length };
}

/** Some bits of a bzip2 file may be changed without another content: a level that is still enough, codes that are not used. */
function harmless(recorded: Buffer | undefined, compression: DiskCompression, whole: Buffer): Buffer | undefined {
  if (recorded === undefined || compression !== 'bzip2') return undefined;
  return Buffer.from(knownBzip2(whole).output.subarray(0, recorded.length));
}

/** Undefined where it is damaged, or followed by something else. */
function inflate(bytes: Buffer, inWhole: typeof inflateGzip): Buffer | undefined {
  const inflated = survives(() => inWhole(bytes, { origin: 0, limit: LIMIT }));
  return inflated?.consumed === bytes.length ? Buffer.from(inflated.output) : undefined;
}

async function readDisk(bytes: Buffer, compression: DiskCompression, random: Random): Promise<Buffer | undefined> {
  try {
    const disk = await openCompressedDisk(memorySource(bytes), compression, random() < 0.5 ? 0 : undefined);
    try {
      return readInPieces(disk, random);
    } finally {
      disk.close();
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return undefined;
  }
}

/** From its end to its beginning, in pieces of any length. */
function readInPieces(source: BlockSource, random: Random): Buffer {
  const pieces: Buffer[] = [];
  for (let end = source.length; end > 0; ) {
    const length = Math.min(end, 1 + below(random, 4000));
    pieces.unshift(Buffer.from(readBytes(source, end - length, length)));
    end -= length;
  }
  return Buffer.concat(pieces);
}

function damage(valid: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(valid);
  for (let count = below(random, 3); count > 0; count--) bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
  return random() < 0.1 ? bytes.subarray(0, below(random, bytes.length)) : bytes;
}
