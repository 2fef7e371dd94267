import { describe, expect, it } from 'vitest';
import { canonicalForm, readyForCanonicalForm } from './canonical-form.ts';

const form = (value: unknown) => canonicalForm(readyForCanonicalForm(value, 'root.json', 'signed'));
const E_COMBINED = 'e\u0301';

describe('canonical JSON as TUF and tough have it', () => {
  it.each<[string, unknown, string]>([
    ['sorts members and has no white space', { b: [1, true, null], a: { d: '', c: -2 } }, '{"a":{"c":-2,"d":""},"b":[1,true,null]}'],
    ['escapes quotation marks and backslashes', 'a"b\\c', '"a\\"b\\\\c"'],
    ['leaves control characters as they are', 'line\n\ttab\u0001', '"line\n\ttab\u0001"'],
    ['leaves letters beyond ASCII as they are', { ö: 'é 漢 \u{1F680}' }, '{"ö":"é 漢 \u{1F680}"}'],
    ['composes letters (NFC)', E_COMBINED, '"\u00e9"'],
    ['composes letters of names', { [E_COMBINED]: 1 }, '{"\u00e9":1}'],
  ])('%s', (_, value, text) => expect(form(value)).toBe(text));

  it.each<[string, unknown, RegExp]>([
    ['a float', 1.5, /signed: found 1\.5, expected a whole number/],
    ['half of a surrogate pair', 'a\ud800', /signed: expected Unicode text/],
    ['a number that is not read exactly', 2 ** 53, /2\^53/],
    ['names that sort in two ways by their closing quotation mark', { a: 1, 'a b': 2 }, /sort the names/],
    ['names that sort in two ways by their encoding', { '\uff5e': 1, '\u{1F680}': 2 }, /sort the names/],
    ['names that differ by their encoding alone', { [E_COMBINED]: 1, '\u00e9': 2 }, /one in Unicode’s form NFC/],
    ['lists that are very deep', JSON.parse('['.repeat(5000) + ']'.repeat(5000)), /more than 32 levels/],
  ])('has none of %s', (_, value, message) => expect(() => form(value)).toThrow(message));
});
