import { parseToml } from '@staticfire/read/formats/toml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotableLines } from './quotable-lines.ts';

const SECRET = 'hunter2';
const quoted = async (text: string) => quotableLines(text, await parseToml(Buffer.from(text), 'a.toml'));
const numbers = async (text: string) => (await quoted(text)).map(({ line }) => line);

describe('quotableLines', () => {
  it('are those on which settings start, as they are', async () => {
    const text = '# head\n[settings.kernel]\n  lockdown = "integrity" # as ever\n\n[settings.ntp]\ntime-servers = [\n  "a",\n  "b",\n]\n';
    expect(await quoted(text)).toEqual([
      { line: 3, text: '  lockdown = "integrity" # as ever' },
      { line: 7, text: '  "a",' },
      { line: 8, text: '  "b",' },
    ]);
  });

  it('have no carriage return and no byte order mark', async () => {
    expect(await quoted('\ufeffa = 1\r\nb = 2\r\n')).toEqual([
      { line: 1, text: 'a = 1' },
      { line: 2, text: 'b = 2' },
    ]);
  });

  it.each([
    ['a secret', `motd = "a"\npassword = "${SECRET}"\nb = 1\n`, [1, 3]],
    ['a secret in front of something on its line', `a = { password = "${SECRET}", user = "x" }\nb = 1\n`, [2]],
    ['a secret behind something on its line', `a = { user = "x", password = "${SECRET}" }\nb = 1\n`, [2]],
    ['a secret over lines', `password = """\n${SECRET}\n${SECRET}"""\nb = 1\n`, [4]],
    ['what stands on the last line of a secret', `a = { password = """\n${SECRET}\n${SECRET}""", user = "x" }\nb = 1\n`, [4]],
    ['secrets of a list', `tokens = [\n  "${SECRET}",\n  """\n${SECRET}\n""", "${SECRET}"\n]\nb = 1\n`, [7]],
    ['the next element of a list that a secret ends in', `x = [ { auth = """${SECRET}\n${SECRET}""" }, { b = 1 } ]\nb = 1\n`, [3]],
    ['a key by its looks', 'motd = "AKIAABCDEFGHIJKLMNOP"\nb = 1\n', [2]],
    ['a private key by its looks', "motd = '''\n-----BEGIN EC PRIVATE KEY-----\nabc\n'''\nb = 1\n", [5]],
    ['a comment behind a setting that looks like one', 'a = 1 # AKIAABCDEFGHIJKLMNOP\nb = 1\n', [2]],
    ['a comment behind a setting that names one', `a = 1 # the password was ${SECRET}\nb = 1\n`, [2]],
    ['a comment that names a token', `a = 1 # bootstrap-token="${SECRET}"\nb = 1\n`, [2]],
    ['a number that is one', 'psk = 12345\nb = 1\n', [2]],
  ])('leave out %s', async (_, text, expected) => {
    expect(await numbers(text)).toEqual(expected);
    expect(JSON.stringify(await quoted(text))).not.toContain(SECRET);
  });

  it('never hold a secret, wherever it stands in the file', async () => {
    const name = fc.constantFrom('password', 'auth', 'user-data', 'bootstrap-token', 'server-key', 'psk');
    const value = fc.constantFrom(`"${SECRET}"`, `"""\n${SECRET}"""`, `"""${SECRET}\n${SECRET}\n"""`, `'''\n\n${SECRET}'''`, `["${SECRET}",\n"${SECRET}"]`);
    const secret = fc.tuple(name, value).map(([key, text]) => `${key} = ${text}`);
    const plain = fc.constantFrom('a = 1', 'b = "x"', 'c = [\n1,\n2 ]', 'd = """\ny\n"""');
    const inline = fc.tuple(plain, secret, plain).map(([first, one, last]) => `{ ${first}, ${one}, z.${last} }`);
    const line = fc.oneof(plain, secret, inline);
    let withSecret = 0;
    const checked = fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
      const document = lines.map((each, index) => (each.startsWith('{') ? `t${index} = ${each}` : `t${index}.${each}`)).join('\n');
      const found = await quoted(document);
      if (document.includes(SECRET)) withSecret++;
      expect(JSON.stringify(found)).not.toContain(SECRET);
    });
    await fc.assert(checked, { numRuns: 300, seed: 4711 });
    expect(withSecret).toBeGreaterThan(100);
  });
});
