import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseToml } from './index.ts';

let next = 0;
const parse = (text: string) => parseToml(Buffer.from(text), 'a.toml');
const lines = async (text: string) => (await parse(text)).map(({ line, key, type, value }) => `${line} ${key} ${type} ${value}`);

describe('parseToml', () => {
  it.each([
    ['tables and dotted keys', 'a.b = 1\n[c.d]\ne = true\n', ['1 a.b integer 1', '3 c.d.e boolean true']],
    ['quoted keys', '["a b"]\n"c.d" = ""\n\'e\' = 1', ['2 "a b"."c.d" string ', '3 "a b".e integer 1']],
    ['arrays over lines', 'a = [\n  "x",\n  [1],\n]\n', ['2 a[0] string x', '3 a[1][0] integer 1']],
    ['arrays of tables', '[[a]]\nb = 1\n[[a]]\n[[a.c]]\nb = 2\n', ['2 a[0].b integer 1', '5 a[1].c[0].b integer 2']],
    ['inline tables', 'a = { b = 1, c.d = [{}] }', ['1 a.b integer 1', '1 a.c.d[0] table {}']],
    ['empty tables and arrays', '[a]\n[b.c]\n[b]\nd = []\ne = {}', ['1 a table {}', '2 b.c table {}', '4 b.d array []', '5 b.e table {}']],
    [
      'every integer of 64 bits',
      'a = 9223372036854775807\nb = -9_223_372_036_854_775_808\nc = 0xff',
      ['1 a integer 9223372036854775807', '2 b integer -9223372036854775808', '3 c integer 255'],
    ],
    [
      'floats and dates as they are written',
      'a = 1.50\nb = -inf\nc = 1979-05-27T07:32:00Z\nd = 07:32:00',
      ['1 a float 1.50', '2 b float -inf', '3 c date 1979-05-27T07:32:00Z', '4 d date 07:32:00'],
    ],
    ['strings over lines', 'a = """\nx\\\n   y"""\nb = \'\'\'z\'\'\'', ['1 a string xy', '4 b string z']],
    ['keys that objects have', '__proto__ = 1\nconstructor.toString = 2', ['1 __proto__ integer 1', '2 constructor.toString integer 2']],
    ['a byte order mark and carriage returns', '\ufeffa = 1\r\nb = 2\r\n', ['1 a integer 1', '2 b integer 2']],
    ['nothing', '# x', []],
  ])('reads %s', async (_, text, expected) => {
    expect(await lines(text)).toEqual(expected);
  });

  it.each([
    ['a key given twice', 'a = 1\na = 2', 'format', 'line 2'],
    ['a table given twice', '[a]\n[a]', 'format', 'line 2'],
    ['a value that is missing', 'x = 1\na =', 'format', 'line 2'],
    ['an integer of 65 bits', 'a = 9223372036854775808', 'format', 'line 1'],
    ['a string that is not closed', '\n\na = "', 'format', 'line 3'],
    ['arrays that nest too deep', `a = ${'['.repeat(2000)}`, 'format', undefined],
    ['keys that nest too deep', `${'a.'.repeat(65)}b = 1`, 'limit', undefined],
    ['too many values', `a = [${'1,\n'.repeat(50_001)}]`, 'limit', undefined],
    ['a long line', `a = '${'x'.repeat(33_000)}'`, 'limit', 'line 1'],
    ['a long string over lines', `a = '''${'x\n'.repeat(17_000)}'''`, 'limit', undefined],
    ['too many bytes', '#'.repeat(512 * 1024 + 1), 'limit', undefined],
  ])('refuses %s', async (_, text, kind, field) => {
    const error = await parse(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReadError);
    expect(error).toMatchObject({ kind, detail: { structure: 'a.toml' } });
    if (field !== undefined) expect(error).toMatchObject({ detail: { field } });
  });

  it('refuses bytes that are not UTF-8', async () => {
    await expect(parseToml(Uint8Array.from([0x0a, 0x22, 0xff]), 'a.toml')).rejects.toThrow('a.toml, line 2: byte 2 of the text is not UTF-8');
  });

  it.each([
    ['tables', Array.from({ length: 20_000 }, (_, index) => `[a.b${index}]\nk=1`).join('\n')],
    ['arrays of tables', '[[a]]\n'.repeat(40_000)],
    ['keys', Array.from({ length: 30_000 }, (_, index) => `k${index}=1`).join('\n')],
    ['comments', '#\n'.repeat(200_000)],
    ['strings', `a = "${'\\u0041'.repeat(5000)}"\n`.repeat(10).replaceAll(/^a/gm, () => `a${next++}`)],
  ])(
    'is done soon with very many %s',
    async (_, text) => {
      const error = await parse(text).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error === undefined || error instanceof ReadError).toBe(true);
    },
    5000,
  );
});
