import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import { describe, expect, it } from 'vitest';
import { readNeverallows } from './index.ts';

const BASE = `
(common files (read write)) (class file (execute)) (classcommon file files) (class dir (search)) (classcommon dir files) (class process (fork))
(type a) (type b) (type c) (typealias alias) (typealiasactual alias b)
(typeattribute ab) (typeattributeset ab (a b)) (typeattribute bc) (typeattributeset bc (b)) (typeattributeset bc (c))
(typeattribute none) (classmap maps (look change))
(classpermission named) (classpermissionset named (file (read))) (classpermissionset named (dir (not (read))))
(classmapping maps look named) (classmapping maps look (process (fork))) (classmapping maps change (file (write))) (classmapping maps change named) (classmapping maps change (dir (all)))`;

const read = (text: string) => readNeverallows([{ file: 'm', statements: parseCil(Buffer.from(`${BASE}\n${text}`), 'm') }]);
const types = (expression: string) => read(`(typeattribute t) (typeattributeset t ${expression}) (neverallow t a (file (read)))`)[0]!.sources.join(' ');
const access = (permissions: string) => {
  const expanded = read(`(neverallow a b ${permissions})`)[0]!.access;
  return Object.entries(expanded).map(([name, each]) => `${name}: ${each.join(' ')}`);
};

describe('readNeverallows', () => {
  it.each([
    ['alias', 'b'],
    ['(a c)', 'a c'],
    ['((a) (and ab bc))', 'a b'],
    ['(and (ab) (bc))', 'b'],
    ['(or ab bc)', 'a b c'],
    ['(xor ab bc)', 'a c'],
    ['(not ab)', 'c'],
    ['(and bc (not alias))', 'c'],
    ['(all)', 'a b c'],
    ['none', ''],
  ])('types %s are %j', (expression, expected) => expect(types(expression)).toBe(expected));

  it.each([
    ['(file (read))', ['file: read']],
    ['(file (all))', ['file: execute read write']],
    ['(file (not (read execute)))', ['file: write']],
    ['named', ['dir: search write', 'file: read']],
    ['(maps (look))', ['dir: search write', 'file: read', 'process: fork']],
    ['(maps (change))', ['dir: read search write', 'file: read write']],
    ['(maps (not (change)))', ['dir: search write', 'file: read', 'process: fork']],
  ])('permissions %s are %j', (permissions, expected) => expect(access(permissions)).toEqual(expected));

  it('says where each stands, in order, over several modules', () => {
    const modules = ['(neverallow ab self (file (read)))', BASE].map((text, index) => ({ file: `m${index}`, statements: parseCil(Buffer.from(text), 'm') }));
    expect(readNeverallows(modules)).toEqual([
      { file: 'm0', line: 1, text: '(neverallow ab self (file (read)))', sources: ['a', 'b'], targets: ['a', 'b'], isSelf: true, access: { file: ['read'] } },
    ]);
  });

  it.each([
    ['(block x (type d) (neverallow d a (file (read))))', ['x.d', 'a']],
    ['(block x (type a) (block y (neverallow a .x.a (file (read)))))', ['x.a', 'x.a']],
    ['(tunable on true) (tunableif on (true (type d) (neverallow d a (file (read)))) (false (neverallow a b (file (read)))))', ['d', 'a']],
  ])('%s is about %j', (text, names) => {
    expect(read(text).map(({ sources, targets }) => [...sources, ...targets])).toEqual([names]);
  });

  it.each([
    '(macro m ((type t)) (neverallow t a (file (read))))',
    '(call m (a))',
    '(optional o (neverallow a b (file (read))))',
    '(in x (type d))',
    '(neverallowx a b (ioctl file (0x1)))',
    '(something new)',
    '(neverallow (a b) a (file (read)))',
    '(neverallow a notself (file (read)))',
    '(neverallow a other (file (read)))',
  ])('%s is an UnsupportedError', (statement) => expect(() => read(statement)).toThrow(UnsupportedError));

  it.each([
    '(neverallow d a (file (read)))',
    '(neverallow a b (file (gone)))',
    '(neverallow a b (gone (read)))',
    '(neverallow a b gone)',
    '(neverallow a b (maps (gone)))',
    '(neverallow a b)',
    '(neverallow a b (file))',
    '(neverallow a b (file (range read write)))',
    '(tunableif t (true (type d)))',
    '(neverallow a b ((file (read)) named))',
    '(neverallow a b (file (not read write)))',
    '(typealias lost) (neverallow lost a (file (read)))',
    '(typeattribute x) (typeattribute y) (typeattributeset x y) (typeattributeset y x) (neverallow x a (file (read)))',
    '(class file (read))',
    '()',
  ])('%s is a FormatError', (statement) => expect(() => read(statement)).toThrow(FormatError));

  it('takes 100 attributes in each other and no more', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, index) => `(typeattribute t${index}) (typeattributeset t${index} ${index === 0 ? 'a' : `t${index - 1}`})`).join('\n');
    const last = (length: number) => `${chain(length)} (neverallow t${length - 1} a (file (read)))`;
    expect(read(last(99))[0]!.sources).toEqual(['a']);
    expect(() => read(last(101))).toThrow(LimitError);
  });

  it('takes a hundred sets of permissions in each other and no more', () => {
    expect(() => read('(classpermission p) (classpermissionset p p) (neverallow a b p)')).toThrow(LimitError);
  });

  it('does not expand sets twice as often at every step', () => {
    const sets = Array.from({ length: 40 }, (_, index) => {
      const next = index === 39 ? '(file (read))' : `(m${index + 1} (p))`;
      return `(classmap m${index} (p)) (classmapping m${index} p ${next}) (classmapping m${index} p ${next})`;
    });
    expect(() => read(`${sets.join('\n')} (neverallow a b (m0 (p)))`)).toThrow(LimitError);
  });

  it('takes 2 000 statements and no more', () => {
    const statement = '(neverallow a b (file (read)))';
    expect(read(statement.repeat(2_000))).toHaveLength(2_000);
    expect(() => read(statement.repeat(2_001))).toThrow(LimitError);
  });
});
