import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, ReadError } from '../bytes/index.ts';
import { inflateGzip } from './gzip.ts';

const HELLO = Buffer.from('hello, world');
const member = gzipSync(HELLO);
const body = member.subarray(10);
const header = (flags: number) => Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]);
const headerChecksum = (bytes: Uint8Array) => Buffer.of(crc32(bytes) & 0xff, (crc32(bytes) >>> 8) & 0xff);
const inflate = (bytes: Uint8Array, limit = 1 << 20) => {
  const { output, consumed } = inflateGzip(bytes, { origin: 64, limit });
  return { text: Buffer.from(output).toString(), consumed };
};
const changed = (at: number) => {
  const copy = Buffer.from(member);
  copy[at < 0 ? copy.length + at : at]! ^= 0x41;
  return copy;
};

describe('inflateGzip', () => {
  it.each([
    ['a member', member, 'hello, world'],
    ['members', Buffer.concat([member, gzipSync(Buffer.alloc(0)), member]), 'hello, worldhello, world'],
    ['a name, a comment and an extra field', Buffer.concat([header(0x1c), Buffer.from('\x03\x00abcname\0comment\0', 'latin1'), body]), 'hello, world'],
    ['a header checksum', Buffer.concat([header(0x02), headerChecksum(header(0x02)), body]), 'hello, world'],
  ])('inflates %s', (_, bytes, text) => {
    expect(inflate(bytes)).toEqual({ text, consumed: bytes.length });
  });

  it.each([
    ['zeros', Buffer.alloc(16)],
    ['other bytes', Buffer.from('garbage')],
    ['one byte of a magic', Buffer.of(0x1f)],
  ])('stops before %s', (_, rest) => {
    expect(inflate(Buffer.concat([member, rest]))).toEqual({ text: 'hello, world', consumed: member.length });
  });

  it.each([
    ['another magic', changed(0), /ID1, ID2 at byte 64/],
    ['another method', changed(2), /CM at byte 66/],
    ['reserved flags', Buffer.concat([header(0x20), body]), /FLG at byte 67/],
    ['a wrong header checksum', Buffer.concat([header(0x02), headerChecksum(header(0x12)), body]), /CRC16/],
    ['a name without an end', Buffer.concat([header(0x08), Buffer.from('name')]), /name or comment/],
    ['a wrong checksum', changed(-8), /gzip trailer, CRC32/],
    ['a wrong length', changed(-4), /gzip trailer, ISIZE/],
    ['damaged data', changed(10), /the compressed data is damaged|CRC32|trailer/],
    ['a damaged second member', Buffer.concat([member, changed(2)]), /CM at byte 98/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => inflate(bytes)).toThrow(FormatError);
    expect(() => inflate(bytes)).toThrow(message);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < member.length; length++) expect(() => inflate(member.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it('throws a LimitError, not more bytes than allowed', () => {
    expect(inflate(Buffer.concat([member, member]), 24).text).toHaveLength(24);
    for (const limit of [0, 1, 11]) expect(() => inflate(member, limit)).toThrow(LimitError);
    expect(() => inflate(Buffer.concat([member, member]), 23)).toThrow(LimitError);
    expect(() => inflate(gzipSync(Buffer.alloc(64 << 20)), 1 << 20)).toThrow(LimitError);
  });

  it('bounds the number of members', () => {
    const empty = gzipSync(Buffer.alloc(0));
    const members = (count: number) => Buffer.concat(Array.from({ length: count }, () => empty));
    expect(inflate(members(1000)).consumed).toBe(1000 * empty.length);
    expect(() => inflate(members(65_537))).toThrow(LimitError);
  });

  it('bounds a header that does not end', () => {
    expect(() => inflate(Buffer.concat([header(0x08), Buffer.alloc(300_000, 'n')]))).toThrow(ReadError);
  });
});
