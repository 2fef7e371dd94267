import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../bytes/index.ts';
import { storedLzma2, type XzOptions, xzStream } from './fixtures/xz-fixture.ts';
import { inflateXz } from './xz.ts';

/** `xz -9`, CRC64, and `xz -C sha256` of the first hundred bytes. */
const SENTENCE = 'the unit of the29245 unit wants the target of the unit\n'.repeat(4);
const crc64Stream = Buffer.from(
  'fd377a585a000004e6d6b446020021011c00000010cf58cce000db002e5d003a1a08ce76ebc6affa1128a0f909beeb1f53e8071e3e4fb2637bdf542aeacaf43fae327fa20a9e156b53cfd4bf00000000fdef016f14f7e6e500014adc01000000ea082f99b1c467fb020000000004595a',
  'hex',
);
const sha256Stream = Buffer.from(
  'fd377a585a00000ae1fb0ca10200210116000000742fe5a3e00063002e5d003a1a08ce76ebc6affa1128a0f909beeb1f53e8071e3e4fb2637bdf542aeacaf43fae327fa20a9e149f94ae2c5100000000625b454578e2ab0bdba353d5f8c1bce3b19428040d9060e89de37d801ad27fbf000162644f19923d189b4b9a01000000000a595a',
  'hex',
);
const HELLO = Buffer.from('hello, world');
const PLAIN: XzOptions = { data: storedLzma2(HELLO), content: HELLO };
const plain = xzStream(PLAIN);

const inflate = (bytes: Uint8Array, limit = 1 << 20) => {
  const { output, consumed } = inflateXz(bytes, { origin: 64, limit });
  return { text: Buffer.from(output).toString(), consumed };
};
const changed = (at: number, stream: Buffer = plain) => {
  const copy = Buffer.from(stream);
  copy[at < 0 ? copy.length + at : at]! ^= 0x01;
  return copy;
};
const withHeader = (header: string) => xzStream({ ...PLAIN, blockHeader: Buffer.from(header, 'hex') });
const withData = (hex: string, content: Uint8Array = HELLO) => xzStream({ data: Buffer.from(hex, 'hex'), content });

