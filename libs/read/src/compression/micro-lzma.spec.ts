import { describe, expect, it } from 'vitest';
import { FormatError } from '../bytes/index.ts';
import { microLzma } from './fixtures/micro-lzma-fixture.ts';
import { inflateMicroLzma } from './micro-lzma.ts';

const { stream, text } = microLzma();
const OPTIONS = { origin: 1000, dictionarySize: 4096, partial: false };

function inflate(input: Buffer, length: number, options: Partial<typeof OPTIONS> = {}): string {
  const target = Buffer.alloc(length);
  inflateMicroLzma(Buffer.from(input), target, { ...OPTIONS, ...options });
  return target.toString();
}

describe('MicroLZMA', () => {
  it('fills its target', () => expect(inflate(stream, text.length)).toBe(text));

  it('stops early when it may', () => {
    for (const length of [1, 7, 100, text.length - 1]) expect(inflate(stream, length, { partial: true })).toBe(text.slice(0, length));
  });

  it.each<[string, Buffer, number]>([
    ['fewer bytes than it has', stream, text.length - 1],
    ['more bytes than it has', stream, text.length + 1],
    ['properties that cannot be', Buffer.concat([Buffer.from([0]), stream.subarray(1)]), text.length],
    ['fewer bytes than the range coder begins with', stream.subarray(0, 4), text.length],
    ['nothing', Buffer.alloc(0), text.length],
  ])('refuses %s', (_, input, length) => expect(() => inflate(input, length)).toThrow(FormatError));

  it('refuses distances beyond the dictionary', () => expect(() => inflate(stream, text.length, { dictionarySize: 1 })).toThrow(/dictionary/));

  it('tells where', () =>
    expect(() => inflate(Buffer.concat([Buffer.from([0]), stream.subarray(1)]), 10)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ structure: 'MicroLZMA stream', field: 'properties', offset: 1000 }) }),
    ));
});
