import { array, boolean, declareFact, integer, list, map, object, optional, partialObject, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { ExpressionCompiler } from './expression.ts';
import { compileMessage } from './message.ts';
import { RecordType } from './record-type.ts';

const leaf = object({ path: string(''), size: optional(integer('')) });
const inner = partialObject({ lockdown: string(''), leaves: array(leaf, ''), named: map(leaf, ''), deep: partialObject({ on: boolean('') }) });
const schema = object({
  always: object({ leaf, names: array(string(''), '') }),
  maybe: optional(object({ leaf: optional(leaf) })),
  tree: partialObject({ inner, 'a-b': partialObject({ on: boolean('') }) }),
  files: list(leaf, ''),
  named: map(inner, ''),
});
const compiler = new ExpressionCompiler([declareFact({ name: 'test.nested', summary: '', scope: 'bank', schema })]);
const record = new RecordType('Params1', new Map([['most', 'int'] as const, ['words', 'strings'] as const]), 'map');
compiler.declareRecord(record);
const variables = new Map([
  ['f', compiler.types.typeOf('test.nested')],
  ['params', record.name],
]);

function problemsOf(source: string): readonly string[] {
  const compiled = compiler.compile(source, variables);
  return 'problems' in compiled ? compiled.problems.map(({ message, offset }) => `${offset}: ${message}`) : [];
}

/** A misspelt access, what was meant or what there is, and what makes a bool of it. */
const ACCESSES: readonly (readonly [access: string, word: string, help: string | RegExp])[] = [
  ['f.alwais', 'alwais', 'always'],
  ['f.always.laef', 'laef', 'leaf'],
  ['f.always.leaf.pth', 'pth', 'path'],
  ['f.?maybe.?laef', 'laef', 'leaf'],
  ['f.maybe.leaf.szie', 'szie', 'size'],
  ['f.?maybe.leaf.szie', 'szie', 'size'],
  ['f.maybe.?leaf.?szie', 'szie', 'size'],
  ['f.tree.iner', 'iner', 'inner'],
  ['f.tree.inner.lockdwn', 'lockdwn', 'lockdown'],
  ['f.tree.?inner.?lockdwn', 'lockdwn', 'lockdown'],
  ['f.?tree.inner.lockdwn', 'lockdwn', 'lockdown'],
  ['f.tree.inner.deep.no', 'no', 'on'],
  ['f.tree.inner.deeep.on', 'deeep', 'deep'],
  ['f.tree.inner.zzzzzzzz.x.y', 'zzzzzzzz', /only lockdown, leaves, named, deep$/],
  ['f.tree.inner.lockdown.x', 'x', /this is a text, it has no field 'x'$/],
];
const BRACKETED: typeof ACCESSES = [
  ['f["alwais"]', '"alwais"', 'always'],
  ['f[?"alwais"]', '"alwais"', 'always'],
  ['f["always"]["leaf"]["pth"]', '"pth"', 'path'],
  ['f.tree["a-c"]', '"a-c"', 'a-b'],
  ['f.tree[?"a-c"]', '"a-c"', 'a-b'],
  ['f.tree["a-b"].no', 'no', 'on'],
  ['f.tree[?"a-b"].?no', 'no', 'on'],
  ['f.tree["inner"][?"lockdwn"]', '"lockdwn"', 'lockdown'],
  ['f.named[?"x"].?lockdwn', 'lockdwn', 'lockdown'],
  ['f.named[?"x"].?deep.?no', 'no', 'on'],
  ['f.named[?"x"].?named[?"y"].?pth', 'pth', 'path'],
];
const ITEMS: typeof ACCESSES = [
  ['x.pth', 'pth', 'path'],
  ['x.?szie', 'szie', 'size'],
  ['x["pth"]', '"pth"', 'path'],
  ['x[?"szie"]', '"szie"', 'size'],
];

/** has() takes no others. */
const endsInDot = (access: string) => /[^?.]\.\w+$/.test(access) && !access.includes('[');
const optionalEnd = (access: string) => (access.includes('?') ? `${access}.hasValue()` : `${access} == ${access}`);
const FORMS: readonly (readonly [name: string, around: (access: string) => string])[] = [
  ['alone', optionalEnd],
  ['after an or', (access) => `f.always.leaf.path == "" || ${optionalEnd(access)}`],
  ['in a macro', (access) => `f.files.exists(y, y.path == "" || ${optionalEnd(access)})`],
  ['in two macros', (access) => `f.files.all(y, f.always.names.exists(z, z == y.path && ${optionalEnd(access)}))`],
  ['as a key', (access) => `f.named[?string(${optionalEnd(access)} ? "a" : "b")].hasValue()`],
];
const HAS_FORMS: typeof FORMS = [
  ['under has', (access) => `has(${access})`],
  ['under !has', (access) => `!has(${access})`],
  ['under has after a guard', (access) => `has(f.maybe) && has(${access})`],
  ['under has in a macro', (access) => `f.files.exists(y, has(y.size) && has(${access}))`],
];

function expectMisspelt(source: string, word: string, help: string | RegExp): void {
  const [first, ...others] = problemsOf(source).filter((problem) => /field/.test(problem));
  expect(first, source).toMatch(help instanceof RegExp ? help : `did you mean '${help}'?`);
  const places = [...source.matchAll(new RegExp(word.replaceAll('"', '\\"'), 'g'))].map(({ index }) => `${index}`);
  for (const problem of [first!, ...others]) expect(places, `${source} ${problem}`).toContain(problem.split(':')[0]);
}

describe('a misspelt field is a problem at its place', () => {
  const plain = [...ACCESSES, ...BRACKETED].filter(([, , help]) => typeof help === 'string');
  it.each(FORMS.flatMap(([name, around]) => plain.map(([access, word, help]) => [name, around(access), word, help] as const)))(
    '%s: %s',
    (_, source, word, help) => expectMisspelt(source, word, help),
  );

  it.each(
    HAS_FORMS.flatMap(([name, around]) =>
      ACCESSES.filter(([access]) => endsInDot(access)).map(([access, word, help]) => [name, around(access), word, help] as const),
    ),
  )('%s: %s', (_, source, word, help) => expectMisspelt(source, word, help));

  it.each(
    ['f.files', 'f.tree.inner.leaves', 'f.tree.?inner.?leaves.orValue([])', 'f.files.filter(y, y.path == "")', '[f.always.leaf]'].flatMap((items) =>
      ITEMS.flatMap(([access, word, help]) =>
        [optionalEnd(access), ...(endsInDot(access) ? [`has(${access})`] : [])].map((body) => [`${items}.exists(x, ${body})`, word, help] as const),
      ),
    ),
  )('of an item: %s', (source, word, help) => expectMisspelt(source, word, help));

  it.each([
    ['f.named.all(k, has(f.named.lockdown))', /^19: keys of a map stand in brackets/],
    ['[f.named].all(x, has(x.lockdown))', /^21: keys of a map stand in brackets/],
    ['has(f.files.path)', /^4: lists have no index/],
    ['has(f.tree["a-b"].on)', /^4: has takes names with dots/],
    ['has(f.?maybe)', /has takes names with dots.*write a\.\?b\.hasValue\(\)/],
    ['params.mots == 1', /^7: there is no field 'mots'; did you mean 'most'\?$/],
    ['has(params.mots)', /^11: there is no field 'mots'; did you mean 'most'\?$/],
    ['params.words["x"]', /may be absent/],
  ])('%s', (source, message) => expect(problemsOf(source)[0]).toMatch(message));

  it.each([
    'f.always.leaf.path == ""',
    'has(f.maybe.leaf)',
    'has(f.tree.inner.deep.on)',
    '!has(f.tree.inner.deep.on)',
    '"x" in params.words',
    'params.words.exists(w, params.words[w])',
  ])('nothing is wrong with %s', (source) => expect(problemsOf(source)).toEqual([]));

  it('in a text', () => {
    expect(compileMessage('it has {f.always.leaf.pth}', compiler, variables)).toEqual({
      problems: [{ message: "there is no field 'pth'; did you mean 'path'?", offset: 22 }],
    });
  });
});
