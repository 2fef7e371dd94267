import { describe, expect, test } from 'vitest';
import { MAX_SARIF_BYTES, parseSarif } from './parse-sarif.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('parseSarif', () => {
  test.each([
    ['an empty file', '', /^1:1: no JSON/],
    ['a comma too many', '{\n  "version": "2.1.0",\n}', /^3:1: no JSON/],
    ['the end missing', '{\n  "runs": [', /^2:12: no JSON/],
    ['XML', '<sarif/>', /^1:1: no JSON/],
    ['a list', '[]', /^it is JSON, but no SARIF log/],
    ['another document', '{"name":"x"}', /^it is JSON, but no SARIF log/],
    ['nothing', 'null', /^it is JSON, but no SARIF log/],
    ['lists in lists without end', `{"runs":\n${'['.repeat(1000)}`, /^2:500: it nests deeper than 500 levels$/],
  ])('%s is refused with its place', (_name, text, expected) => {
    expect(() => parseSarif(bytes(text))).toThrow(expect.objectContaining({ name: 'SarifError', message: expect.stringMatching(expected) }));
  });

  test('what the parser says of hostile text is printable', () => {
    expect(() => parseSarif(bytes('{"a": \x1b[2J}'))).toThrow(/^1:7: no JSON: "\\x1b" is not expected here$/);
  });

  test.each([
    ['Latin-1', new Uint8Array([0x7b, 0x22, 0xe9, 0x22, 0x7d])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00])],
  ])('%s is refused', (_name, latin) => {
    expect(() => parseSarif(latin)).toThrow('it is not UTF-8');
  });

  test('more than 100 MiB are refused before they are decoded', () => {
    expect(() => parseSarif({ length: MAX_SARIF_BYTES + 1 } as Uint8Array)).toThrow(/at most 104857600 are looked at$/);
  });

  test('values without end are refused before they are made', () => {
    expect(() => parseSarif(bytes(`{"runs":[${'0,'.repeat(4_000_000)}0]}`))).toThrow(/^1:8000007: it has more than 4000000 values$/);
  });

  test('brackets inside strings do not nest, also after escaped quotes', () => {
    expect(parseSarif(bytes(`{"version":"\\"${'['.repeat(1000)}\\\\"}`)).hasByteOrderMark).toBe(false);
  });
});
