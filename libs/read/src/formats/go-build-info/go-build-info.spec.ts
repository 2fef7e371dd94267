import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { decodeGoBuildInfo, type ReadAddress } from './index.ts';

const MODULES = [
  'path\texample.com/cmd/x',
  'mod\texample.com/x\tv1.2.3\th1:abc=',
  'dep\tgolang.org/x/sys\tv0.1.0\th1:def=',
  'dep\tgithub.com/a/b\tv0.0.1',
  '=>\t./local\t',
  'build\t-compiler=gc',
  'build\t-ldflags="-X main.v=\\"1 2\\"\\n\\x41\\u00e9"',
  'build\tCGO_ENABLED=1',
  'build\tDefaultGODEBUG=fips140=on,tlsmlkem=0',
  'build\t"a=b"=`c d`',
  'future\tsomething',
  '',
].join('\n');
const FRAMED = `0123456789abcdef${MODULES}0123456789abcdef`;
const NOTHING: ReadAddress = () => undefined;
const EXPECTED = {
  goVersion: 'go1.24.1 X:boringcrypto',
  path: 'example.com/cmd/x',
  main: { path: 'example.com/x', version: 'v1.2.3', sum: 'h1:abc=' },
  dependencies: [
    { path: 'golang.org/x/sys', version: 'v0.1.0', sum: 'h1:def=' },
    { path: 'github.com/a/b', version: 'v0.0.1', replacedBy: { path: './local', version: '' } },
  ],
  settings: [
    { key: '-compiler', value: 'gc' },
    { key: '-ldflags', value: '-X main.v="1 2"\nAé' },
    { key: 'CGO_ENABLED', value: '1' },
    { key: 'DefaultGODEBUG', value: 'fips140=on,tlsmlkem=0' },
    { key: 'a=b', value: 'c d' },
  ],
};

function header(pointerSize: number, flags: number, pointers: readonly bigint[] = []): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('\xff Go buildinf:', 'latin1');
  bytes.set([pointerSize, flags], 14);
  for (const [index, pointer] of pointers.entries()) bytes.set(number(pointer, pointerSize, flags === 1), 16 + index * pointerSize);
  return bytes;
}

function number(value: bigint, size: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bigEndian ? Buffer.from(bytes.subarray(0, size)).reverse() : bytes.subarray(0, size);
}

/** Go's binary.PutUvarint and the bytes. */
function inline(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

describe('Go build information', () => {
  it('of Go 1.18 and later, behind the header', () => {
    const bytes = Buffer.concat([header(8, 2), inline('go1.24.1 X:boringcrypto'), inline(FRAMED), Buffer.alloc(40)]);
    expect(decodeGoBuildInfo(bytes, 0, NOTHING)).toEqual(EXPECTED);
  });

  it.each([
    [8, 0],
    [8, 1],
    [4, 0],
    [4, 1],
  ])('of older ones, behind pointers of %i bytes, big endian: %i', (size, flags) => {
    const string = (at: bigint, length: number): Buffer => Buffer.concat([number(at, size, flags === 1), number(BigInt(length), size, flags === 1)]);
    const [version, modules] = [Buffer.from('go1.24.1 X:boringcrypto'), Buffer.from(FRAMED)];
    const memory = new Map<bigint, Buffer>([
      [0x1000n, string(0x3000n, version.length)],
      [0x2000n, string(0x4000n, modules.length)],
      [0x3000n, version],
      [0x4000n, modules],
    ]);
    const read: ReadAddress = (address, length) => memory.get(address)?.subarray(0, length);
    expect(decodeGoBuildInfo(header(size, flags, [0x1000n, 0x2000n]), 0, read)).toEqual(EXPECTED);
  });

  it('of a program that was built without modules', () => {
    expect(decodeGoBuildInfo(Buffer.concat([header(8, 2), inline('go1.22.0'), inline('')]), 0, NOTHING)).toEqual({
      goVersion: 'go1.22.0',
      dependencies: [],
      settings: [],
    });
  });

  it.each([
    ['a text that is longer than the file', Buffer.concat([header(8, 2), Buffer.from([0xff, 0xff, 0x7f])])],
    ['no end of a length', Buffer.concat([header(8, 2), Buffer.alloc(40, 0xff)])],
    ['a pointer that leads nowhere', header(8, 0, [1n, 2n])],
    ['pointers of three bytes', header(3, 0)],
    ['no version', Buffer.concat([header(8, 2), inline(''), inline(FRAMED)])],
    ['a header that is cut', header(8, 2).subarray(0, 20)],
  ])('%s is a FormatError', (_, bytes) => {
    expect(() => decodeGoBuildInfo(bytes, 100, NOTHING)).toThrow(/Go build information/);
  });

  it('any bytes end in a value or an error of ours', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0, 1, 2), fc.constantFrom(4, 8), (bytes, flags, size) => {
        try {
          decodeGoBuildInfo(Buffer.concat([header(size, flags), bytes]), 0, (_, length) => (length > bytes.length ? undefined : bytes.subarray(0, length)));
        } catch (error) {
          if (!(error instanceof ReadError)) throw error;
        }
      }),
      { seed: 20261125, numRuns: 2000 },
    );
  });
});
