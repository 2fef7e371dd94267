import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { parseContainerContexts } from './index.ts';

const parse = (text: string) => parseContainerContexts(Buffer.from(text), 'lxc_contexts');
const PROCESS = 'system_u:system_r:container_t:s0';

describe('parseContainerContexts', () => {
  it("reads Bottlerocket's form, with its lines", () => {
    const text = `# containers\nprocess = "${PROCESS}"\n\nfile = "system_u:object_r:data_t:s0"\n  ; old\nro_file="system_u:object_r:cache_t:s0"\n`;
    expect(parse(text)).toEqual([
      { line: 2, key: 'process', context: PROCESS },
      { line: 4, key: 'file', context: 'system_u:object_r:data_t:s0' },
      { line: 6, key: 'ro_file', context: 'system_u:object_r:cache_t:s0' },
    ]);
  });

  it.each([
    ['no quotes', `process=${PROCESS}`, 'process', PROCESS],
    ['one quote', `process = "${PROCESS}`, 'process', PROCESS],
    ['more of them', `process = """${PROCESS}""`, 'process', PROCESS],
    ['quotes within', 'process = "a"b"', 'process', 'a"b'],
    ['blanks around, CR LF', `\t process \v=\f "${PROCESS}"\r`, 'process', PROCESS],
    ['blanks inside quotes', 'file = " a "', 'file', ' a '],
    ['the blanks of Unicode that Go knows', '\x85\xa0\u2003file\u3000=\u2028a\u205f', 'file', 'a'],
    ['no blank where Go has none', '\ufefffile = a\u200b', '\ufefffile', 'a\u200b'],
    ['another = in the context', 'file = a=b', 'file', 'a=b'],
    ['no context', 'process =', 'process', ''],
    ['quotes alone', 'process = """', 'process', ''],
    ['a comment behind a context, which is none', 'file = a # b', 'file', 'a # b'],
  ])('takes %s', (_, text, key, context) => expect(parse(text)).toEqual([{ line: 1, key, context }]));

  it.each([
    ['a line without =', 'process container_t', 'there is no ='],
    ['a line without a key', ' = a', 'there is no key before the ='],
  ])('tells of %s, and goes on', (_, text, message) => {
    expect(parse(`# x\n${text}\nfile = a`)).toEqual([
      { line: 2, error: new FormatError({ structure: 'lxc_contexts', field: 'line 2', message }) },
      { line: 3, key: 'file', context: 'a' },
    ]);
  });

  it('stops where runtimes do', () => {
    expect(parse(`a=${'b'.repeat(65_533)}\n`)).toHaveLength(1);
    expect(() => parse(`x=y\na=${'b'.repeat(65_534)}`)).toThrow(
      new FormatError({ structure: 'lxc_contexts', field: 'line 2', message: 'longer than 65535 bytes' }),
    );
    expect(() => parse(`a=${'\u00e4'.repeat(32_767)}`)).toThrow(FormatError);
  });

  it('bounds the file, and reads UTF-8', () => {
    expect(() => parse('#'.repeat(1024 * 1024 + 1))).toThrow(LimitError);
    expect(() => parse('\n'.repeat(50_001))).toThrow(LimitError);
    expect(() => parseContainerContexts(Buffer.from([0x61, 0x3d, 0xff]), 'x')).toThrow(FormatError);
  });

  it.each([
    ['blanks', `a${' '.repeat(60_000)}b`],
    ['quotes', `a=b${'"'.repeat(60_000)}b`],
    ['blanks alone', ' '.repeat(60_000)],
  ])('takes time in proportion to a line of %s', (_, text) => {
    const started = performance.now();
    parse(text);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
