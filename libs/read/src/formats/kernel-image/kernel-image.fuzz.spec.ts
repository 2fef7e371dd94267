import { gzipSync, zstdCompressSync } from 'node:zlib';
import { arm64Image, sizeWord, vmlinux, wrapBzImage, wrapZboot } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { memorySource } from '../../block-source/index.ts';
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
const MAX_TEXT = 5_000_000;
const HOSTILE = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff, 160 * 1024 * 1024];

function read(bytes: Uint8Array): void {
  const { config } = readKernelImage(memorySource(bytes));
  if (config !== undefined && config.text.length >= MAX_TEXT) throw new Error(`a configuration of ${config.text.length} characters`);
}

/** Header fields lie in the first 0x270 bytes. */
const change = fc.record({
  place: fc.oneof(fc.nat(0x26c), fc.nat(1_000_000)),
  value: fc.oneof(fc.constantFrom(...HOSTILE), fc.nat(0xffffffff)),
  cut: fc.nat(40),
});

const fuzz = fuzzDecoder('kernel-image', Object.keys(KERNELS));

for (const [name, kernel] of Object.entries(KERNELS)) {
  fuzz.property(`${name} with changed numbers, cut anywhere`, fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
    const bytes = Buffer.from(kernel);
    for (const { place, value } of changes) bytes.writeUInt32LE(value, place % (bytes.length - 4));
    read(changes[0]!.cut === 0 ? bytes.subarray(0, changes[0]!.place % bytes.length) : bytes);
  });
}

fuzz.property('any bytes', fc.uint8Array({ maxLength: 700 }), read);
