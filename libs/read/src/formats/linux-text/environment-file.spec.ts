import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile } from './environment-file.ts';

const parse = (text: string) => parseEnvironmentFile(Buffer.from(text), 'a.env');

describe('parseEnvironmentFile', () => {
  it.each([
    ['a bare value', 'A=b c ', 'b c'],
    ['spaces round the equals sign', ' A = b', 'b'],
    ['nothing', 'A=', ''],
    ['double quotes', 'A="b \\"c\\" \\$d \\e"', 'b "c" $d \\e'],
    ['single quotes', 'A=\'b \\ "c"\'', 'b \\ "c"'],
    ['quoted parts side by side', `A='b'"c" d`, 'bcd'],
    ['line feeds in quotes', 'A="b\nc"', 'b\nc'],
    ['a line that goes on', 'A=b\\\nc', 'bc'],
    ['a line that goes on in quotes', 'A="b\\\nc"', 'bc'],
    ['an escaped blank at the end', 'A=b\\  ', 'b '],
    ['a comment sign', 'A=b#c', 'b#c'],
    ['a quote that is not closed', 'A="b', 'b'],
    ['a dollar', 'A=$B', '$B'],
  ])('reads %s', (_, text, value) => {
    expect(parse(text)).toEqual([{ line: 1, kind: 'assignment', key: 'A', value }]);
  });

  it('keeps what assigns nothing, with the line of its key', () => {
    expect(parse('# x\n;y\nB="1\n2"\nrubbish\nexport C=1\n1D=2')).toEqual([
      { line: 3, kind: 'assignment', key: 'B', value: '1\n2' },
      { line: 5, kind: 'ignored', key: 'rubbish', value: '' },
      { line: 6, kind: 'ignored', key: 'export C', value: '1' },
      { line: 7, kind: 'ignored', key: '1D', value: '2' },
    ]);
  });

  it('refuses what versions of systemd read differently, and NUL', () => {
    expect(() => parse('A=1\n# x\\\nB=1')).toThrow('a.env, line 2: a comment ends in a backslash');
    expect(parse('# x\\\\\nB=1')).toHaveLength(1);
    expect(() => parse('A=\0')).toThrow('character 2 of the file is NUL');
  });
});
