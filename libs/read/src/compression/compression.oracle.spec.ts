import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectCompression } from './detect-compression.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { type Inflated, type InflateOptions, inflateGzip, inflateLz4Frame, inflateLz4Legacy, inflateXz, inflateZstd } from './index.ts';

type Inflate = (input: Uint8Array, options: InflateOptions) => Inflated;

const BINARY_LENGTH = 700_000;
/** Machine code, then everything else that a disk may hold, then noise that no encoder makes smaller. */
const SAMPLES: Readonly<Record<string, () => Buffer>> = {
  mixed: () => Buffer.concat([machineCode(), sampleBytes(300_000, 7), Buffer.alloc(200_000)]),
  empty: () => Buffer.alloc(0),
  'one byte': () => Buffer.of(7),
  'a few bytes': () => Buffer.from('twelve bytes'),
  zeros: () => Buffer.alloc(9 << 20),
};

/** Ourselves: what runs this spec is a large program. */
function machineCode(): Buffer {
  const bytes = Buffer.alloc(BINARY_LENGTH);
  const file = openSync(process.execPath, 'r');
  readSync(file, bytes, 0, bytes.length, 24 << 20);
  closeSync(file);
  return bytes;
}

const LZ4_OPTIONS = [
  '-1',
  '-9',
  '-12',
  '-B4',
  '-B5',
  '-B6',
  '-B7',
  '-B4 -BD',
  '-9 -B5 -BD',
  '-BX',
  '-B4 -BX -BD',
  '--content-size',
  '--no-frame-crc',
  '--fast=9',
];
const ZSTD_OPTIONS = ['-1', '-9', '-19', '--long', '--no-check', '--fast=3', '--no-content-size'];
const GZIP_OPTIONS = ['-1', '-6', '-9', '-n'];
const XZ_OPTIONS = [
  '-0',
  '-6',
  '-9e',
  '-C none',
  '-C crc32',
  '-C sha256',
  '--block-size=300000',
  '--x86 --lzma2',
  '--arm64 --lzma2',
  '--arm --lzma2',
  '--armthumb --lzma2',
  '--powerpc --lzma2',
  '--sparc --lzma2',
  '--delta=dist=4 --lzma2',
  '--delta=dist=256 --x86=start=4096 --lzma2=dict=1MiB',
  '--arm64=start=65536 --lzma2=lc=0,lp=2,pb=0',
  '--lzma2=lc=4,lp=0,pb=4',
  '--lzma2=preset=0,dict=4KiB,nice=8',
  '--check=crc32 --x86 --lzma2=dict=32MiB',
];

const TABLE: readonly (readonly [tool: string, options: readonly string[], inflate: Inflate, compression: string])[] = [
  ['lz4', LZ4_OPTIONS, inflateLz4Frame, 'lz4'],
  ['lz4', ['-l -1', '-l -9', '-l -12'], inflateLz4Legacy, 'lz4-legacy'],
  ['zstd', ZSTD_OPTIONS, inflateZstd, 'zstd'],
  ['gzip', GZIP_OPTIONS, inflateGzip, 'gzip'],
  ['xz', XZ_OPTIONS, inflateXz, 'xz'],
];

describeOracle('what the tools compress', toolsFor('lz4', 'zstd', 'gzip', 'xz'), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-compression-'));
    for (const [name, make] of Object.entries(SAMPLES)) writeFileSync(join(folder, name), make());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sample = (name: string) => readFileSync(join(folder, name));
  /** From a file: then the tools know the length. */
  const compress = (tool: string, options: string, name: string) =>
    execFileSync(tool, [...options.split(' '), '-c', join(folder, name)], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });

  for (const [tool, options, inflate, compression] of TABLE) {
    describe(`${compression} by ${tool}`, () => {
      it.each(options)('%s', (option) => {
        const names = option === options[0] ? Object.keys(SAMPLES) : ['mixed', 'a few bytes'];
        for (const name of names) {
          const compressed = compress(tool, option, name);
          expect(detectCompression(compressed)).toBe(compression);
          const expected = sample(name);
          const { output, consumed } = inflate(compressed, { origin: 0, limit: expected.length });
          expect([name, consumed, Buffer.from(output).equals(expected)]).toEqual([name, compressed.length, true]);
        }
      });

      it('one after another', () => {
        const compressed = Buffer.concat([compress(tool, options[0]!, 'a few bytes'), compress(tool, options[1]!, 'mixed')]);
        const { output, consumed } = inflate(compressed, { origin: 0, limit: 1 << 24 });
        expect([consumed, Buffer.from(output).equals(Buffer.concat([sample('a few bytes'), sample('mixed')]))]).toEqual([compressed.length, true]);
      });
    });
  }

  it('damage in any place is found where the tools find it', () => {
    for (const [tool, options, inflate] of TABLE.filter(([, , , compression]) => compression !== 'lz4-legacy')) {
      const compressed = compress(tool, options[0]!, 'a few bytes');
      for (let at = 0; at < compressed.length; at++) {
        const copy = Buffer.from(compressed);
        copy[at]! ^= 0x10;
        writeFileSync(join(folder, 'damaged'), copy);
        let ours = 'refused';
        try {
          const { output, consumed } = inflate(copy, { origin: 0, limit: 1 << 20 });
          if (consumed === copy.length) ours = Buffer.from(output).toString('hex');
        } catch {}
        expect([tool, at, ours]).toEqual([tool, at, decompress(tool, join(folder, 'damaged'))]);
      }
    }
  });

  function decompress(tool: string, path: string): string {
    try {
      return execFileSync(tool, ['-dc'], { input: readFileSync(path), stdio: ['pipe', 'pipe', 'ignore'] }).toString('hex');
    } catch {
      return 'refused';
    }
  }
});
