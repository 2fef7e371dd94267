import { array, boolean, declareFact, integer, map, object, optional, partialObject, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { ExpressionCompiler } from './expression.ts';
import { StepBudget } from './step-budget.ts';

const failure = { kind: 'format', structure: 's', message: 'damaged' } as const;
const lost = { $unreadable: failure };
const entry = object({ value: string(''), line: optional(integer('')) });
const schema = object({
  known: map(entry, '', { missing: 'unknown' }),
  named: map(entry, ''),
  words: map(string(''), ''),
  numbers: map(integer(''), ''),
  lists: map(array(string(''), ''), ''),
  nested: map(map(boolean(''), ''), ''),
  empty: partialObject({ inner: partialObject({ a: boolean('') }), lost: partialObject({ a: boolean('') }), names: map(boolean(''), '') }),
  tree: partialObject({ lockdown: string(''), 'host-containers': map(partialObject({ enabled: boolean('') }), ''), on: boolean('') }),
});
const FACT = declareFact({ name: 'test.maps', summary: '', scope: 'bank', schema });
const VALUE = {
  known: { 'a.b': { value: '1' }, 'c.d': lost },
  named: { a: { value: '1', line: 3 }, bad: lost },
  words: { a: 'x', bad: lost },
  numbers: { a: 7, bad: lost },
  lists: { a: ['x'], bad: lost },
  nested: { a: { yes: true }, bad: lost },
  empty: { $unreadableFields: { lost: failure } },
  tree: {
    on: true,
    'host-containers': { admin: { enabled: false }, control: { $unreadableFields: { enabled: failure } } },
    $unreadableFields: { lockdown: failure },
  },
};

const compilers = [new ExpressionCompiler([FACT]), new ExpressionCompiler([FACT], 0)];

function compile(source: string, compiler: ExpressionCompiler) {
  return compiler.compile(source, new Map([['m', compiler.types.typeOf('test.maps')]]));
}

/** true, false, `?` for unknown, or what went wrong; the same whether tables are converted at once or when they are looked at. */
function run(source: string): unknown {
  const [atOnce, deferred] = compilers.map((compiler) => runWith(source, compiler));
  expect(deferred).toEqual(atOnce);
  return atOnce;
}

function runWith(source: string, compiler: ExpressionCompiler): unknown {
  const compiled = compile(source, compiler);
  if ('problems' in compiled) return compiled.problems[0]!.message;
  const outcome = compiled.evaluate(new Map([['m', { value: compiler.types.convert(schema.json, VALUE) }]]), new StepBudget());
  if ('error' in outcome) return `error: ${outcome.error}`;
  return 'value' in outcome ? outcome.value : '?';
}

describe('maps in expressions', () => {
  it.each<[string, string, unknown]>([
    ['a value', 'm.known["a.b"].value == "1"', true],
    ['a value that cannot be read', 'm.known["c.d"].value == "1"', '?'],
    ['a key of which nothing is known', 'm.known["x"].value == "1"', '?'],
    ['… also by way of [?]', 'm.known[?"x"].hasValue()', '?'],
    ['… also by way of in', '"x" in m.known', '?'],
    ['… in an or that another side decides', 'm.known["x"].value == "1" || m.known["a.b"].value == "1"', true],
    ['… in an or that the other side does not decide', 'm.known["x"].value == "1" || m.known["a.b"].value == "2"', '?'],
    ['… in an and that another side decides', 'm.known["x"].value == "1" && m.known["a.b"].value == "2"', false],
    ['… under exists over a list of keys, when one fits', '["x", "a.b"].exists(k, m.known[k].value == "1")', true],
    ['… under all over a list of keys', '["x", "a.b"].all(k, m.known[k].value == "1")', '?'],
    ['… under all over a list of keys, when one does not fit', '["x", "a.b"].all(k, m.known[k].value == "2")', false],
    ['a value with [?]', 'm.named[?"a"].?value.orValue("") == "1"', true],
    ['an absent key with [?]', 'm.named[?"x"].?value.orValue("none") == "none"', true],
    ['an unreadable value with [?]', 'm.named[?"bad"].?value.orValue("none") == "none"', '?'],
    ['a guard: there', '"a" in m.named && m.named["a"].value == "1"', true],
    ['a guard: not there', '"x" in m.named && m.named["x"].value == "1"', false],
    ['a guard: unreadable', '"bad" in m.named && m.named["bad"].value == "1"', '?'],
    ['keys, all: one is unreadable', 'm.named.all(k, m.named[k].value == "1")', '?'],
    ['keys, all: a readable one decides', 'm.named.all(k, m.named[k].value == "2")', false],
    ['keys, exists: a readable one decides', 'm.named.exists(k, m.named[k].value == "1")', true],
    ['the number of keys', 'm.named.size() == 2', true],
    ['keys as a list', 'm.named.map(k, k).exists(k, k == "bad") && m.named.map(k, k).size() == 2', true],
    ['a key that is there, its value unread', '"a" in m.named', true],
    ['a word', 'm.words[?"a"].orValue("") == "x"', true],
    ['a word that cannot be read', 'm.words[?"bad"].orValue("x") == "x"', '?'],
    ['a number', 'm.numbers[?"a"].orValue(0) == 7', true],
    ['a number that cannot be read', 'm.numbers[?"bad"].orValue(0) == 0', '?'],
    ['a list', '"x" in m.lists[?"a"].orValue([])', true],
    ['a list that cannot be read', '!("x" in m.lists[?"bad"].orValue([]))', '?'],
    ['a map in a map', 'm.nested.exists(k, m.nested[k].exists(j, m.nested[k][j]))', true],
    ['a map in a map that cannot be read', 'm.nested.all(k, m.nested[k].all(j, m.nested[k][j]))', '?'],
  ])('%s', (_, source, expected) => expect(run(source)).toBe(expected));

  it.each<[string, string, unknown]>([
    ['a field that is there', 'm.tree.?on.orValue(false)', true],
    ['a field that cannot be read', 'm.tree.?lockdown.orValue("none") == "none"', '?'],
    ['a field that cannot be read, under has', 'has(m.tree.lockdown)', '?'],
    ['a field with a dash, down to a name', 'm.tree[?"host-containers"][?"admin"].?enabled.orValue(true)', false],
    ['a field that cannot be read of one name', 'm.tree[?"host-containers"][?"control"].?enabled.orValue(false)', '?'],
    ['a table that the fact does not have', 'm.empty.inner.?a.orValue(true)', true],
    ['names that the fact does not have', 'm.empty.names[?"a"].orValue(true) && m.empty.names.size() == 0', true],
    ['names that the fact does not have, under exists', 'm.empty.names.exists(k, m.empty.names[k])', false],
    ['… under all', 'm.empty.names.all(k, m.empty.names[k])', true],
    ['a table that the fact does not have, under has', 'has(m.empty.inner) && !has(m.empty.inner.a)', true],
    ['a table that cannot be read', 'm.empty.lost.?a.orValue(true)', '?'],
    ['a table that cannot be read, by way of .?', 'm.empty.?lost.?a.orValue(true)', '?'],
    ['a name in a table, without guards', 'm.tree["host-containers"][?"nobody"].?enabled.orValue(true)', true],
    ['a misspelt field', 'm.tree.?lockdwn.orValue("") == ""', "there is no field 'lockdwn'; did you mean 'lockdown'?"],
    ['the list of what cannot be read', 'm.tree["$unreadableFields"].size() == 0', /unreadableFields/],
  ])('objects whose fields can be unreadable: %s', (_, source, expected) =>
    expected instanceof RegExp ? expect(run(source)).toMatch(expected) : expect(run(source)).toBe(expected),
  );

  it.each([
    ['a key without a guard', 'm.named["a"].value == "1"', /may be absent; write m\.named\[\?"a"\]/],
    ['a key with another key’s guard', '"b" in m.named && m.named["a"].value == "1"', /may be absent/],
    ['a key in dot notation', 'm.named.a.value == "1"', /brackets/],
    ['a misspelt field of a value', 'm.known["a"].vlaue == "1"', /vlaue/],
    ['two maps compared', 'm.named == m.known', /one by one/],
    ['a walk over keys that are not all', 'm.known.all(k, m.known[k].value == "1")', /does not hold everything/],
    ['the number of keys that are not all', 'm.known.size() == 2', /does not hold everything/],
    ['an optional field of a value', 'm.known["a"].line == 3', /'line' may be absent/],
    ['a key of another type', 'm.known[1].value == "1"', /keys of a map are strings/],
  ])('refuses %s', (_, source, message) => expect(run(source)).toMatch(message));
});
