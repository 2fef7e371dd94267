import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, ReadError } from '../../bytes/index.ts';
import { type CilNode, parseCil } from './index.ts';

const parse = (text: string) => parseCil(Buffer.from(text), 'module');
/** Lists as arrays, strings in quotes. */
const shape = (node: CilNode): unknown => (node.kind === 'list' ? node.items.map(shape) : node.kind === 'string' ? JSON.stringify(node.text) : node.text);

describe('parseCil', () => {
  it('reads lists, symbols, strings and comments', () => {
    const statements = parse('; about\n(allow a b (file (read)))(filecon "/.*" any ()) ; end\n\t(x\r\n(y ~z* /[a]))');
    expect(statements.map(shape)).toEqual([
      ['allow', 'a', 'b', ['file', ['read']]],
      ['filecon', '"/.*"', 'any', []],
      ['x', ['y', '~z*', '/[a]']],
    ]);
    expect(statements.map(({ line }) => line)).toEqual([2, 2, 3]);
  });

  it.each([
    ['(a', 'line 1'],
    ['(a)\n)', 'line 2'],
    ['(a)\nb', 'line 2'],
    ['(a\n"b)', 'line 2'],
    ['(a\n\n\u00e9)', 'line 3'],
  ])('%j is a FormatError of %s', (text, line) => {
    const error = (() => {
      try {
        return parse(text);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).detail.field).toBe(line);
  });

  it('takes 128 lists in each other and no more', () => {
    expect(parse('('.repeat(128) + ')'.repeat(128))).toHaveLength(1);
    expect(() => parse('('.repeat(129) + ')'.repeat(129))).toThrow(LimitError);
  });

  it('takes 1 000 000 names and lists and no more', () => {
    expect(parse('()'.repeat(1_000_000))).toHaveLength(1_000_000);
    expect(() => parse('()'.repeat(1_000_001))).toThrow(LimitError);
  });

  it('ends any text in statements or in one of our errors', () => {
    const words = fc.array(fc.constantFrom('(', ')', ' ', '\n', 'allow', '"', ';', '\u00e9', '~', '\0'), { maxLength: 60 });
    fc.assert(
      fc.property(words, (parts) => {
        try {
          parse(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }),
      { seed: 20261125, numRuns: 5_000 },
    );
  });
});
