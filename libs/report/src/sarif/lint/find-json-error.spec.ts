import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonError } from './find-json-error.ts';

describe('findJsonError', () => {
  test.each([
    ['', 0],
    ['  ', 2],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['[01]', 2],
    ['{"a":tru}', 5],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ['"open', 5],
    ['[1]]', 3],
    ['{} {}', 3],
    ['[}', 1],
    ['\ufeff{}', 0],
  ])('%j is wrong at %i', (text, index) => {
    expect(findJsonError(text)).toBe(index);
  });

  test('finds an error where JSON.parse does, and nowhere else', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '\\', '1', '-', '.5', 'e1', 'null', ' ', '\n', '\\u00e9');
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc
        .tuple(fc.json(), fc.nat(), piece)
        .map(([json, at, inserted]) => `${json.slice(0, at % (json.length + 1))}${inserted}${json.slice(at % (json.length + 1))}`),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (json) => {
        expect(findJsonError(json) === undefined).toBe(isJson(json));
      }),
      { numRuns: 3000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
