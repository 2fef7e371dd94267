import { describe, expect, it } from 'vitest';
import { takeSystemdWord } from './systemd-word.ts';

describe('takeSystemdWord', () => {
  it.each([
    ['a word', 'a  b c', 'a', 'b c'],
    ['parts in quotes', `a"b c"'d e' f`, 'ab cd e', 'f'],
    ['an empty word', '"" x', '', 'x'],
    ['escapes of C', '\\a\\b\\f\\n\\r\\t\\v\\s\\\\\\"\\\'', '\x07\b\f\n\r\t\v \\"\'', ''],
    ['numbers', '\\x41\\101\\u00e4\\U0001f600', 'AAä😀', ''],
    ['bytes that are no UTF-8', '\\xff\\377', '\udcff\udcff', ''],
    ['bytes that make a character', '\\xc3\\xa4', 'ä', ''],
  ])('reads %s', (_, line, word, rest) => {
    expect(takeSystemdWord(line, 'c')).toEqual({ word, rest });
  });

  it.each(['"a', "'a", '\\q', '\\', '\\x4', '\\x00', '\\000', '\\400', '\\ud800', '\\U00110000', '"a\\'])('refuses %s', (line) => {
    expect(takeSystemdWord(line, 'c')).toBeUndefined();
  });

  it.each([
    ['\\q\\x4 b', '\\q\\x4', 'b'],
    ['\\x41\\', 'A\\', ''],
    ['"\\é"', '\\é', ''],
  ])('leaves escapes of %s that do not exist, when asked to', (line, word, rest) => {
    expect(takeSystemdWord(line, 'c-relaxed')).toEqual({ word, rest });
  });

  it.each(['"a', '"a\\'])('… but no open quote: %s', (line) => expect(takeSystemdWord(line, 'c-relaxed')).toBeUndefined());

  it.each([
    ['a\\x2db c', 'a\\x2db', 'c'],
    ['"a\\" c"', 'a\\', 'c"'],
    ['a\\', 'a\\', ''],
  ])('keeps backslashes of %s, when asked to', (line, word, rest) => expect(takeSystemdWord(line, 'kept')).toEqual({ word, rest }));

  it('takes what follows a backslash as it is when escapes are not those of C', () => {
    expect(takeSystemdWord('\\x41\\ \\"b', 'literal')).toEqual({ word: 'x41 "b', rest: '' });
    expect(takeSystemdWord('a\\', 'literal')).toBeUndefined();
  });
});
