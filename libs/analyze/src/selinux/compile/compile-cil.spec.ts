import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import { bottlerocketPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { decideAssertion } from '../assertions/index.ts';
import { comparePolicies } from '../difference/index.ts';
import { DomainTransitions } from '../transitions/index.ts';
import { BASE } from './fixtures/base-policy.ts';
import { policyText } from './fixtures/policy-text.ts';
import { type CilModule, compileCil } from './index.ts';

const BUDGET_MS = 20;
const modulesOf = (...texts: readonly string[]): CilModule[] =>
  texts.map((text, index) => ({ file: `m${index}.cil`, statements: parseCil(Buffer.from(text), `m${index}.cil`) }));
const withBase = (statements: string, version?: number) => compileCil(modulesOf(BASE, statements), version === undefined ? {} : { version });
const numbered = (count: number, statement: (name: string) => string) => Array.from({ length: count }, (_, index) => statement(`n${index}`)).join('\n');

describe('compileCil', () => {
  it('says the same of the same statements in whatever modules, in whatever order', () => {
    const statements = bottlerocketPolicy().split('\n');
    const halves = [statements.filter((_, index) => index % 2 === 1), statements.filter((_, index) => index % 2 === 0).reverse()];
    const [whole, parts] = [compileCil(modulesOf(statements.join('\n'))), compileCil(modulesOf(...halves.map((half) => half.join('\n'))))];
    expect(comparePolicies(whole, parts)).toEqual([]);
    expect(policyText(parts)).toEqual(policyText(whole));
  });

  it('makes the same of the same modules again', () => {
    const modules = modulesOf(bottlerocketPolicy());
    expect(compileCil(modules)).toEqual(compileCil(modules));
  });

  it('is a policy for every analysis', () => {
    const policy = compileCil(modulesOf(bottlerocketPolicy('(allow container_t os_t (file (write)))')));
    const verdict = decideAssertion(policy, { assert: 'never', source: ['all_s'], target: ['immutable_o'], access: { file: ['write'] } });
    expect(verdict.violations).toMatchObject([{ subject: 'container_t os_t:file', rules: ['allow container_t os_t:file write;'] }]);
    const level = { assert: 'level', source: 'system_u:system_r:container_t:s0:c1', denied: { file: ['write'] } } as const;
    expect(['c1', 'c2'].map((own) => decideAssertion(policy, { ...level, target: `system_u:object_r:data_t:s0:${own}` }).holds)).toEqual([false, true]);
    expect([...new DomainTransitions(policy).all()]).toHaveLength(12);
  });

  it('leaves glblub out of versions that have none', () => {
    const range = (version: number) => withBase('(defaultrange file glblub)', version).classes.get('file')!.defaults.range;
    expect([31, 32, 33].map(range)).toEqual([0, 7, 7]);
  });

  it.each([30, 36, Number.NaN])('version %d is an UnsupportedError', (version) => expect(() => withBase('', version)).toThrow(UnsupportedError));

  it.each([
    '(macro m ((type t)) (allow t a (file (read))))',
    '(call m (a))',
    '(optional o (allow a b (file (read))))',
    '(block x (in y (type z)))',
    '(in x (type z))',
    '(blockinherit x)',
    '(block x (blockabstract x))',
    '(typeneveraudit a)',
    '(deny a b (file (read)))',
    '(pirqcon 1 file_context)',
    '(booleanif on (true (call m (a))))',
    '(something new)',
  ])('%s is an UnsupportedError that names the module, the line and the statement', (statement) => {
    const keyword = /\((macro|call|optional|in|blockinherit|blockabstract|typeneveraudit|deny|pirqcon|something)\b/.exec(statement)![1]!;
    expect(() => withBase(`\n${statement}`)).toThrow(
      expect.objectContaining({
        name: 'UnsupportedError',
        detail: expect.objectContaining({ structure: 'm1.cil', field: 'line 2', message: expect.stringContaining(`the statement ${keyword} `) }),
      }),
    );
  });

  it.each([
    ['(allow a gone (file (read)))', 'line 2, allow', '"gone"'],
    ['(allow a b\n(file (gone)))', 'line 2, allow', '"gone"'],
    ['(typeattributeset ab\n(not a b))', 'line 3, typeattributeset', '"2 operands of not"'],
    ['(context x (u r b only_low))', 'line 2, context', '"b"'],
    ['(type 1)', 'line 2, type', '"1"'],
  ])('%j is a FormatError at %s', (statement, field, found) => {
    expect(() => withBase(`\n${statement}`)).toThrow(
      expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ structure: 'm1.cil', field, found }) }),
    );
  });

  it.each([
    ['no module', []],
    ['an empty module', ['']],
    ['no initial SID', [BASE.replaceAll(/^\(sid.*\n/gm, '')]],
  ])('%s is a FormatError', (_, texts) => expect(() => compileCil(modulesOf(...texts))).toThrow(FormatError));

  it.each([
    [
      'pairs of expanded attributes',
      `${numbered(1_100, (name) => `(type ${name})`)}(typeattribute x)(typeattributeset x (all))(expandtypeattribute x true)(allow x x (file (read)))`,
    ],
    ['pairs of types of a transition', `${numbered(1_100, (name) => `(type ${name})`)}(typeattribute x)(typeattributeset x (all))(typetransition x x file a)`],
    [
      'names of blocks',
      `${Array.from({ length: 100 }, (_, index) => `(block ${'x'.repeat(2_000)}${index} `).join('')}${numbered(200, (name) => `(type ${name})`)}${')'.repeat(100)}`,
    ],
    ['types', numbered(0x10000, (name) => `(type ${name})`)],
    [
      'types of attributes that no rule is about',
      `${numbered(5_000, (name) => `(type ${name})`)}(typeattribute x)(typeattributeset x (all))${'(typetransition none x file a)'.repeat(11_000)}`,
    ],
    ['bounds in each other', numbered(5_000, (name) => `(type ${name})(typebounds ${name === 'n0' ? 'a' : `n${Number(name.slice(1)) - 1}`} ${name})`)],
    [
      'constraints of a class map',
      `${numbered(101, () => `(constrain (many (p)) (eq t1 a))`)}(classmap many (p))${'(classmapping many p (file (read)))'.repeat(1_000)}`,
    ],
    ['sets of ioctl commands', numbered(2_001, () => '(allowx a b (ioctl file (0x1)))')],
    ['attributes in each other', `${numbered(101, (name) => `(typeattribute ${name})(typeattributeset ${name} (n${Number(name.slice(1)) + 1}))`)}(type n101)`],
  ])('too many %s are a LimitError', (_, statements) => expect(() => withBase(statements)).toThrow(LimitError));

  it.each([
    ['one with the types of Bottlerocket', bottlerocketPolicy()],
    ['that of the lab images', bottlerocketPolicy('', { era: '2026' })],
  ])(`compiles a policy, %s, in less than ${BUDGET_MS} ms once the code is warm`, (_, text) => {
    const modules = modulesOf(text);
    const times = Array.from({ length: 25 }, () => {
      const start = performance.now();
      compileCil(modules);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(BUDGET_MS);
  });
});
