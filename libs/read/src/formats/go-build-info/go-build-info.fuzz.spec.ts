import { below, fuzzDecoder, type Random } from '@staticfire/testkit/fuzz';
import { decodeGoBuildInfo, GO_BUILD_INFO_HEADER_LENGTH, GO_BUILD_INFO_MAGIC } from './index.ts';

const MODULES = [
  'path\texample.com/cmd/x',
  'mod\texample.com/x\tv1.2.3\th1:abc=',
  'dep\tgolang.org/x/sys\tv0.1.0\th1:def=',
  '=>\t./local\t',
  'build\t-ldflags="-X main.v=\\"1 2\\"\\n\\x41\\u00e9\\101"',
  'build\tDefaultGODEBUG=fips140=on,tlsmlkem=0',
  'build\t"a=b"=`c d`',
  '',
].join('\n');
const FRAMED = Buffer.from(`0123456789abcdef${MODULES}0123456789abcdef`);
const VERSION = Buffer.from('go1.24.1 X:boringcrypto');
const INLINE = 2;
const POINTER_SIZE = 8;

const varint = (value: number) => (value < 0x80 ? Buffer.of(value) : Buffer.of((value & 0x7f) | 0x80, value >>> 7));
const header = (flags: number) => {
  const bytes = Buffer.alloc(GO_BUILD_INFO_HEADER_LENGTH);
  bytes.set(GO_BUILD_INFO_MAGIC);
  bytes.set([POINTER_SIZE, flags], GO_BUILD_INFO_MAGIC.length);
  return bytes;
};
const inline = Buffer.concat([header(INLINE), varint(VERSION.length), VERSION, varint(FRAMED.length), FRAMED]);
/** String headers at 48 and 64, what they point to from 80; addresses are offsets. */
const pointed = Buffer.concat([header(0), Buffer.alloc(48), VERSION, FRAMED]);
for (const [at, value] of [
  [16, 48],
  [24, 64],
  [48, 80],
  [56, VERSION.length],
  [64, 80 + VERSION.length],
  [72, FRAMED.length],
] as const)
  pointed.writeBigUInt64LE(BigInt(value), at);

const fuzz = fuzzDecoder('go-build-info', ['strings behind the header', 'strings that pointers lead to']);

for (const [name, whole] of [
  ['strings behind the header', inline],
  ['strings that pointers lead to', pointed],
] as const) {
  fuzz.loop(
    `${name}, with changed bytes`,
    (random) => {
      const bytes = damage(whole, random);
      const readAddress = (address: bigint, length: number) =>
        address + BigInt(length) <= BigInt(bytes.length) ? bytes.subarray(Number(address), Number(address) + length) : undefined;
      decodeGoBuildInfo(bytes, 1000, readAddress);
      return 'decoded';
    },
    { outcomes: ['decoded', 'refused'] },
  );
}

function damage(whole: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(whole);
  for (let left = below(random, 5); left > 0; left--) {
    const at = random() < 0.3 ? GO_BUILD_INFO_MAGIC.length + below(random, 80) : below(random, bytes.length);
    bytes[at] = random() < 0.5 ? below(random, 256) : [0, 9, 10, 0x22, 0x5c, 0x60, 0x7f, 0x80, 0xff][below(random, 9)]!;
  }
  return random() < 0.1 ? bytes.subarray(0, below(random, bytes.length)) : bytes;
}
