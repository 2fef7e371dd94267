import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../memory-source.ts';
import { BitOffsetFinder } from './bit-offset-finder.ts';

const WINDOW = Buffer.from('what came out before');
const STORED = Buffer.from('000400fbff61626364', 'hex');
/** As a block refers to the window, behind a byte of ones. */
const CODED = Buffer.concat([Buffer.of(0xff), deflateRawSync('what comes out before, behind it', { dictionary: WINDOW })]);

function find(bytes: Uint8Array, next: string, position = 1) {
  const finder = new BitOffsetFinder(memorySource(bytes));
  try {
    return finder.find(position, WINDOW, Buffer.from(next));
  } finally {
    finder.close();
  }
}

describe('BitOffsetFinder', () => {
  it('finds the bit from which the same comes out', () => {
    expect(find(CODED, 'what comes out before, behind it')).toEqual({ position: 1, bit: 0, window: WINDOW });
    const [, first, ...rest] = CODED;
    const shifted = [0, (first! << 3) & 0xff, ...rest.map((byte, index) => ((byte << 3) | ([first!, ...rest][index]! >>> 5)) & 0xff), rest.at(-1)! >>> 5];
    expect(find(Buffer.from(shifted), 'what comes out before, behind it', 2)).toEqual({ position: 1, bit: 3, window: WINDOW });
  });

  it.each([
    ['other bytes', 'what came out'],
    ['more than there is', 'what comes out before, behind it and more'],
    ['nothing', ''],
  ])('finds none where the inflater gave %s', (_, next) => expect(find(CODED, next)).toBeUndefined());

  it('finds none behind the end of the file', () => expect(find(Buffer.of(0xff), 'a')).toBeUndefined());

  it.each([0, 0x40, 0x70, 0x80, 0xc0, 0xff])('finds a stored block, from wherever its content may be referred to: behind %i', (before) => {
    expect(find(Buffer.concat([Buffer.of(before), STORED, deflateRawSync('what')]), 'abcdwhat')).toEqual({ position: 1, bit: 0, window: WINDOW });
  });

  it.each([
    ['for a last block, when what comes behind it is not compared', 0x80, 'abcd'],
    ['for an empty block before it', 0x10, 'abcdwhat'],
  ])('finds none where another place fits as well: %s', (_, before, next) => {
    expect(find(Buffer.concat([Buffer.of(before), STORED, deflateRawSync('what')]), next)).toBeUndefined();
  });
});
