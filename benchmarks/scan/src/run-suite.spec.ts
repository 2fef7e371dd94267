import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verdictOf } from './bench-row.ts';
import { inProcess, node } from './contenders.ts';
import { checkSuite, runSuite } from './run-suite.ts';
import type { Suite } from './suite.ts';
import { constant, seconds } from './term.ts';
import type { Workbench } from './workbench.ts';

const folder = mkdtempSync(join(tmpdir(), 'staticfire-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const workbench = {} as Workbench;

/** A suite whose one held row takes these seconds, run after run; its other row would fail when it ran. */
function suiteOf(name: string, ...runs: readonly number[]): Suite {
  const file = join(folder, name);
  const left = [...runs];
  const prepare = () => writeFileSync(file, String(left.shift()));
  const script = `process.stdout.write(JSON.stringify({ seconds: Number(require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8')) }))`;
  const row = (what: string) => ({ what, how: 'process', unit: 's', ours: seconds(what), peer: 'bound', theirs: constant(2), bound: 1 }) as const;
  return {
    ...{ name, title: name },
    plan: async () => ({
      contenders: [{ ...node('held', '-e', script), printsFigures: true, prepare }, inProcess('free', 'no-such-file.ts')],
      rows: [{ ...row('held'), check: true }, row('free')],
    }),
  };
}

describe('checkSuite', () => {
  // Each measurement is one warm-up and one counted run.
  it.each([
    { what: 'a row that reaches its bound is measured once', runs: [9, 1], verdict: 'reached', value: 1 },
    { what: 'a row that misses is measured once more', runs: [9, 3, 9, 1.5], verdict: 'reached', value: 1.5 },
    { what: 'a row that misses twice has missed', runs: [1, 3, 1, 4], verdict: 'missed', value: 4 },
  ])('$what', async ({ what, runs, verdict, value }) => {
    const { rows } = await checkSuite(suiteOf(what.replaceAll(' ', '-'), ...runs), workbench, 1);
    expect(rows.map(({ what: name }) => name)).toEqual(['held']);
    expect(verdictOf(rows[0]!)).toBe(verdict);
    expect(rows[0]!.ours.value).toBe(value);
  });
});

describe('runSuite', () => {
  it('tells which program failed', async () => {
    await expect(runSuite(suiteOf('all', 1, 1), workbench, 1)).rejects.toThrow(/no-such-file\.ts.* ended with 1/);
  });

  it('takes no more rounds than the suite wants, and no warm-up where there is none', async () => {
    const suite: Suite = {
      ...{ name: 'few', title: 'few', mostRounds: 2, withoutWarmUp: true },
      plan: async () => ({ contenders: [node('nothing', '-e', '0')], rows: [], skipped: [{ what: 'w', reason: 'r' }] }),
    };
    const { rounds, measurements, skipped } = await runSuite(suite, workbench, 5);
    expect(rounds).toEqual({ counted: 2, warmUp: 0 });
    expect(measurements.get('nothing')).toHaveLength(2);
    expect(measurements.get('nothing')![0]!.peakMegabytes).toBeGreaterThan(10);
    expect(skipped).toEqual([{ what: 'w', reason: 'r' }]);
  });

  it('runs what takes long once, and the rest in every round', async () => {
    const contenders = [node('short', '-e', '0'), { ...node('long', '-e', '0'), once: true as const }];
    const suite: Suite = { name: 'once', title: 'once', plan: async () => ({ contenders, rows: [] }) };
    const { measurements } = await runSuite(suite, workbench, 2);
    expect(Array.from(measurements.values(), ({ length }) => length)).toEqual([2, 1]);
  });

  it('reads answers, and fails a row whose answers differ', async () => {
    const says = (name: string, text: string) => ({ ...node(name, '-p', JSON.stringify(text)), readAnswer: (stdout: string) => stdout.trim().split(' ') });
    const row = { what: 'w', how: 'process', unit: 's', ours: seconds('one') } as const;
    const suite: Suite = {
      ...{ name: 'answers', title: 'answers' },
      plan: async () => ({
        contenders: [says('one', 'a b'), says('same', 'b a'), says('other', 'b')],
        rows: [
          { ...row, sameAnswer: ['one', 'same'] },
          { ...row, sameAnswer: ['one', 'other'] },
        ],
      }),
    };
    expect((await runSuite(suite, workbench, 1)).rows.map(verdictOf)).toEqual(['informative', 'differs']);
  });

  it('tells a suite what it is measured for', async () => {
    const purposes: string[] = [];
    const suite: Suite = {
      ...{ name: 'purpose', title: 'purpose' },
      plan: async (_, purpose) => {
        purposes.push(purpose);
        return { contenders: [], rows: [] };
      },
    };
    await runSuite(suite, workbench, 1);
    await checkSuite(suite, workbench, 1);
    expect(purposes).toEqual(['report', 'check']);
  });
});
