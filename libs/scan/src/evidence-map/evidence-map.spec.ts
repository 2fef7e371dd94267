import type { JsonSchema } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from '../catalogue.ts';
import { evidenceOfRows, evidenceOfTables } from './evidence-of-rows.ts';
import { type EvidencePlace, evidencePlaces } from './evidence-places.ts';

type AnySchema = JsonSchema | { readonly anyOf: readonly JsonSchema[] };

const places = Object.entries<EvidencePlace>(evidencePlaces);
const facts = new Map(factCatalogue.map(({ name, schema }) => [name, schema.json]));

/** Facts about the scan's own reading, on which no row rests by itself. */
const WITHOUT_ROW: readonly string[] = [];

function hasField(schema: AnySchema, path: readonly string[]): boolean {
  if ('anyOf' in schema) return schema.anyOf.some((each) => hasField(each, path));
  if (schema.items !== undefined) return hasField(schema.items, path);
  const [name, ...rest] = path;
  if (name === undefined) return true;
  const values = schema.additionalProperties;
  const inner = name === '*' && typeof values === 'object' ? values : schema.properties?.[name];
  return inner !== undefined && hasField(inner, rest);
}

describe('the map of evidence', () => {
  it.each([
    ['CIS Bottlerocket 1.0', 28],
    ['CIS Kubernetes worker', 26],
    ['FIPS 140-3', 22],
    ['PCI DSS 4.0.1', 39],
    ['SELinux', 42],
    ['Bottlerocket baseline', 50],
  ])('has every row of %s', (section, count) => expect(Object.keys(evidenceOfRows[section]!)).toHaveLength(count));

  it('has the three tables of kernel hardening', () => expect(evidenceOfTables.reduce((sum, { rows }) => sum + rows, 0)).toBe(399));

  it('gives every row evidence', () => {
    const rows = Object.entries(evidenceOfRows).flatMap(([section, each]) =>
      Object.entries(each).map(([id, evidence]) => ({ row: `${section} ${id}`, evidence })),
    );
    expect(rows.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
  });

  it('names a fact for every place, or says why an image cannot tell', () =>
    expect(places.filter(([, { facts: named, beyond = '' }]) => named.length === 0 && beyond === '')).toEqual([]));

  it.each(places.flatMap(([name, { facts: named }]) => named.map((field) => [name, field] as const)))('%s: %s is in the catalogue', (_, field) => {
    const [fact, path = ''] = field.split(':');
    const schema = facts.get(fact!);
    expect(schema, fact).toBeDefined();
    expect(hasField(schema!, path === '' ? [] : path.split('.')), field).toBe(true);
  });

  it('asks for every place', () => {
    const asked = new Set<string>([
      ...Object.values(evidenceOfRows).flatMap((rows) => Object.values(rows).flat()),
      ...evidenceOfTables.flatMap(({ evidence }) => evidence),
    ]);
    expect(places.map(([name]) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  it('forgets no fact', () => {
    const named = new Set(places.flatMap(([, place]) => place.facts.map((field) => field.split(':')[0])));
    expect([...facts.keys()].filter((name) => !named.has(name))).toEqual(WITHOUT_ROW);
  });
});
