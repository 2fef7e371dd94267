import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFileName, LimitError, ReadError } from '../../bytes/index.ts';
import { parseSystemdConfigFile, readSystemdConfigText } from './systemd-config-file.ts';

const parse = (text: string) =>
  parseSystemdConfigFile(encodeFileName(text), 'a.conf').map(({ line, kind, section, key, value }) =>
    kind === 'ignored' ? `${line} ignored ${key}` : `${line} [${section}] ${key}=${value}`,
  );

describe('parseSystemdConfigFile', () => {
  it.each<[string, string, string[]]>([
    ['a key in a section', '[Journal]\nStorage=persistent\n', ['2 [Journal] Storage=persistent']],
    ['blanks round the equals sign and at the ends', '[Journal]\n  Storage \t=  auto  \n', ['2 [Journal] Storage=auto']],
    ['an empty value, which resets', '[Journal]\nStorage=\n', ['2 [Journal] Storage=']],
    ['comments of both kinds', '# a\n; b\n[Journal]\n#Storage=none\n', []],
    ['a comment sign inside a value', '[Journal]\nMaxFileSec=1 # month\n', ['2 [Journal] MaxFileSec=1 # month']],
    ['a continued line, with its blanks', '[Journal]\nA=b\\\n  c\n', ['2 [Journal] A=b   c']],
    ['a comment between continued lines', '[Journal]\nA=b\\\n # not this\nc\n', ['2 [Journal] A=b c']],
    ['an empty line, which ends a continued one', '[Journal]\nA=b\\\n\nB=c\n', ['2 [Journal] A=b', '4 [Journal] B=c']],
    ['blanks of other scripts, which belong to a value', '[Journal]\nA=\u00a0b\f\n', ['2 [Journal] A=\u00a0b\f']],
    ['a byte order mark before a comment, which makes it none', '\ufeff#A=b\n[Journal]\n', ['1 ignored #A=b']],
    ['a byte order mark later in the file', '[Journal]\n\ufeffA=b\n\ufeffC=d', ['2 [Journal] A=b', '3 [Journal] \ufeffC=d']],
    ['a section without a name', '[]\nA=b', ['2 ignored A=b']],
    ['bytes in a comment that are not UTF-8', '#\udcff\n[Journal]\nA=b', ['3 [Journal] A=b']],
    ['a backslash that is escaped', '[Journal]\nA=b\\\\\nB=c\n', ['2 [Journal] A=b\\\\', '3 [Journal] B=c']],
    ['a continued line at the end', '[Journal]\nA=b\\', ['2 [Journal] A=b']],
    ['a key before any section', 'Storage=none\n[Journal]\nStorage=auto', ['1 ignored Storage=none', '3 [Journal] Storage=auto']],
    ['a line without an equals sign', '[Journal]\nnonsense\n', ['2 ignored nonsense']],
    ['a line without a key', '[Journal]\n=x\n', ['2 ignored =x']],
    ['several sections', '[A]\nx=1\n[B]\nx=2\n[A]\nx=3\n', ['2 [A] x=1', '4 [B] x=2', '6 [A] x=3']],
    ['a byte order mark and other line ends', '\ufeff[A]\r\nx=1\r\n', ['2 [A] x=1']],
    ['a value with an equals sign', '[A]\nx=y=z\n', ['2 [A] x=y=z']],
  ])('%s', (_, text, expected) => expect(parse(text)).toEqual(expected));

  it.each([
    ['a section header without its bracket', '[B', /line 3: a section header without/],
    ['a quote in a section header', `[B"]`, /line 3: a section header with/],
    ['bytes that are not UTF-8', 'B=\udcff', /line 3: not UTF-8/],
    ['bytes that are not UTF-8, in lines that go on', 'B=c\\\n\udcff', /line 3: not UTF-8/],
    ['code points that are no characters', 'B=\ufdd0', /line 3: not UTF-8/],
    ['code points beyond 65535 that are no characters', 'B=\ud83f\udffe', /line 3: not UTF-8/],
  ])('%s: systemd gives up what follows', (_, text, message) => {
    const { entries, end } = readSystemdConfigText(encodeFileName(`[A]\nx=1\n${text}\ny=2\n`), 'a.conf');
    expect(entries).toEqual([
      { line: 1, kind: 'section', section: 'A' },
      { line: 2, kind: 'assignment', section: 'A', key: 'x', value: '1' },
    ]);
    expect(end?.message).toMatch(message);
    expect(() => parseSystemdConfigFile(encodeFileName(`[A]\n${text}`), 'a.conf')).toThrow(ReadError);
  });

  it('a file of more than 1 MiB is over the limit', () => expect(() => parse(`[A]\nx=${'y'.repeat(1024 * 1024)}`)).toThrow(LimitError));

  it('gives a file up whose section header does not end, as systemd does', () => expect(() => parse('[Journal\nStorage=none')).toThrow(/a\.conf.*line 1/));

  it('any text ends in entries or in one of our errors', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('[', ']', 'A', '=', '\\', '\n', '#', ' ', '\0', '\r', '\u00e4')), (parts) => {
        try {
          expect(Array.isArray(parse(parts.join('')))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }),
    );
  });
});
