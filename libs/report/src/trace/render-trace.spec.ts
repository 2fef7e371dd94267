import type { Trace, TracedFact } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import { renderTrace } from './render-trace.ts';

const NASTY = 'a\u001b[2J\u202e\nb';
const source = { bank: 'A' as const, partition: 'ROOT', path: `/etc/${NASTY}`, offset: 4096, length: 12, sha256: 'f'.repeat(64) };
const fact = (changes: Partial<TracedFact> = {}): TracedFact => ({
  name: 'test.fact',
  bank: 'A',
  summary: 'What it is',
  state: 'present',
  userData: false,
  values: [],
  from: [],
  sources: [],
  told: false,
  ...changes,
});
const trace = (changes: Partial<Trace> = {}): Trace => ({
  input: { path: NASTY, sha256: '0'.repeat(64) },
  rule: {
    id: 'own:a/b',
    title: 'It holds',
    severity: 'high',
    assert: 'f.a\n  && params.x',
    language: 'cel',
    parameters: { x: NASTY, unread: 1 },
    row: { word: 'uno' },
  },
  findings: [{ ruleId: 'own:a/b', verdict: 'fail', title: NASTY, subject: NASTY, reason: NASTY, evidence: [], fingerprint: 'ab'.repeat(32) }],
  facts: [fact()],
  gaps: [],
  ...changes,
});

describe('renderTrace', () => {
  it('leads from the verdict over the expression to values, lines and bytes', () => {
    const place = { file: '/etc/x.conf', line: 3, layer: 'sysctl.d', key: 'kernel.a', because: 'it is last', source: { ...source, path: '/etc/x.conf' } };
    const derived = fact({
      values: [{ path: 'a', value: 1, items: [], places: [place] }],
      from: [fact({ name: 'test.base', sources: [{ ...source, path: '/etc/x.conf' }] })],
    });
    expect(
      renderTrace(trace({ facts: [derived], findings: [{ ...trace().findings[0]!, title: 'T', subject: 's', reason: 'r' }], gaps: ['a gap'] }))
        .split('\n')
        .slice(2),
    ).toEqual([
      'FAIL T',
      '  about       s',
      '  reason      r',
      `  fingerprint ${'ab'.repeat(32)}`,
      'because of',
      '  it holds when f.a && params.x',
      '    row.word = "uno"',
      '    params.x = "a\\u001b[2J\\u{202e}\\nb"',
      'which read',
      '  test.fact (bank A): What it is',
      '    a = 1',
      `      decided by sysctl.d /etc/x.conf:3 (kernel.a): it is last, from ROOT-A /etc/x.conf, 12 bytes at 4096, sha256 ${'f'.repeat(64)}`,
      '    follows from',
      '      test.base (bank A): What it is',
      `        from ROOT-A /etc/x.conf, 12 bytes at 4096, sha256 ${'f'.repeat(64)}`,
      'note: a gap',
      '',
    ]);
  });

  it('shows nothing from an image that a terminal acts on', () => {
    const values = [{ path: NASTY, value: { [NASTY]: NASTY }, items: [], places: [{ file: NASTY, layer: NASTY, key: NASTY, because: NASTY, source }] }];
    const text = renderTrace(trace({ facts: [fact({ name: NASTY, values, sources: [source], state: 'unreadable', error: NASTY })] }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^b(?!ecause)/m);
  });

  it('tells elements rather than whole lists, facts of user data, and what was told before', () => {
    const text = renderTrace(
      trace({ facts: [fact({ userData: true, values: [{ path: 'list', value: [1, 2, 3], items: [{ n: 2 }], places: [] }] }), fact({ told: true })] }),
    );
    expect(text).toContain('test.fact (bank A): What it is [with user data]\n    list has {"n":2}\n');
    expect(text).not.toContain('[1,2,3]');
    expect(text).toContain('What it is: told above');
  });

  it('is bounded', () => {
    const many = { findings: Array.from({ length: 30 }, () => trace().findings[0]!), facts: [fact({ sources: Array.from({ length: 100 }, () => source) })] };
    const text = renderTrace(trace(many));
    expect(text).toContain('… and 10 findings more');
    expect(text).toContain('… and 60 sources more (--format json has all)');
  });
});
