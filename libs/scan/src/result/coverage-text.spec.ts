import { array, type Fact, list, map, object, optional, partialObject, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from '../catalogue.ts';
import { coverageText } from './coverage-text.ts';
import { unreadableSearch } from './unreadable-parts.ts';

const failure = (message: string) => ({ kind: 'format', structure: 's', message }) as const;
const bad = (message: string) => ({ $unreadable: failure(message) });
const place = { sources: [] };
const present = (name: string, value: unknown, bank: 'A' | 'B' = 'A'): Fact => ({ ...place, name, bank, state: 'present', value });
const covered = (fact: Fact) => coverageText({ facts: [fact] }).facts[0];

describe('unreadableSearch', () => {
  const text = string('');
  const item = object({ name: text, more: optional(list(object({ name: text }), '')) });
  it.each([
    ['a list', object({ a: list(item, '') }), { a: [bad('1'), { name: 'x' }, bad('2')] }, { count: 2, problem: '1' }],
    ['a list in a list', object({ a: list(item, '') }), { a: [{ name: 'x' }, { name: 'y', more: [{ name: 'z' }, bad('1')] }] }, { count: 1, problem: '1' }],
    ['a list in an array', object({ a: array(item, '') }), { a: [{ name: 'x', more: [bad('1')] }] }, { count: 1, problem: '1' }],
    ['a map', object({ a: map(item, '') }), { a: { x: { name: '' }, y: bad('1') } }, { count: 1, problem: '1' }],
    ['a list in a map', object({ a: map(item, '') }), { a: { x: { name: '', more: [bad('1')] } } }, { count: 1, problem: '1' }],
    [
      'fields of objects',
      partialObject({ a: partialObject({ b: text }) }),
      { a: { $unreadableFields: { b: failure('1'), c: failure('2') } } },
      { count: 2, problem: '1' },
    ],
    ['nothing', object({ a: list(item, ''), b: text }), { a: [{ name: '$unreadable' }], b: '$unreadable' }, { count: 0 }],
    ['no optional member', item, { name: '' }, { count: 0 }],
  ])('finds what could not be read in %s', (_, schema, value, expected) => {
    expect(unreadableSearch(schema.json)(value)).toEqual(expected);
  });

  it('finds everything that a walk over every member finds, in every fact of the catalogue', () => {
    for (const { name, schema } of factCatalogue) {
      const value = exampleOf(schema.json);
      expect([name, unreadableSearch(schema.json)(value).count]).toEqual([name, countEverywhere(value)]);
    }
  });
});

describe('coverageText', () => {
  it('has every fact of the document in its order, those of two banks apart', () => {
    const facts: readonly Fact[] = [
      present('boot.uki', {}),
      { ...place, name: 'boot.uki', bank: 'B', state: 'absent' },
      { ...place, name: 'disk.partitions', state: 'unreadable', error: failure('torn') },
    ];
    const summary = (name: string) => factCatalogue.find((each) => each.name === name)!.summary;
    expect(coverageText({ facts }).facts).toEqual([
      { name: 'boot.uki', bank: 'A', summary: summary('boot.uki'), state: 'present' },
      { name: 'boot.uki', bank: 'B', summary: summary('boot.uki'), state: 'absent' },
      { name: 'disk.partitions', summary: summary('disk.partitions'), state: 'unreadable', problem: 'torn' },
    ]);
  });

  it.each([
    ['an unreadable element', present('root.shells', { shells: [{ path: '/a' }, bad('1'), bad('2')] }), '1', 2],
    ['an unreadable field', present('settings.effective', { kernel: { $unreadableFields: { lockdown: failure('1') } } }), '1', 1],
    ['a count that is not complete', present('root.inventory', { complete: false, unreadable: [{ path: '/a', error: failure('1') }] }), '1', 1],
    ['a count that is not complete and says no more', present('root.inventory', { complete: false, unreadable: [] }), 'not everything could be read', 1],
    [
      'a copy that is not read',
      present('kernel.config', { copies: [], agree: true, differences: [], options: [], notRead: [{ path: '/a', why: 'it is xz' }] }),
      '/a: it is xz',
      1,
    ],
    [
      'as many differences as are listed',
      present('kernel.config', { copies: [], agree: false, differences: Array.from({ length: 1000 }, () => ({})), options: [], notRead: [] }),
      'no more than 1000 differences of its copies are listed',
      0,
    ],
    [
      'blocks that are not listed',
      present('verity.tree', { damagedCount: 70, damagedBlocks: Array.from({ length: 64 }, () => ({})) }),
      '70 blocks are damaged, of which 64 are listed',
      6,
    ],
  ])('is partial with %s', (_, fact, problem, unreadableElements) => {
    expect(covered(fact)).toMatchObject({ state: 'partial', problem, unreadableElements });
  });

  it.each([
    ['a chain that lacks a link, which is no lack of reading', present('boot.chain', { complete: false, links: [], unprotectedInputs: [] })],
    ['a complete count', present('root.inventory', { complete: true, unreadable: [] })],
    ['damaged blocks that are all listed', present('verity.tree', { damagedCount: 1, damagedBlocks: [{}] })],
  ])('is present with %s', (_, fact) => expect(covered(fact)).toMatchObject({ state: 'present' }));
});

// biome-ignore lint/suspicious/noExplicitAny: schemas of every shape
function exampleOf(schema: any): unknown {
  if (schema.anyOf !== undefined) return bad('x');
  if (schema.type === 'array') return schema.items.anyOf === undefined ? [exampleOf(schema.items)] : [exampleOf(schema.items.anyOf[0]), bad('x')];
  if (schema.type !== 'object') return schema.enum?.[0] ?? '';
  if (typeof schema.additionalProperties === 'object') {
    const item = schema.additionalProperties;
    return item.anyOf === undefined ? { x: failure('x') } : { x: exampleOf(item.anyOf[0]), y: bad('x') };
  }
  return Object.fromEntries(Object.entries(schema.properties).map(([name, member]) => [name, exampleOf(member)]));
}

/** Elements that are unreadable, and fields that are. */
function countEverywhere(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if ('$unreadable' in value) return 1;
  const fields = '$unreadableFields' in value ? Object.keys(value.$unreadableFields as object).length : 0;
  const members = Object.entries(value).filter(([name]) => name !== '$unreadableFields');
  return members.reduce((count, [, member]) => count + countEverywhere(member), fields);
}
