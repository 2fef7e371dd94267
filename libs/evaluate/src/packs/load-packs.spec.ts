import { array, boolean, declareFact, type FactDeclaration, integer, list, map, object, oneOf, optional, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { loadPacks, PackLoadError } from './index.ts';

const file = object({ path: string(''), kind: oneOf(['file', 'directory'], ''), size: integer(''), owner: optional(string('')) });
const CATALOGUE: readonly FactDeclaration[] = [
  declareFact({
    name: 'test.table',
    summary: '',
    scope: 'bank',
    schema: object({ ok: boolean(''), options: array(string(''), ''), note: optional(string('')) }),
  }),
  declareFact({ name: 'test.files', summary: '', scope: 'bank', schema: object({ files: list(file, '') }) }),
];

const PACK = { path: 'policies/p/pack.yaml', text: 'id: p\nversion: 1.0.0\ntitle: P\nsource: ours\nlicence: Apache-2.0\neras: all\n' };

function ruleText(changes: Readonly<Record<string, string>> = {}): string {
  const lines: Record<string, string> = {
    title: 'It holds',
    failTitle: 'It does not hold',
    severity: 'high',
    securitySeverity: '7.5',
    rationale: 'why',
    remediation: 'how',
    references: '{}',
    facts: '{ table: test.table }',
    whenAbsent: 'fail',
    assert: 'table.ok',
    cases:
      '[{ name: a, expect: pass }, { name: b, given: { table: { ok: false } }, expect: fail }, { name: c, given: { table: { $unreadable: x } }, expect: unknown }, { name: d, given: { table: { $absent: true } }, expect: fail }]',
    ...changes,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}

const load = (changes: Readonly<Record<string, string>>) => loadPacks([PACK, { path: 'policies/p/rules/a/b.yaml', text: ruleText(changes) }], CATALOGUE);

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PackLoadError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('loadPacks', () => {
  it('loads a rule under the id of its pack and path', () => {
    expect(load({})[0]).toMatchObject({ id: 'p', rules: [{ id: 'p:a/b', severity: 'high' }] });
  });

  it.each([
    ['of the same area', 'test.tabel', 'there is no fact test.tabel; did you mean test.table? There are test.table, test.files'],
    ['of no area there is', 'qqqqqqqq', 'there is no fact qqqqqqqq; there are facts of test, other'],
  ])('names few of many facts: %s', (_, fact, message) => {
    const others = Array.from({ length: 12 }, (_, index) => declareFact({ name: `other.fact-${index}`, summary: '', scope: 'bank', schema: object({}) }));
    const rule = { path: 'policies/p/rules/a/b.yaml', text: ruleText({ facts: `{ table: ${fact} }` }) };
    expect(messageOf(() => loadPacks([PACK, rule], [...CATALOGUE, ...others]))).toMatch(new RegExp(`${message.replace(/[?]/g, '[?]')}$`, 'm'));
  });

  it.each([
    ['an unknown fact', { facts: '{ table: test.tabel }' }, '8:17: there is no fact test.tabel; did you mean test.table? There are test.table, test.files'],
    ['an unknown fact that is like no other', { facts: '{ table: qqqqqqqq }' }, '8:17: there is no fact qqqqqqqq; there are test.table, test.files'],
    ['an unknown field', { assert: 'table.okay' }, "b.yaml:10:15: there is no field 'okay'; did you mean 'ok'?"],
    ['an unknown field under has()', { assert: 'has(table.nope)' }, "10:19: there is no field 'nope'; did you mean 'note'?"],
    ['an unknown field under .?', { assert: 'table.?nope.orValue(true)' }, "10:16: there is no field 'nope'; did you mean 'note'?"],
    ['an optional field without a guard', { assert: 'table.note == "x"' }, /10:9: 'note' may be absent; write \.\?note\.orValue/],
    ['a wrong type', { assert: 'table.ok == 1' }, /10:\d+: .*bool/],
    ['an assertion that is no bool', { assert: 'table.options.size()' }, /10:9: a bool is needed, this is an int/],
    ['a syntax error', { assert: '"table.ok &&"' }, /10:\d+: /],
    ['matches', { assert: 'table.options.exists(o, o.matches("a"))' }, /'matches' is not offered/],
    ['dyn', { assert: 'dyn(table.ok) == true' }, /'dyn' is not offered/],
    ['the size of a list with unreadable elements', { facts: '{ f: test.files }', assert: 'f.files.size() == 0' }, /elements of this list can be unreadable/],
    ['such a list compared whole', { facts: '{ f: test.files }', assert: 'f.files == []' }, /elements of this list can be unreadable/],
    ['an index', { assert: 'table.options[0] == "a"' }, /lists have no index/],
    ['three nested comprehensions', { assert: 'table.options.all(a, table.options.all(b, table.options.all(c, a == b && b == c)))' }, /nest deeper than 2/],
    ['a word outside of an enum', { facts: '{ f: test.files }', assert: 'f.files.all(x, x.kind == "folder")' }, /'folder' is not one of file, directory/],
    ['an unused fact', { facts: '{ table: test.table, f: test.files }' }, /f is not used/],
    ['a severity outside of its band', { securitySeverity: '9.5' }, /4:19: high goes from 7 to 8.9/],
    ['an unknown severity', { severity: 'urgent' }, /3:11: must be one of critical, high/],
    ['an unknown key', { asserts: 'true' }, /12:\d+: 'asserts' is not known here/],
    ['a missing key', { remediation: '' }, /must have required property 'remediation'/],
    ['a missing kind of case', { cases: '[{ name: a, expect: pass }]' }, /11:8: a case that fails is missing/],
    ['an unpaired brace', { failTitle: 'no } here' }, /2:\d+: '}' is not paired/],
    ['a list in a text', { failTitle: 'it has {table.options}' }, /a list<string> cannot be shown/],
    ['forEach over no list', { forEach: 'table.ok', as: 'x', subject: '"x"' }, /12:10: a list is needed/],
    ['forEach over an object', { forEach: 'table', as: 'x', subject: '"x"' }, /12:10: a list is needed, this is an object$/m],
    ['an unknown field in a text', { failTitle: '"it has {table.okay}"' }, "2:27: there is no field 'okay'; did you mean 'ok'?"],
    ['forEach without subject', { forEach: 'table.options', as: 'x' }, /subject/],
    ['a key given twice', { severity: 'high\nseverity: low' }, /4:\d+: .*unique/i],
  ])('refuses %s with file, line and column', (_, changes, message) => {
    const text = messageOf(() => load(changes as unknown as Record<string, string>));
    expect(text).toMatch(/^policies\/p\/rules\/a\/b\.yaml:\d+:\d+: /);
    expect(text).toMatch(message);
  });

  it('reports every problem of every file at once', () => {
    const rules = ['a', 'b'].map((name) => ({ path: `policies/p/rules/x/${name}.yaml`, text: ruleText({ assert: 'table.nope' }) }));
    expect(
      messageOf(() => loadPacks([PACK, ...rules], CATALOGUE))
        .split('\n')
        .filter((line) => line.startsWith('policies/')),
    ).toHaveLength(2);
  });

  it.each([
    ['two packs of one id', [PACK, { ...PACK, path: 'policies/q/pack.yaml' }], /another pack p/],
    ['a stray file', [PACK, { path: 'policies/p/rules/deep/er/b.yaml', text: 'a: 1' }], /not a file of a pack/],
    [
      'a file that ends otherwise',
      [PACK, { path: 'policies/p/rules/a/b.yml', text: ruleText() }],
      /^policies\/p\/rules\/a\/b\.yml:1:1: files of packs end in \.yaml: name it b\.yaml$/m,
    ],
    ['a header that ends otherwise', [{ ...PACK, path: 'policies/p/pack.yml' }], /^policies\/p\/pack\.yml:1:1: .*: name it pack\.yaml$/m],
    ['no pack at all', [], /no pack/],
    ['an alias', [{ ...PACK, text: `${PACK.text}x: &a 1\ny: *a\n` }], /alias/i],
    ['a file of a megabyte', [PACK, { path: 'policies/p/samples.yaml', text: ' '.repeat(1024 * 1024) }], /more than/],
  ])('refuses %s', (_, files, message) => {
    expect(messageOf(() => loadPacks(files, CATALOGUE))).toMatch(message);
  });

  it('forEach over a map says how to walk it', () => {
    const fact = declareFact({ name: 'test.named', summary: '', scope: 'bank', schema: object({ containers: map(object({ on: boolean('') }), '') }) });
    const named = (forEach: string) => ({
      facts: '{ table: test.named }',
      forEach,
      as: 'name',
      subject: 'name',
      assert: 'table.containers[?name].?on.orValue(false)',
    });
    const loadNamed = (forEach: string) => loadPacks([PACK, { path: 'policies/p/rules/a/b.yaml', text: ruleText(named(forEach)) }], [fact]);
    expect(messageOf(() => loadNamed('table.containers'))).toMatch(/a list is needed, this is a map; walk its keys: table\.containers\.map\(k, k\)$/m);
    expect(loadNamed('table.containers.map(k, k)')[0]!.rules).toHaveLength(1);
  });

  it('places problems inside block scalars', () => {
    const text = messageOf(() => load({ assert: '|\n  table.ok &&\n  table.nope == true' }));
    expect(text).toMatch(/:12:9: /);
  });
});
