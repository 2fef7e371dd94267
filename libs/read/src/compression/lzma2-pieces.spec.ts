import { describe, expect, it } from 'vitest';
import { ByteView, LimitError } from '../bytes/index.ts';
import { inflatesTooFar } from './bounded-output.ts';
import { LONG_TEXT, LONG_XZ } from './fixtures/long-xz-fixture.ts';
import { inflateLzma2Pieces, type Lzma2Border, type Lzma2Entry, type Lzma2Span } from './lzma2-pieces.ts';

const MIB = 2 ** 20;
/** Behind the headers of stream and block. */
const START = 24;
const DICTIONARY = 64 * 1024;
const read = (position: number, length: number, orLess = false) => {
  const view = new ByteView(LONG_XZ, 'xz block', 0);
  return view.view(position, orLess ? Math.min(length, view.length - position) : length);
};
const WHOLE: Lzma2Span = {
  start: START,
  dictionarySize: DICTIONARY,
  whole: LONG_TEXT.length,
  limit: LONG_TEXT.length,
  tooMuch: (offset) => inflatesTooFar('xz block', offset, LONG_TEXT.length),
};

interface Seen extends Pick<Lzma2Border, 'position' | 'total'> {
  readonly entry: Lzma2Entry | undefined;
}

function walk(span: Lzma2Span): { bytes: Buffer; borders: Seen[]; groups: number[] } {
  const [pieces, borders, groups]: [Buffer[], Seen[], number[]] = [[], [], []];
  const watcher = {
    group: (parts: readonly Uint8Array[]) => groups.push(parts.reduce((sum, { length }) => sum + length, 0)),
    border: ({ position, total, save }: Lzma2Border) => borders.push({ position, total, entry: save(MIB) }),
  };
  for (const piece of inflateLzma2Pieces(read, span, watcher)) pieces.push(Buffer.from(piece));
  return { bytes: Buffer.concat(pieces), borders, groups };
}

describe('inflateLzma2Pieces', () => {
  it('gives all of a stream, whose window goes around its memory several times', () => {
    const { bytes, groups } = walk(WHOLE);
    expect(bytes.equals(LONG_TEXT)).toBe(true);
    expect([groups.length, Math.max(...groups) <= 2 * MIB]).toEqual([3, true]);
  });

  it('goes on at every border as if it had come from the start', () => {
    const { borders } = walk(WHOLE);
    for (const { position, total, entry } of borders) {
      const { bytes } = walk({ ...WHOLE, start: position, limit: LONG_TEXT.length - total, entry });
      expect([total, bytes.equals(LONG_TEXT.subarray(total))]).toEqual([total, true]);
    }
    expect(borders.map(({ entry }) => entry!.window.length)).toEqual([DICTIONARY, DICTIONARY, DICTIONARY]);
  });

  it('needs both the dictionary and the state', () => {
    const { position, total, entry } = walk(WHOLE).borders[0]!;
    const fresh = { ...entry!.state, probabilities: new Uint16Array(entry!.state.probabilities.length).fill(1024) };
    const go = (other: Lzma2Entry) => walk({ ...WHOLE, start: position, limit: LONG_TEXT.length - total, entry: other }).bytes;
    expect(() => go({ ...entry!, state: fresh })).toThrow(/LZMA2 chunk/);
    expect(() => go({ ...entry!, window: { ...entry!.window, length: 9 } })).toThrow();
  });

  it('saves nothing that is larger than allowed', () => {
    const saved: unknown[] = [];
    const watcher = { group() {}, border: ({ save }: Lzma2Border) => saved.push(save(10)) };
    for (const _ of inflateLzma2Pieces(read, WHOLE, watcher));
    expect(saved).toEqual([undefined, undefined, undefined]);
  });

  it('ends at the limit when it is partial, and refuses to go further when it is not', () => {
    const { total } = walk(WHOLE).borders[0]!;
    expect(walk({ ...WHOLE, limit: total, isPartial: true }).bytes.equals(LONG_TEXT.subarray(0, total))).toBe(true);
    expect(() => walk({ ...WHOLE, limit: total })).toThrow(LimitError);
  });

  it('gives its memory back when it is abandoned', () => {
    const pieces = inflateLzma2Pieces(read, WHOLE);
    const memory = (pieces.next().value as Uint8Array).buffer;
    pieces.return(0);
    expect(memory.byteLength).toBe(0);
  });
});
