import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCases, loadPacks } from '@staticfire/evaluate';
import { factsDocumentSchema } from '@staticfire/facts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const packs = loadPacks(files, factCatalogue);

function withoutCil({ $cil, ...value }: { readonly $cil?: string }): object {
  return value;
}

describe.each(packs)('pack $id', (pack) => {
  const validators = new Ajv2020({ strict: true });
  const values = new Map(factCatalogue.map(({ name, schema }) => [name, validators.compile(schema.json)]));

  // What a policy is compiled from in cases is no part of its fact.
  it.each([...pack.samples].map(([name, value]) => ({ name, value: withoutCil(value as object) })))('sample $name fits its schema', ({ name, value }) => {
    const validate = values.get(name)!;
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(checkCases(pack).map((checked) => ({ title: `${checked.ruleId}: ${checked.name}`, ...checked })))('$title', ({ expected, evaluation, body }) => {
    for (const fact of body.facts) {
      if (fact.state === 'present') expect(values.get(fact.name)!(fact.value), `${fact.name}: ${JSON.stringify(values.get(fact.name)!.errors)}`).toBe(true);
    }
    expect(evaluation.errors).toEqual([]);
    expect(evaluation.verdict).toBe(expected.expect);
    const failed = evaluation.findings.filter(({ verdict }) => verdict === 'fail').map(({ subject }) => subject);
    if (expected.subjects !== undefined) expect(failed.sort()).toEqual([...expected.subjects].sort());
  });
});

it('the schema of facts documents is one that ajv takes strictly', () => {
  expect(() => new Ajv2020({ strict: true }).compile(factsDocumentSchema(factCatalogue))).not.toThrow();
}, 120_000);
