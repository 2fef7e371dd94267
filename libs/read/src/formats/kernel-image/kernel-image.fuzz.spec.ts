import { gzipSync, zstdCompressSync } from 'node:zlib';
import { arm64Image, sizeWord, vmlinux, wrapBzImage, wrapZboot } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { readKernelImage } from './index.ts';

const BODY = { version: '6.1.112', config: 'CONFIG_A=y\n'.repeat(50), codeLength: 256 };
const KERNELS: Readonly<Record<string, Buffer>> = {
  'bzImage, gzip': wrapBzImage(BODY.version, gzipSync(vmlinux(BODY))),
  'bzImage, zstd': wrapBzImage(BODY.version, Buffer.concat([zstdCompressSync(vmlinux(BODY)), sizeWord(vmlinux(BODY).length)])),
  'zboot, gzip': wrapZboot('gzip', gzipSync(arm64Image(BODY)), Buffer.alloc(0)),
  'zboot, zstd': wrapZboot('zstd', zstdCompressSync(arm64Image(BODY)), sizeWord(arm64Image(BODY).length)),
  'arm64 Image': arm64Image(BODY),
  vmlinux: vmlinux(BODY),
};
const NAMES = Object.keys(KERNELS);
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / (NAMES.length + 1);
const OPTIONS = { seed: 20261125, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const HOSTILE = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff, 160 * 1024 * 1024];

function survives(bytes: Uint8Array): void {
  try {
    const { config } = readKernelImage(memorySource(bytes));
    if (config !== undefined) expect(config.text.length).toBeLessThan(5_000_000);
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
  }
}

/** Header fields lie in the first 0x270 bytes. */
const change = fc.record({
  place: fc.oneof(fc.nat(0x26c), fc.nat(1_000_000)),
  value: fc.oneof(fc.constantFrom(...HOSTILE), fc.nat(0xffffffff)),
  cut: fc.nat(40),
});

describe('any kernel ends in a value or in one of our errors', () => {
  it.each(NAMES)('%s with changed numbers, cut anywhere', (name) => {
    const kernel = KERNELS[name]!;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(kernel);
        for (const { place, value } of changes) bytes.writeUInt32LE(value, place % (bytes.length - 4));
        survives(changes[0]!.cut === 0 ? bytes.subarray(0, changes[0]!.place % bytes.length) : bytes);
      }),
      OPTIONS,
    );
  });

  it('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), survives), OPTIONS);
  });
});
