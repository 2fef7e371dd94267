import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPacks } from '@staticfire/evaluate';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from '../catalogue.ts';
import { baselineRows } from './baseline-rows.ts';
import { gateCandidates } from './gate-candidates.ts';

const POLICIES = fileURLToPath(new URL('../../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const packs = loadPacks(files, factCatalogue);
const rules = new Map(packs.flatMap((pack) => pack.rules).map((rule) => [rule.id, rule]));
const baseline = packs.find(({ id }) => id === 'baseline')!;
const leftOut = new Map(baseline.leftOut.map((each) => [each.id, each]));

/** Row → the rules of the pack `baseline` that say that they are about it. */
function referring(): Readonly<Record<string, readonly string[]>> {
  const pairs = baseline.rules.flatMap(({ id, references }) => (references['bottlerocket'] ?? []).map((row) => [row, id] as const));
  return Object.fromEntries([...Map.groupBy(pairs, ([row]) => row)].map(([row, each]) => [row, each.map(([, id]) => id).sort()]));
}

describe.each([
  ['the catalogue', baselineRows, Array.from({ length: 50 }, (_, index) => `BR-${String(index + 1).padStart(2, '0')}`)],
  ['what builders get wrong', gateCandidates, Array.from({ length: 36 }, (_, index) => String(index + 1))],
])('%s', (_, rows, ids) => {
  it('has every row, in order', () => expect(rows.map(({ id }) => id)).toEqual(ids));

  it('names rules that there are, each once in a row', () => {
    expect(rows.flatMap((row) => row.rules.filter((id) => !rules.has(id)))).toEqual([]);
    expect(rows.filter((row) => new Set(row.rules).size < row.rules.length)).toEqual([]);
  });

  it('has a rule for every row, or says why not', () => expect(rows.filter((row) => row.rules.length + row.leftOut.length === 0)).toEqual([]));

  it('names reasons that the pack gives', () => expect(rows.flatMap((row) => row.leftOut.filter((id) => !leftOut.has(id)))).toEqual([]));
});

describe('the pack baseline', () => {
  it('leaves out nothing that no row names', () => {
    const named = new Set([...baselineRows, ...gateCandidates].flatMap((row) => row.leftOut));
    expect([...leftOut.keys()].filter((id) => !named.has(id))).toEqual([]);
  });

  it('lists what it leaves out below the row that it is a part of', () => {
    const wrong = [...leftOut.keys()].filter((id) => {
      const [kind, number] = id.split(/[-/]/);
      const rows = kind === 'br' ? baselineRows : gateCandidates;
      return !rows[Number(number) - 1]?.leftOut.includes(id);
    });
    expect(wrong).toEqual([]);
  });

  it('has rules that refer to exactly the rows that name them', () => {
    const named = baselineRows.map(({ id, rules: by }) => [id, by.filter((rule) => rule.startsWith('baseline:')).toSorted()]);
    expect(referring()).toEqual(Object.fromEntries(named));
  });
});

describe('the rows of the catalogue', () => {
  it('tell in a few words what is left out, when something is', () =>
    expect(baselineRows.filter((row) => row.leftOut.length > 0 !== (row.open !== undefined))).toEqual([]));
});
