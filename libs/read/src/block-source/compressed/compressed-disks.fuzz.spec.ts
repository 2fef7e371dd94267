import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError, ReadError } from '../../bytes/index.ts';
import { BZIP2_NUMBERS, BZIP2_TEXT, NUMBERS, TEXT } from '../../compression/fixtures/bzip2-fixture.ts';
import { lz4Block, lz4Frame, word } from '../../compression/fixtures/lz4-fixture.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { storedLzma2, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { type Inflated, inflateGzip, inflateLz4Frame, inflateLz4Legacy, inflateXz, inflateZstd } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { type DiskCompression, openCompressedDisk } from './open-compressed-disk.ts';

const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 6;
/** On a machine that has no time for us. */
const INPUTS_AT_LEAST = 40;
const SEED = 20261126;
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

describe.each(DISKS)('a damaged %s disk', (compression, inWhole, valid) => {
  it('is what it is when it is inflated in one piece, or ends in a read error', async () => {
    const random = seededRandom(SEED);
    const end = performance.now() + BUDGET_MS;
    let same = 0;
    for (let count = 0; count < INPUTS_AT_LEAST || performance.now() < end; count++) {
      const bytes = damage(valid[count % valid.length]!, random);
      const expected = inflate(bytes, inWhole);
      const disk = await readDisk(bytes, compression, random);
      // Random access does not see a wrong checksum of the content, nor damage where it does not look; it never sees other bytes.
      if (expected !== undefined) expect(disk?.equals(expected), `input ${count}`).toBe(true);
      if (expected !== undefined) same++;
    }
    expect(same).toBeGreaterThan(3);
  });
});

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

/** Undefined where it is damaged, or followed by something else. */
function inflate(bytes: Buffer, inWhole: typeof inflateGzip): Buffer | undefined {
  try {
    const { output, consumed } = inWhole(bytes, { origin: 0, limit: LIMIT });
    return consumed === bytes.length ? Buffer.from(output) : undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    return undefined;
  }
}

async function readDisk(bytes: Buffer, compression: DiskCompression, random: () => number): Promise<Buffer | undefined> {
  try {
    return readInPieces(await openCompressedDisk(memorySource(bytes), compression), random);
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    return undefined;
  }
}

/** From its end to its beginning, in pieces of any length. */
function readInPieces(source: BlockSource, random: () => number): Buffer {
  const pieces: Buffer[] = [];
  for (let end = source.length; end > 0; ) {
    const length = Math.min(end, 1 + Math.floor(random() * 4000));
    pieces.unshift(Buffer.from(readBytes(source, end - length, length)));
    end -= length;
  }
  return Buffer.concat(pieces);
}

function damage(valid: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(valid);
  for (let count = Math.floor(random() * 3); count > 0; count--) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  return random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}
