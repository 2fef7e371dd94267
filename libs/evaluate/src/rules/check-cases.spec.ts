import { expect, it } from 'vitest';
import { CATALOGUE, ruleText, sampleFiles } from '../fixtures/sample-packs.ts';
import { loadPacks } from '../packs/index.ts';
import { listCases } from './check-cases.ts';

const DATED = `[
  { name: before, given: { f: { a: true, n: 1, word: "2026-11-26T00:00:00Z" } }, today: "2026-11-25", expect: pass },
  { name: after, given: { f: { a: true, n: 1, word: "2026-11-26T00:00:00Z" } }, today: "2026-11-27", expect: fail },
  { name: no day, given: { f: { a: true, n: 1, word: "2026-11-26T00:00:00Z" } }, expect: unknown },
  { name: none, given: { f: { $absent: true } }, expect: fail }, { name: lost, given: { f: { $unreadable: x } }, expect: unknown }]`;

it('a case is judged on the day that it names', () => {
  const [pack] = loadPacks(sampleFiles({ 'base/rules/a/b.yaml': ruleText({ assert: 'f.word >= today', cases: DATED }) }), CATALOGUE);
  const listed = listCases(pack!).filter(({ ruleId }) => ruleId === 'base:a/b');
  expect(listed.map(({ name, evaluate }) => [name, evaluate().verdict])).toEqual(listed.map(({ name, expected }) => [name, expected.expect]));
  expect(listed).toHaveLength(5);
});
