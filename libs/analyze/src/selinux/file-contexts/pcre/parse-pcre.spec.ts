import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { parsePcre } from './parse-pcre.ts';
import { writeRegExp } from './write-regexp.ts';

const PLACE = { structure: 'fc', field: 'line 7' };
/** As libselinux anchors it. */
const translate = (regex: string) => new RegExp(writeRegExp(parsePcre(`^${regex}$`, PLACE)));

/** Every byte that a set written in an expression takes. */
function bytesOf(set: string): string {
  const expression = translate(set);
  return Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1))
    .filter((byte) => expression.test(byte))
    .join('');
}

describe('expressions of file_contexts', () => {
  it.each([
    ['a dot takes line feeds and every other byte', '/a.b', ['/a\nb', '/a\xffb', '/a\rb'], ['/ab', '/a..b']],
    ['the end may be before one last line feed', '/a', ['/a', '/a\n'], ['/a\n\n', '/a\nb', '\n/a']],
    ['an inner end as well', '/(a$|b)(\\n)?', ['/a', '/b', '/a\n', '/b\n\n'], ['/ab']],
    ['\\z only the very end', '/a\\z', ['/a'], ['/a\n']],
    ['\\Z is like the end', '/a\\Z.?', ['/a', '/a\n'], ['/ab']],
    ['\\A and ^ only the start', '(\\A/|^/b)', ['/', '/b'], ['/a\n/b', 'x/']],
    ['word boundaries of ASCII', '/a\\b.b\\B.', ['/a-bb', '/a\xe4bb'], ['/aabb', '/a-b-']],
    ['a bar outside of parentheses cuts the anchors off', '/a|b', ['/a', '/abc', '/xb', 'b'], ['/x', '/bc']],
    ['three of them leave the middle free', '/a|b|c', ['/xbx', '/ax', 'xc'], ['xcx']],
    ['optional groups', '/a(/.*)?', ['/a', '/a/', '/a/b/c'], ['/ab']],
    ['groups without capture, alternatives, empty ones', '/(?:a|b|)(c|)', ['/', '/ac', '/c', '/b'], ['/ab']],
    ['counts', '/a{2}b{1,2}c{0,}d{1,}', ['/aabd', '/aabbccdd'], ['/abd', '/aab']],
    ['lazy repetitions match the same', '/a*?b+?c??', ['/b', '/aabbc'], ['/a']],
    ['look-ahead', '/(?=a)[^b]+(?!\\n)', ['/ac'], ['/ca', '/ab']],
    ['braces that count nothing', '/a{x}b{1c{', ['/a{x}b{1c{'], ['/a']],
    ['stray closing brackets', '/a]b}', ['/a]b}'], ['/ab']],
    ['escaped characters', '/\\.\\_\\-\\,\\/\\ \\~', ['/._-,/ ~'], ['/a_-,/ ~']],
    ['numbers of bytes', '/\\x41\\x{ff}\\x4G', ['/A\xff\x04G'], []],
    ['control characters', '/\\a\\e\\f\\n\\r\\t', ['/\x07\x1b\f\n\r\t'], []],
  ])('%s', (_, regex, fitting, others) => {
    expect(fitting.filter((path) => !translate(regex).test(path))).toEqual([]);
    expect(others.filter((path) => translate(regex).test(path))).toEqual([]);
  });

  it.each([
    ['\\d', '0123456789'],
    ['\\s', '\t\n\v\f\r '],
    ['\\h', '\t \xa0'],
    ['\\v', '\n\v\f\r\x85'],
    ['[[:blank:]]', '\t '],
    ['[[:punct:]]', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
    ['[[:xdigit:]]', '0123456789ABCDEFabcdef'],
    ['[[:alpha:][:digit:]]', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'],
    ['[^[:^digit:]5]', '012346789'],
    ['[]a]', ']a'],
    ['[a\\]b-]', '-]ab'],
    ['[a[]', '[a'],
    ['[[:a]', ':[a'],
    ['[+--]', '+,-'],
    ['[a-c-e]', '-abce'],
    ['[\\x41-\\x43]', 'ABC'],
    ['[\\b]', '\b'],
    ['[\\d.-]', '-.0123456789'],
    ['[a^]', '^a'],
  ])('the set %s', (set, bytes) => {
    expect(bytesOf(set)).toBe([...bytes].sort().join(''));
  });

  it('sets that are the rest of another', () => {
    for (const [one, other] of [
      ['\\d', '\\D'],
      ['\\w', '\\W'],
      ['\\s', '\\S'],
      ['\\h', '\\H'],
      ['\\v', '\\V'],
      ['[ab]', '[^ab]'],
      ['[]]', '[^]]'],
    ] as const) {
      expect(bytesOf(one).length + bytesOf(other).length).toBe(255);
    }
    expect(bytesOf('\\w')).toHaveLength(63);
    expect(bytesOf('[[:graph:]]')).toHaveLength(94);
    expect(bytesOf('[[:print:]]')).toHaveLength(95);
    expect(bytesOf('[[:cntrl:]]')).toHaveLength(32);
    expect(bytesOf('[[:ascii:]]')).toHaveLength(127);
  });

  it.each([
    ['/a*+', 'a possessive repetition, *+'],
    ['/a++', 'a possessive repetition, ++'],
    ['/a?+', 'a possessive repetition, ?+'],
    ['/a{2}+', 'a possessive repetition, {2}+'],
    ['/a{2}{3}', 'a repetition of a repetition'],
    ['/a**', 'a repetition of a repetition'],
    ['*a', 'a repetition of an assertion, *'],
    ['/\\b+', 'a repetition of an assertion, +'],
    ['/(?=a)?', 'a repetition of an assertion, ?'],
    ['/a{,2}', '{,n}, which only PCRE2 10.43 and later repeats with'],
    ['/(?>a)', 'the group "(?>a"'],
    ['/(?P<n>a)', 'the group "(?P<"'],
    ['/(?<n>a)', 'the group "(?<n"'],
    ['/(?<=a)', 'the group "(?<="'],
    ['/(?i)a', 'the group "(?i)"'],
    ['/(?#a)', 'the group "(?#a"'],
    ['/(?|a)', 'the group "(?|a"'],
    ['/(?R)', 'the group "(?R)"'],
    ['/(?(1)a)', 'the group "(?(1"'],
    ['/(*ACCEPT)', 'a verb, (*'],
    ['/(a)\\1', 'a back reference or octal number, \\1'],
    ['/\\0', '\\0'],
    ['/\\K', '\\K'],
    ['/\\Qa\\E', '\\Q'],
    ['/\\G', '\\G'],
    ['/\\R', '\\R'],
    ['/\\X', '\\X'],
    ['/\\pL', '\\p'],
    ['/\\PL', '\\P'],
    ['/\\N', '\\N'],
    ['/\\C', '\\C'],
    ['/\\cA', '\\c'],
    ['/\\o{1}', '\\o'],
    ['/\\x', '\\x without a number'],
    ['/[[:<:]]a', 'a word boundary, [[:<:]]'],
    ['/[[:a\\]:]]', 'a bracket like that of a named class inside a class'],
  ])('does not read %s', (regex, construct) => {
    expect(() => parsePcre(`^${regex}$`, PLACE)).toThrow(new UnsupportedError({ ...PLACE, message: `the expression uses ${construct}` }));
  });

  it.each([
    ['/a)', 'a closing parenthesis without an opening one'],
    ['/(a', 'a parenthesis is not closed'],
    ['/[a', 'a class is not closed'],
    ['/[]', 'a class is not closed'],
    ['/[b-a]', 'a range of a class is out of order'],
    ['/[\\d-z]', 'a range of a class starts with a set'],
    ['/[[:digit:]-z]', 'a range of a class starts with a set'],
    ['/[a-\\d]', 'a range of a class ends with a set'],
    ['/[[:foo:]]', '"[:foo:]" is no named class'],
    ['/[[.a.]]', '"[.a.]" is no named class'],
    ['/[[=a=]]', '"[=a=]" is no named class'],
    ['/[:alpha:]', 'a named class outside of a class'],
    ['/[\\B]', '\\B in a class'],
    ['/(+a)', 'a repetition of nothing'],
    ['/(a|?)', 'a repetition of nothing'],
    ['/({2})', 'a repetition of nothing'],
    ['/a{3,2}', 'numbers in braces are out of order'],
    ['/a{65536}', 'a number in braces is larger than 65535'],
    ['/\\x{100}', 'a number after \\x is no byte'],
    ['/\\u', '\\u means nothing'],
    ['/\\m', '\\m means nothing'],
  ])('refuses %s as PCRE2 does', (regex, reason) => {
    expect(() => parsePcre(`^${regex}$`, PLACE)).toThrow(new FormatError({ ...PLACE, message: `the expression is malformed: ${reason}` }));
  });

  it('bounds how deep groups are nested', () => {
    const nested = (depth: number) => `^${'('.repeat(depth)}${')'.repeat(depth)}$`;
    expect(writeRegExp(parsePcre(nested(100), PLACE))).toBe('^(?=\\n?$)');
    expect(() => parsePcre(nested(101), PLACE)).toThrow(LimitError);
    expect(() => parsePcre(nested(100_000), PLACE)).toThrow(LimitError);
  });
});
