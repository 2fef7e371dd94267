import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { parseFileContexts } from '@staticfire/read/formats/file-contexts';
import { describe, expect, it } from 'vitest';
import type { LabelLookup } from './label-answer.ts';
import { lookUpLabels } from './look-up-labels.ts';

const LIMITS = { match: 300, all: 20_000, memory: 128 };
const tablesOf = (...texts: readonly string[]) => ({
  files: texts.map((text, index) => ({ path: `fc${index}`, specs: parseFileContexts(Buffer.from(text), `fc${index}`) })),
});
const lookUp = (text: string, ...lookups: readonly LabelLookup[]) => lookUpLabels(tablesOf(text), lookups, LIMITS);
const linesOf = async (text: string, ...lookups: readonly LabelLookup[]) =>
  (await lookUp(text, ...lookups)).map((answer) => ('line' in answer ? answer.line : undefined));

describe('lookUpLabels', () => {
  it('the last expression that fits counts; the answer names its line', async () => {
    expect(await lookUp('/.* c:root\n\n/a.* c:a\n/b.* <<none>>\n', { path: '/x' }, { path: '/ab' }, { path: '/b' }, { path: 'b' })).toEqual([
      { kind: 'context', context: 'c:root', file: 'fc0', line: 1 },
      { kind: 'context', context: 'c:a', file: 'fc0', line: 3 },
      { kind: 'none', file: 'fc0', line: 4 },
      { kind: 'no-match' },
    ]);
  });

  it('a literal path beats every expression, also of later files', async () => {
    const answers = await lookUpLabels(tablesOf('/a\\.b c:literal\n/.* c:any\n', '/a.* c:later\n'), [{ path: '/a.b' }, { path: '/a-b' }, { path: '/a.b\n' }]);
    expect(answers.map((answer) => ('context' in answer ? answer.context : answer.kind))).toEqual(['c:literal', 'c:later', 'c:later']);
  });

  it('a literal path of a later file beats that of an earlier one', async () => {
    expect(await lookUpLabels(tablesOf('/a c:1\n', '/a c:2\n'), [{ path: '/a' }])).toEqual([{ kind: 'context', context: 'c:2', file: 'fc1', line: 1 }]);
  });

  it('types: a spec for another type does not fit, an unknown type fits all', async () => {
    const table = '/.* c:any\n/a -- c:file\n/a -d c:directory\n/b.* -l c:link\n';
    const types = ['file', 'directory', 'symlink', 'socket'] as const;
    expect(await linesOf(table, ...types.map((type) => ({ path: '/a', type })))).toEqual([2, 3, 1, 1]);
    expect(await linesOf(table, ...types.map((type) => ({ path: '/b', type })))).toEqual([1, 1, 4, 1]);
    expect(await linesOf(table, { path: '/a' }, { path: '/b' })).toEqual([3, 4]);
  });

  it('an expression fits below its stem only', async () => {
    expect(await linesOf('/usr/a|b c:1\n', { path: '/usr/ab' }, { path: '/usr/b' }, { path: '/x/b' }, { path: '/b' })).toEqual([1, 1, undefined, undefined]);
  });

  it('latin1: a dot is one byte', async () => {
    expect(await linesOf('/a. c:1\n', { path: '/a\udcff' }, { path: '/aä' })).toEqual([1, undefined]);
  });

  it('no tables, no lookups', async () => {
    expect(await lookUpLabels({ files: [] }, [{ path: '/a' }])).toEqual([{ kind: 'no-match' }]);
    expect(await lookUp('/a c:1\n')).toEqual([]);
  });

  it.each([
    ['the same text', '/a.* c:1\n/a.* c:1\n'],
    ['the same text for a type', '/a.* -d c:1\n/a.* c:2\n'],
    ['the same literal', '/a c:1\n/a c:2\n'],
  ])('refuses %s twice', async (_, text) => {
    await expect(lookUp(text)).rejects.toThrow(new FormatError({ structure: 'fc0', field: 'line 2', message: 'repeats the spec of line 1' }));
  });

  it('takes the same text for other types, and in other files', async () => {
    await expect(lookUp('/a -d c:1\n/a -- c:2\n')).resolves.toEqual([]);
    await expect(lookUpLabels(tablesOf('/a c:1\n', '/a c:2\n'), [])).resolves.toEqual([]);
  });

  it.each([
    ['an expression that is not read', '/a(?>b)', UnsupportedError, /^fc0, line 2: the expression uses the group/],
    ['a malformed expression', '/a[', FormatError, /^fc0, line 2: the expression is malformed/],
    ['a backslash at the end', '/a.\\', UnsupportedError, /^fc0, line 2: .*a backslash at its end$/],
    ['counts that make it too large', '/(a{200}){200}', LimitError, /^fc0, line 2: the expression has more than 20000 nodes$/],
  ])('%s is an error with the line, before any lookup', async (_, regex, type, message) => {
    await expect(lookUp(`/.* c:1\n${regex} c:2\n`, { path: '/x' })).rejects.toThrow(type);
    await expect(lookUp(`/.* c:1\n${regex} c:2\n`, { path: '/x' })).rejects.toThrow(message);
  });
});

describe('expressions that may not end', () => {
  const hostile = '/.* c:1\n/(a*)*b c:2\n/z c:3\n';
  const endless = `/${'a'.repeat(64)}`;

  it('are answered in a worker while they end', async () => {
    expect(await linesOf(hostile, { path: '/z' }, { path: '/aab' }, { path: '/aac' }, { path: '/z' })).toEqual([3, 2, 1, 3]);
  });

  it('are ended, and the error names file and line', async () => {
    const message = 'the expression could not be matched: it was ended after 0.3 seconds on one path';
    await expect(lookUp(hostile, { path: '/z' }, { path: endless }, { path: '/z' })).rejects.toThrow(
      new LimitError({ structure: 'fc0', field: 'line 2', message }),
    );
  });

  it('all lookups together have a time as well', async () => {
    const limits = { match: 60_000, all: 500, memory: 128 };
    await expect(lookUpLabels(tablesOf(hostile), [{ path: endless }], limits)).rejects.toThrow(/line 2: .*the lookups were ended after 0.5 seconds$/);
  });

  it('many ways that are bounded go to the worker too, and are ended there', async () => {
    const slow = `/.*${'a.*'.repeat(6)}b c:1\n`;
    await expect(lookUp(slow, { path: `/${'a'.repeat(4000)}` })).rejects.toThrow(/^fc0, line 1: .*it was ended after 0.3 seconds/);
    expect(await linesOf(slow, { path: `/${'a'.repeat(4000)}b` })).toEqual([1]);
  });

  it('a table without them starts no worker, whatever its limits', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ path: `/usr/lib/x${index}/bin/y` }));
    const answers = await lookUpLabels(tablesOf('/.*/bin/.* c:1\n/usr(/.*)?/y c:2\n'), many, { match: 0, all: 0, memory: 1 });
    expect(answers.every((answer) => 'line' in answer && answer.line === 2)).toBe(true);
  });
});
