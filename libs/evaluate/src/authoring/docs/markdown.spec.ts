import { describe, expect, it } from 'vitest';
import { anchor, code, codeBlock, link, prose, table } from './markdown.ts';

describe('Markdown of texts that anybody wrote', () => {
  it.each([
    ['emphasis and links', '*bold* _x_ [a](b)', '\\*bold\\* \\_x\\_ \\[a\\](b)'],
    ['HTML', '<script>&', '&lt;script\\>&amp;'],
    ['a cell of a table', 'a | b', 'a \\| b'],
    ['a heading and a list', '# x', '\\# x'],
    ['a number with a dot', '1. x', '\\1. x'],
    ['code stays code', 'run `a|b` now', 'run `a\\|b` now'],
    ['a control character', 'a\u001bb\u202ec', 'a\\\\x1bb\\\\u\\{202e\\}c'],
    ['line breaks are layout', 'a\n  b', 'a b'],
  ])('%s', (_, text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  it('code holds backticks, and blocks hold fences', () => {
    expect(code('a`b')).toBe('`` a`b ``');
    expect(code('')).toBe('`  `');
    expect(codeBlock('x\n```\ny', 'cel')).toBe('````cel\nx\n```\ny\n````');
  });

  it('tables, anchors and links', () => {
    expect(table(['A', 'B'], [['1', '2']])).toBe('| A | B |\n|---|---|\n| 1 | 2 |');
    expect(anchor('1.1(a)"><b>')).toBe('<a id="1.1-a----b-"></a>');
    expect(link('x', 'docs/a.md', '1.1(a)')).toBe('[x](docs/a.md#1.1-a-)');
  });
});
