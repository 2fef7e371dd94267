import { constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { below, fuzzDecoder, type Random, survives } from '@staticfire/testkit/fuzz';
import { expect, it } from 'vitest';
import { LimitError } from '../bytes/index.ts';
import { inflateDeflate, inflateZlib } from './deflate.ts';
import { lz4Block, lz4Frame, word } from './fixtures/lz4-fixture.ts';
import { microLzma } from './fixtures/micro-lzma-fixture.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { storedLzma2, xzStream } from './fixtures/xz-fixture.ts';
import {
  type Inflated,
  type InflateInto,
  type InflateOptions,
  inflateDeflateInto,
  inflateGzip,
  inflateLz4Block,
  inflateLz4Frame,
  inflateLz4Legacy,
  inflateMicroLzma,
  inflateXz,
  inflateZlibInto,
  inflateZstd,
  inflateZstdInto,
  measureLz4Block,
} from './index.ts';

const LIMIT = 1 << 20;
const SLOWEST_MS = 1000;

const text = Buffer.from('the unit wants the target of the unit that wants the target\n'.repeat(20));
/** `xz` of 220 bytes of text. */
const lzma = Buffer.from(
  'fd377a585a000004e6d6b446020021011c00000010cf58cce000db002e5d003a1a08ce76ebc6affa1128a0f909beeb1f53e8071e3e4fb2637bdf542aeacaf43fae327fa20a9e156b53cfd4bf00000000fdef016f14f7e6e500014adc01000000ea082f99b1c467fb020000000004595a',
  'hex',
);
const block = lz4Block(
  { literals: text.subarray(0, 60), match: { distance: 60, length: 900 } },
  { literals: Buffer.alloc(0), match: { distance: 1, length: 40 } },
  { literals: text.subarray(0, 300), match: { distance: 7, length: 12 } },
  { literals: text.subarray(0, 9) },
);

type Inflate = (input: Uint8Array, options: InflateOptions) => Inflated;
const STREAMS: readonly (readonly [
  name: 'lz4-frame' | 'lz4-legacy' | 'gzip' | 'zstd' | 'xz',
  seeds: readonly string[],
  inflate: Inflate,
  valid: readonly Buffer[],
])[] = [
  [
    'lz4-frame',
    ['lz4Frame', 'lz4Frame of dependent blocks'],
    inflateLz4Frame,
    [lz4Frame([{ bytes: block }, { bytes: text, stored: true }]), lz4Frame([{ bytes: block }, { bytes: block }], { independent: false, blockChecksums: true })],
  ],
  ['lz4-legacy', ['lz4Block in a legacy frame'], inflateLz4Legacy, [Buffer.concat([Buffer.from('02214c18', 'hex'), word(block.length), block])]],
  [
    'gzip',
    ['gzipSync', 'gzipSync twice', 'gzipSync with extra, name, comment and checksum'],
    inflateGzip,
    [
      gzipSync(text),
      Buffer.concat([gzipSync(text), gzipSync(text)]),
      Buffer.concat([Buffer.from('1f8b081c0000000000030300616263', 'hex'), Buffer.from('n\0c\0'), gzipSync(text).subarray(10)]),
    ],
  ],
  [
    'zstd',
    ['zstdCompressSync', 'zstdCompressSync with checksum'],
    inflateZstd,
    [zstdCompressSync(sampleBytes(5000)), zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
  ],
  [
    'xz',
    ['xz of text', 'xzStream stored', 'xz of text twice, padded'],
    inflateXz,
    [lzma, xzStream({ data: storedLzma2(text), content: text }), Buffer.concat([lzma, Buffer.alloc(4), lzma])],
  ],
];

for (const [name, seeds, inflate, valid] of STREAMS) {
  fuzzDecoder(name, seeds, { slowestMs: SLOWEST_MS }).loop(
    'ends in a value within its limit or in a read error',
    (random, count) => {
      const bytes = damage(valid[count % valid.length]!, random);
      const { output, consumed } = inflate(bytes, { origin: 0, limit: LIMIT });
      expect([output.length <= LIMIT, consumed <= bytes.length]).toEqual([true, true]);
      return 'inflated';
    },
    { outcomes: ['inflated', 'refused'] },
  );
}

it.each(STREAMS)('%s has the same beginning under a smaller limit, or is over it', (_, __, inflate, valid) => {
  for (const bytes of valid) {
    const whole = inflate(bytes, { origin: 0, limit: LIMIT }).output.length;
    for (let limit = 0; limit < whole; limit += 7) expect(() => inflate(bytes, { origin: 0, limit }), `${limit} of ${whole} bytes`).toThrow(LimitError);
    expect(inflate(bytes, { origin: 0, limit: whole }).output.length).toBe(whole);
  }
});

const BLOCKS = [block, Buffer.alloc(40, 0x11), sampleBytes(200, 3)];
fuzzDecoder('lz4-block', ['lz4Block', '0x11 forty times', 'sampleBytes'], { slowestMs: SLOWEST_MS }).loop(
  'is inflated as a decoder that goes byte by byte does it, or refused by both',
  (random, count) => {
    const bytes = damage(BLOCKS[count % BLOCKS.length]!, random);
    const room = 1 + below(random, 3000);
    const partial = random() < 0.3;
    const expected = inflateSlowly(bytes, room, partial);
    const output = Buffer.alloc(room);
    const end = survives(() => inflateLz4Block(bytes, output, { origin: 0, partial }));
    const inflated = end === undefined ? undefined : output.subarray(0, end);
    if (inflated === undefined || !expected?.equals(inflated)) expect(inflated?.toString('hex')).toBe(expected?.toString('hex'));
    if (end === undefined) return 'refused by both';
    if (!partial) expect(measureLz4Block(bytes, 0)).toBe(end);
    return 'inflated';
  },
  { outcomes: ['inflated', 'refused by both'] },
);

const { stream } = microLzma();
fuzzDecoder('micro-lzma', ['microLzma'], { slowestMs: SLOWEST_MS }).loop('fills its target or ends in a read error', (random) => {
  inflateMicroLzma(damage(stream, random), Buffer.alloc(below(random, 3000)), { origin: 0, dictionarySize: 4096, partial: random() < 0.5 });
});

const INTO: readonly (readonly [name: string, whole: Inflate, into: InflateInto, valid: readonly Buffer[]])[] = [
  ['deflate', inflateDeflate, inflateDeflateInto, [deflateRawSync(text), deflateRawSync(sampleBytes(3000))]],
  ['zlib', inflateZlib, inflateZlibInto, [deflateSync(text), deflateSync(sampleBytes(3000))]],
  ['zstd', inflateZstd, inflateZstdInto, [zstdCompressSync(text), zstdCompressSync(sampleBytes(3000), { params: { [constants.ZSTD_c_checksumFlag]: 1 } })]],
];
const into = fuzzDecoder('inflate-into', ['deflateRawSync', 'deflateSync', 'zstdCompressSync, also with checksum'], { slowestMs: SLOWEST_MS });
for (const [name, whole, fill, valid] of INTO) {
  into.loop(
    `${name}: a target is filled with what the stream inflates to, or both are refused`,
    (random, count) => {
      const bytes = damage(valid[count % valid.length]!, random);
      const expected = survives(() => whole(bytes, { origin: 0, limit: LIMIT }).output);
      const target = new Uint8Array(random() < 0.5 ? (expected?.length ?? 1200) : below(random, 4000));
      const filled = survives(() => fill(bytes, target, { origin: 0, limit: LIMIT }));
      if (filled === undefined) expect(expected).toBeUndefined();
      if (filled === undefined || expected === undefined) return 'refused';
      expect(filled.length).toBe(Math.min(expected.length, target.length));
      expect(Buffer.compare(target.subarray(0, filled.length), expected.subarray(0, filled.length))).toBe(0);
      return 'inflated';
    },
    { outcomes: ['inflated', 'refused'] },
  );
}

function damage(valid: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(valid);
  for (let count = below(random, 4); count >= 0; count--) {
    const at = below(random, bytes.length);
    bytes[at] = random() < 0.5 ? bytes[at]! ^ (1 << below(random, 8)) : [0, 1, 0x7f, 0x80, 0xff][below(random, 5)]!;
  }
  return random() < 0.2 ? bytes.subarray(0, below(random, bytes.length)) : bytes;
}

/** The block format with the end-of-block rules, in the plainest way; undefined where it is damaged. */
function inflateSlowly(bytes: Buffer, room: number, partial: boolean): Buffer | undefined {
  const output: number[] = [];
  let at = 0;
  const readLength = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = bytes[at++] ?? Number.NaN;
    return length;
  };
  while (at < bytes.length) {
    const token = bytes[at++]!;
    const literals = readLength(token >>> 4);
    if (Number.isNaN(literals)) return undefined;
    for (let index = 0; index < literals; index++) {
      if (output.length === room) return partial ? Buffer.from(output) : undefined;
      if (at === bytes.length) return undefined;
      output.push(bytes[at++]!);
    }
    if (at === bytes.length || (partial && output.length === room)) return Buffer.from(output);
    if (bytes.length - at < (partial ? 2 : 8) || (!partial && output.length > room - 12)) return undefined;
    const distance = bytes.readUInt16LE(at);
    at += 2;
    if (distance === 0 || distance > output.length) return undefined;
    const length = readLength(token & 15) + 4;
    if (Number.isNaN(length) || (!partial && output.length + length > room - 5)) return undefined;
    for (let index = 0; index < length; index++) {
      if (output.length === room) break;
      output.push(output[output.length - distance]!);
    }
    if (partial && output.length === room) return Buffer.from(output);
  }
  return undefined;
}
