import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE, ruleText, sampleTexts } from '../fixtures/sample-packs.ts';
import { editorSchemas } from './editor-schemas.ts';
import { scaffoldPack } from './scaffold-pack.ts';

const schemas = editorSchemas(CATALOGUE);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const fits = (name: string, text: string) => ajv.validate(schemas.get(name)!, parse(text));

describe('editorSchemas', () => {
  it('has a schema of each kind, with an id of its own', () => {
    expect([...schemas.values()].map((schema) => schema['$id'])).toEqual(
      ['pack', 'rule', 'table', 'controls', 'profile', 'leftOut', 'samples', 'tailoring', 'attestations'].map((kind) => `urn:staticfire:schema:${kind}:1`),
    );
  });

  it.each([
    ['pack.schema.json', sampleTexts['base/pack.yaml']!],
    ['rule.schema.json', sampleTexts['base/rules/a/b.yaml']!],
    ['table.schema.json', sampleTexts['base/tables/words.yaml']!],
    ['controls.schema.json', sampleTexts['frame/controls.yaml']!],
    ['profile.schema.json', sampleTexts['frame/profiles/level-1.yaml']!],
    ['samples.schema.json', 'test.flags: { a: true, n: 1, word: x }'],
    ['tailoring.schema.json', 'failOn: low'],
    ['tailoring.schema.json', 'waivers: [{ rule: base:a/b, reason: no other way, owner: Ada, expires: 2027-03-31 }]'],
    ['attestations.schema.json', 'attestations: []'],
  ])('%s takes what the engine takes', (name, text) => {
    expect(fits(name, text), JSON.stringify(ajv.errors)).toBe(true);
  });

  it('knows the facts there are', () => {
    expect(fits('rule.schema.json', ruleText({ facts: '{ f: test.flog }' }))).toBe(false);
    expect(fits('samples.schema.json', 'test.flags: { a: 1 }')).toBe(false);
  });

  it('tells editors what a waiver needs, and what its members mean', () => {
    expect(fits('tailoring.schema.json', 'waivers: [{ rule: base:a/b, reason: no other way, owner: Ada }]')).toBe(false);
    const { waivers } = schemas.get('tailoring.schema.json')!['properties'] as { waivers: { items: { properties: Record<string, { description?: string }> } } };
    const { properties } = waivers.items;
    expect(Object.entries(properties).filter(([, { description }]) => description === undefined)).toEqual([]);
    expect(properties['subject']!.description).toMatch(/^The finding that it is about/);
    expect(properties['reason']!.description).toMatch(/^Why the findings are accepted/);
  });

  it('tells editors what members mean', () => {
    const rule = schemas.get('rule.schema.json')!['properties'] as Record<string, { description?: string }>;
    expect(Object.entries(rule).filter(([, { description }]) => description === undefined)).toEqual([]);
  });

  it('the hints of a first pack name schemas that there are', () => {
    const hints = [...scaffoldPack('ours').values()].flatMap((text) => /^# yaml-language-server: \$schema=(?:\.\.\/)*schemas\/(\S+)/.exec(text)?.[1] ?? []);
    expect(hints).toHaveLength(2);
    for (const name of hints) expect(schemas.has(name)).toBe(true);
  });
});
