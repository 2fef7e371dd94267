import { collectPacks, type PackProblem } from '@staticfire/evaluate/packs';
import type { JsonSchema } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';

const MISSPELT = 'zzqq';
const HEADER = { path: 'policies/p/pack.yaml', text: 'id: p\nversion: 1.0.0\ntitle: P\nsource: ours\nlicence: Apache-2.0\neras: all\n' };
const RULE = {
  title: 'It holds',
  failTitle: 'It does not hold',
  severity: 'high',
  securitySeverity: 7.5,
  rationale: 'why',
  remediation: 'how',
  references: {},
  facts: { settings: 'settings.effective' },
  whenAbsent: 'fail',
  cases: [
    { name: 'a', expect: 'pass' },
    { name: 'b', expect: 'fail' },
    { name: 'c', given: { settings: { $unreadable: 'x' } }, expect: 'unknown' },
    { name: 'd', given: { settings: { $absent: true } }, expect: 'fail' },
  ],
};

const REST = Object.entries(RULE)
  .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
  .join('');

/** What is wrong with rules that assert these, by the place in the list. */
function problemsOf(asserts: readonly string[]): ReadonlyMap<number, readonly PackProblem[]> {
  const files = asserts.map((assert, index) => ({ path: `policies/p/rules/a/r${index}.yaml`, text: `assert: |-\n  ${assert}\n${REST}` }));
  const problems: PackProblem[] = [];
  collectPacks([HEADER, ...files], factCatalogue, problems);
  return Map.groupBy(problems, ({ file }) => Number(/r(\d+)\.yaml/.exec(file)![1]));
}

interface Way {
  readonly steps: readonly string[];
  readonly schema: JsonSchema;
}

/** The ways from the settings down to every object, not through lists and maps. */
function waysTo(schema: JsonSchema, steps: readonly string[] = []): readonly Way[] {
  if (schema.properties === undefined) return [];
  const below = Object.entries(schema.properties).filter(([name]) => !name.startsWith('$'));
  return [{ steps, schema }, ...below.flatMap(([name, member]) => waysTo(member, [...steps, name]))];
}

const ways = waysTo(factCatalogue.find(({ name }) => name === 'settings.effective')!.schema.json);
const dotted = ways.filter(({ steps }) => steps.every((step) => /^[a-z]\w*$/i.test(step)));
const join = (steps: readonly string[], form: (step: string) => string) => `settings${steps.map(form).join('')}`;
const plain = (step: string) => `["${step}"]`;
const optional = (step: string) => `[?"${step}"]`;

/** Each puts a misspelt field behind the way. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  '[…]': ways.map(({ steps }) => `${join([...steps, MISSPELT], plain)} == 1`),
  '[?…]': ways.map(({ steps }) => `${join([...steps, MISSPELT], optional)}.hasValue()`),
  'a dot': dotted.map(({ steps }) => `${join([...steps, MISSPELT], (step) => `.${step}`)} == 1`),
  '.?': dotted.map(({ steps }) => `${join([...steps, MISSPELT], (step) => `.?${step}`)}.hasValue()`),
  has: dotted.map(({ steps }) => `has(${join([...steps, MISSPELT], (step) => `.${step}`)})`),
  '!has in a macro': dotted.map(({ steps }) => `["x"].all(x, x == "" || !has(${join([...steps, MISSPELT], (step) => `.${step}`)}))`),
  'has of a field below it': dotted.map(({ steps }) => `has(${join([...steps, MISSPELT], (step) => `.${step}`)}.below)`),
};

describe('a misspelt setting', () => {
  it('has ways to go', () => {
    expect(ways.length).toBeGreaterThan(40);
    expect(dotted.length).toBeGreaterThan(10);
  });

  it.each(Object.entries(FORMS))('is a problem at its place, with what there is: %s', (_, asserts) => {
    const problems = problemsOf(asserts);
    for (const [index, assert] of asserts.entries()) {
      const unknown = problems.get(index)?.find(({ message }) => message.includes(`there is no field '${MISSPELT}'`));
      expect(unknown, assert).toBeDefined();
      expect(`  ${assert}`.slice(unknown!.column - 1), assert).toMatch(/^"?zzqq/);
    }
  });

  it.each([
    ['has(settings.kernel.lockdwn)', "there is no field 'lockdwn'; did you mean 'lockdown'?"],
    ['has(settings.kernel) && has(settings.kernel.lockdwn)', "there is no field 'lockdwn'; did you mean 'lockdown'?"],
    ['has(settings.kernel.sysctll)', "there is no field 'sysctll'; did you mean 'sysctl'?"],
    ['has(settings.kernel.hugepages.statc)', "there is no field 'statc'; did you mean 'static'?"],
    ['has(settings.updates.lock) || has(settings.network.hostname)', /there is no field 'lock', only .*version-lock/],
    ['has(settings.network.hostname) || has(settings.network.hostnam)', "there is no field 'hostnam'; did you mean 'hostname'?"],
    ['!has(settings.boot.foo.bar)', /there is no field 'foo', only/],
  ])('%s', (assert, message) => {
    const problems = problemsOf([assert]).get(0) ?? [];
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });
});
