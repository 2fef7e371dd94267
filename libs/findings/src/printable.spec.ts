import { describe, expect, test } from 'vitest';
import { printable, printableProse } from './printable.ts';

describe('printable', () => {
  test.each([
    ['plain text', 'bottlerocket', 'bottlerocket'],
    ['letters beyond ASCII', 'é 日本 🚀', 'é 日本 🚀'],
    ['escape', '\x1b[31mred', '\\x1b[31mred'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\x0d\\x0a\\x09b'],
    ['NUL and DEL', '\0\x7f', '\\x00\\x7f'],
    ['C1 (CSI in one byte)', '\u009b31m', '\\x9b31m'],
    ['bidirectional override', 'exe\u202egpj', 'exe\\u{202e}gpj'],
    ['bidirectional isolates', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['zero-width', 'ro\u200bot\ufeff', 'ro\\u{200b}ot\\u{feff}'],
    ['line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['soft hyphen', 'a\u00adb', 'a\\xadb'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('%s', (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('long text is cut and its length named', () => {
    expect(printable('x'.repeat(300), 5)).toBe('xxxxx… (300 characters)');
  });

  test('a cut counts characters and never halves one', () => {
    expect(printable('🚀🚀🚀', 2)).toBe('🚀🚀… (3 characters)');
    expect(printable('🚀🚀🚀', 3)).toBe('🚀🚀🚀');
  });

  test('every UTF-16 unit on its own gives text without controls', () => {
    const units = Array.from({ length: 0x10000 }, (_, unit) => printable(String.fromCharCode(unit)));
    expect(units.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))).toEqual([]);
  });

  test('prose keeps its words and loses its line breaks', () => {
    expect(printableProse('  first\n  second\x1b ')).toBe('first second\\x1b');
  });
});
