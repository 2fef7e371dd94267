import { parseFileContexts } from '@staticfire/read/formats/file-contexts';
import { describe, expect, it } from 'vitest';
import { findTableProblems, LabelTable, lookUpLabels } from './index.ts';

const tablesOf = (text: string) => ({ files: [{ path: 'fc', specs: parseFileContexts(Buffer.from(text), 'fc') }] });

describe('LabelTable', () => {
  it('answers one by one as lookUpLabels does all at once', async () => {
    const tables = { ...tablesOf('/.* u:r:root\n/a -d u:r:folder\n/.*/b(c|d)? -- u:r:file\n/x/.* <<none>>\n'), aliases: [[{ line: 1, from: '/y', to: '/x' }]] };
    const lookups = ['/', '/a', '/a/bd', '/x/y', '/y/z', 'relative'].flatMap((path) => [{ path }, { path, type: 'file' as const }]);
    const table = new LabelTable(tables);
    const answers = lookups.map((each) => table.lookUp(each));
    expect(answers).toEqual(await lookUpLabels(tables, lookups));
    expect(new Set(answers.map((answer) => ('line' in answer ? answer.line : 0)))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('does not try an expression without a bound, and tries others all the same', () => {
    const table = new LabelTable(tablesOf('/b u:r:b\n/a(.*x)* u:r:a\n'));
    expect(table.lookUp({ path: '/b' })).toMatchObject({ line: 1 });
    expect(() => table.lookUp({ path: '/a/x' })).toThrow('fc, line 2: the expression could not be matched: its form does not bound the ways of matching');
  });

  it('ends when all lookups together may take too long', () => {
    const table = new LabelTable(tablesOf('/.*/x u:r:x\n'), 20);
    expect(table.lookUp({ path: '/1234567/x' })).toMatchObject({ line: 1 });
    expect(table.lookUp({ path: '/1234567/x' })).toMatchObject({ line: 1 });
    expect(() => table.lookUp({ path: '/' })).toThrow('all lookups together may take more than 20 ways of matching');
  });
});

describe('findTableProblems', () => {
  it('names every line that cannot be used', () => {
    const problems = findTableProblems(tablesOf('/a u:r:a\n/a -- u:r:b\n/(b u:r:b\n/c(.*x)* u:r:c\n/d(?>x) u:r:d\n'), 10);
    expect(problems.map(({ kind, detail }) => `${kind} ${detail.field}`)).toEqual(['format line 2', 'format line 3', 'limit line 4', 'unsupported line 5']);
    expect(findTableProblems(tablesOf('/(b u:r:b\n/(c u:r:c\n'), 1)).toHaveLength(1);
    expect(findTableProblems(tablesOf('/.* u:r:a\n'), 10)).toEqual([]);
  });
});
