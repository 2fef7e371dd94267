import { LimitError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { loaderOf } from '../fixtures/unit-files.ts';
import { UnitGraph } from '../graph/unit-graph.ts';
import { criticalChain } from './critical-chain.ts';
import { planStart } from './transaction.ts';

const unit = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}\n[Service]\nSlice=-.slice\nExecStart=/bin/a\nStandardOutput=null\n`;
const target = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}\n`;

const graphOf = (files: Record<string, string>) => new UnitGraph(loaderOf(files), ['x.target']);
const plan = (files: Record<string, string>, mode: 'isolate' | 'replace' = 'replace') => planStart(graphOf(files), 'x.target', mode);

describe('a transaction', () => {
  it('tells who pulled a unit in', () => {
    const { starts } = plan({ 'x.target': target('Wants=a.service'), 'a.service': unit('Requires=b.service'), 'b.service': unit('') });
    expect(starts).toEqual([
      { unit: '-.slice', by: 'a.service' },
      { unit: 'a.service', by: 'x.target' },
      { unit: 'b.service', by: 'a.service' },
      { unit: 'x.target' },
    ]);
  });

  it('tells what is missing, and by whom it is needed', () => {
    const { missing, failed } = plan({
      'x.target': target('Wants=a.service masked.service gone.service'),
      'a.service': unit('Requires=none.service'),
      'masked.service': '-> /dev/null',
    });
    expect(failed).toBeUndefined();
    expect(missing).toEqual([
      { unit: 'none.service', neededBy: 'a.service', kind: 'Requires', state: 'not-found' },
      { unit: 'gone.service', neededBy: 'x.target', kind: 'Wants', state: 'not-found' },
      { unit: 'masked.service', neededBy: 'x.target', kind: 'Wants', state: 'masked' },
    ]);
  });

  it.each([
    ['is required and missing', { 'x.target': target('Requires=gone.service') }, 'gone.service is not-found: no search folder has gone.service'],
    ['is the target and missing', {}, 'x.target is not-found: no search folder has x.target'],
    ['is required and refused', { 'x.target': target('Requires=a.service'), 'a.service': '[Service]\n' }, /^a\.service is bad-setting: it has no ExecStart=/],
    [
      'is required twice and contradicts itself',
      { 'x.target': target('Requires=a.service b.service'), 'a.service': unit('Conflicts=b.service'), 'b.service': unit('') },
      /is to be started and to be stopped$/,
    ],
  ])('fails as a whole when something %s', (_, files, reason) => {
    const { failed, starts } = plan(files);
    expect(failed).toMatch(reason);
    expect(starts).toEqual([]);
  });

  it('ends a cycle with a unit that it can do without', () => {
    const { cycles, starts } = plan({
      'x.target': target('Requires=a.service\nWants=b.service'),
      'a.service': unit('After=c.service'),
      'b.service': unit('Before=c.service\nAfter=a.service'),
      'c.service': unit(''),
      'd.service': unit(''),
      'x.target.wants/c.service': '-> ../c.service',
    });
    expect(cycles).toEqual([{ units: ['a.service', 'b.service', 'c.service'], skipped: 'c.service' }]);
    expect(starts.map(({ unit: name }) => name)).toEqual(['-.slice', 'a.service', 'b.service', 'x.target']);
  });

  it('does nothing when it can do without no unit of a cycle', () => {
    const { cycles, failed } = plan({
      'x.target': target('Requires=a.service b.service'),
      'a.service': unit('After=b.service'),
      'b.service': unit('After=a.service'),
    });
    expect(cycles).toEqual([{ units: ['a.service', 'b.service'] }]);
    expect(failed).toBe('what comes before what is a circle: a.service, b.service');
  });

  it('gives up the start that another unit rules out', () => {
    const { dropped, starts } = plan({ 'x.target': target('Wants=a.service b.service'), 'a.service': unit('Conflicts=b.service'), 'b.service': unit('') });
    expect(dropped).toContainEqual({ unit: 'b.service', type: 'start', because: 'a.service makes it stop' });
    expect(starts.map(({ unit: name }) => name)).not.toContain('b.service');
  });

  it('keeps what nothing needs any more when it isolates', () => {
    const files = {
      'x.target': target('Wants=a.service b.service'),
      'a.service': unit('Conflicts=b.service'),
      'b.service': unit('Wants=c.service'),
      'c.service': unit(''),
    };
    const names = (mode: 'isolate' | 'replace') => plan(files, mode).starts.map(({ unit: name }) => name);
    expect([names('isolate'), names('replace')]).toEqual([
      ['-.slice', 'a.service', 'c.service', 'x.target'],
      ['-.slice', 'a.service', 'x.target'],
    ]);
  });

  it('has a limit of units', () => {
    const files = Object.fromEntries(Array.from({ length: 4100 }, (_, index) => [`u${index}.target`, target(`Wants=u${index + 1}.target`)]));
    expect(() => plan({ 'x.target': target('Wants=u0.target'), ...files })).toThrow(LimitError);
  });

  it('has a limit of cycles', () => {
    const pairs = Array.from({ length: 250 }, (_, index) => [`a${index}`, `b${index}`] as const);
    const files = pairs.flatMap(([a, b]) => [[`${a}.target`, target(`After=${b}.target`)] as const, [`${b}.target`, target(`After=${a}.target`)] as const]);
    const wants = pairs
      .flat()
      .map((name) => `${name}.target`)
      .join(' ');
    expect(() => plan({ 'x.target': target(`Wants=${wants}`), ...Object.fromEntries(files) })).toThrow(LimitError);
  });

  it('is no matter how deep', () => {
    const files = Object.fromEntries(
      Array.from({ length: 3900 }, (_, index) => [`u${index}.target`, target(`Requires=u${index + 1}.target\nAfter=u${index + 1}.target`)]),
    );
    const deep = { 'x.target': target('Requires=u0.target\nAfter=u0.target'), ...files, 'u3900.target': target('') };
    const graph = graphOf(deep);
    const started = new Set(planStart(graph, 'x.target', 'isolate').starts.map(({ unit: name }) => name));
    expect(started.size).toBe(3902);
    expect(criticalChain(graph, 'x.target', started)).toHaveLength(3902);
  });
});

describe('the critical chain', () => {
  it('is the longest one that ends with the target', () => {
    const graph = graphOf({
      'x.target': target('Wants=a.service b.service c.service d.service\nAfter=a.service d.service'),
      'a.service': unit('After=b.service'),
      'b.service': unit('After=c.service gone.service'),
      'c.service': unit('Before=b.service'),
      'd.service': unit('After=c.service'),
      'e.service': unit('Before=c.service'),
    });
    const started = new Set(planStart(graph, 'x.target', 'replace').starts.map(({ unit: name }) => name));
    expect(criticalChain(graph, 'x.target', started)).toEqual(['-.slice', 'c.service', 'b.service', 'a.service', 'x.target']);
  });
});