describe('inflateXz', () => {
  it.each([
    ['CRC64', crc64Stream, SENTENCE],
    ['SHA-256', sha256Stream, SENTENCE.slice(0, 100)],
    ['a stored chunk, CRC32', plain, 'hello, world'],
    ['no check', xzStream({ ...PLAIN, check: 'none' }), 'hello, world'],
    ['sizes in the block header', withHeader('c0100c210108'), 'hello, world'],
    ['streams', Buffer.concat([plain, crc64Stream]), `hello, world${SENTENCE}`],
    ['streams with padding between and after', Buffer.concat([plain, Buffer.alloc(8), plain, Buffer.alloc(4)]), 'hello, worldhello, world'],
    ['an empty stream', Buffer.from('fd377a585a0000016922de36000000001cdf44219042990d010000000001595a', 'hex'), ''],
  ])('inflates %s', (_, bytes, text) => {
    expect(inflate(bytes)).toEqual({ text, consumed: bytes.length });
  });

  it.each([
    ['other bytes', Buffer.from('garbage')],
    ['padding that is no multiple of four', Buffer.alloc(2)],
    ['padding and other bytes', Buffer.from('\0\0\0\0garbage', 'latin1')],
  ])('stops before %s', (_, rest) => {
    expect(inflate(Buffer.concat([plain, rest])).text).toBe('hello, world');
    expect(inflate(Buffer.concat([plain, rest])).consumed).toBe(plain.length);
  });

  it.each([
    ['the magic', changed(0), /header magic at byte 64/],
    ['the CRC32 of the stream flags', changed(8), /CRC32 at byte 72/],
    ['the block header', changed(14), /xz block header, CRC32 at byte 84/],
    ['the data', changed(29), /CRC32 at byte/],
    ['LZMA data', changed(40, crc64Stream), /LZMA2 chunk|CRC64/],
    ['the block padding', changed(39, xzStream({ data: storedLzma2(HELLO.subarray(1)), content: HELLO.subarray(1) })), /block padding at byte 103/],
    ['the check', xzStream({ ...PLAIN, checkValue: 5 }), /CRC32 at byte 104/],
    ['a CRC64', changed(-30, crc64Stream), /CRC64 at byte/],
    ['a SHA-256', changed(-40, sha256Stream), /SHA-256 at byte/],
    ['the index', changed(50), /xz index, CRC32 at byte 112/],
    ['the number of records', xzStream({ ...PLAIN, records: 2 }), /number of records.*found 2, expected 1/],
    ['the unpadded size', xzStream({ ...PLAIN, unpaddedSize: 99 }), /unpadded size.*found 99, expected 32/],
    ['the uncompressed size', xzStream({ ...PLAIN, uncompressedSize: 99 }), /uncompressed size.*found 99, expected 12/],
    ['the backward size', xzStream({ ...PLAIN, backwardSize: 7 }), /xz footer, backward size.*found 32, expected 8/],
    ['the flags of the footer', xzStream({ ...PLAIN, footerFlags: [0, 4] }), /xz footer, stream flags.*found 4, expected 1/],
    ['the footer', changed(-9), /xz footer/],
    ['the footer magic', changed(-1), /footer magic/],
    ['the compressed size of the block header', withHeader('c0110c210108'), /compressed size.*found 17, expected 16/],
    ['the uncompressed size of the block header', withHeader('c0100d210108'), /uncompressed size.*found 13, expected 12/],
    ['an integer that is not in its shortest form', withHeader('808c00210108'), /shortest form/],
    ['the dictionary size', withHeader('00210129'), /dictionary size/],
    ['the properties of LZMA2', withHeader('0021020808'), /LZMA2 properties size/],
    ['the start of a branch filter', withHeader('01070401000000210108'), /filter start offset.*found 1, expected a multiple of 4/],
    ['a delta without its distance', withHeader('010300210108'), /delta properties size/],
  ])('refuses damage to %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it.each([
    ['a first chunk that does not reset the dictionary', '02000b68656c6c6f2c20776f726c6400', /a reset of the dictionary/],
    ['an LZMA chunk without properties', `01000b68656c6c6f2c20776f726c64a0000000050000000000000000`, /new properties/],
    ['an unknown control byte', '03000b68656c6c6f2c20776f726c6400', /control/],
    ['properties with lc + lp above 4', 'e000000005080000000000000000', /properties/],
    ['properties with pb above 4', 'e000000005e10000000000000000', /properties/],
    ['a range coder that does not start with zero', 'e0000000055d010000000000000000', /zero byte/],
    ['a chunk that ends before its last byte', 'e000ff00055d0000000000000000', /ends before|does not end|dictionary/],
    ['a chunk with bytes left over', 'e0000000095d00000000000000000000000000', /does not end where its data does/],
    ['a first match', 'e0000000055d00ffffffffff0000', /dictionary does not hold|past the end/],
  ])('refuses %s', (_, hex, message) => {
    expect(() => inflate(withData(hex))).toThrow(FormatError);
    expect(() => inflate(withData(hex))).toThrow(message);
  });

  it.each([
    ['a reserved check', xzStream({ ...PLAIN, streamFlags: [0, 2] }), /stream flags/],
    ['reserved stream flags', xzStream({ ...PLAIN, streamFlags: [1, 1] }), /stream flags/],
    ['reserved block flags', withHeader('04210108'), /block flags at byte 77: found 4/],
    ['a filter it does not know', withHeader('010600210108'), /filter id.*found 6/],
    ['a last filter that is not LZMA2', withHeader('000400'), /last filter id.*found 4/],
  ])('names %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(UnsupportedError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it.each([
    ['stored', plain],
    ['LZMA', crc64Stream],
  ])('refuses every truncation of a %s stream', (_, stream) => {
    for (let length = 0; length < stream.length; length++) expect(() => inflate(stream.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it.each([
    ['stored', plain, 12],
    ['LZMA', crc64Stream, 220],
    ['announced', withHeader('c0100c210108'), 12],
  ])('bounds what is %s', (_, stream, length) => {
    expect(inflate(stream, length).text).toHaveLength(length);
    expect(() => inflate(stream, length - 1)).toThrow(LimitError);
    expect(() => inflate(Buffer.concat([stream, stream]), length * 2 - 1)).toThrow(LimitError);
  });
});
