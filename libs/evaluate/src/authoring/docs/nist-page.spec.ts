import { describe, expect, it } from 'vitest';
import { loadSample, ruleText, tableText } from '../../fixtures/sample-packs.ts';
import { type CrossViewRow, nistPage } from './nist-page.ts';
import { GENERATED } from './render-docs.ts';

const REFERENCES = {
  'base/rules/a/b.yaml': ruleText({ references: '{ nist-800-53: [SI-7, SI-7(10)], pci-dss: ["1.1"] }' }),
  'base/rules/a/p.yaml': ruleText({ assert: 'f.n <= params.most', references: '{ nist-800-53: [SI-7, ZZ-1] }' }),
  'base/tables/words.yaml': tableText({ references: '{ nist-800-53: [SI-7(6)] }' }),
  'frame/controls.yaml': 'controls: [{ id: "1.1", title: t, level: 1, rules: [base:a/b], references: { nist-800-53: [AC-3] } }]\n',
};

function page(rows: readonly CrossViewRow[] = []): string {
  const packs = loadSample(REFERENCES);
  const pages = new Map(packs.map(({ id }) => [id, `${id}/`]));
  return nistPage(packs, [{ section: '4.5.1', theme: 'A theme', rows }], pages);
}

describe('nistPage', () => {
  it('has a row for each requirement that something refers to, by family, numbers as numbers', () => {
    expect(page().startsWith(`${GENERATED}\n\n# `)).toBe(true);
    expect(page()).toContain(
      [
        '| Family | Requirements | Rules | Controls |',
        '|---|---|---|---|',
        '| AC Access control | 1 | 0 | 1 |',
        '| SI System and information integrity | 3 | 4 | 0 |',
        '| ZZ | 1 | 1 | 0 |',
      ].join('\n'),
    );
    const ids = [...page().matchAll(/^\| ((?:AC|SI|ZZ)-\S+) \|/gm)].map(([, id]) => id);
    expect(ids).toEqual(['AC-3', 'SI-7', 'SI-7(6)', 'SI-7(10)', 'ZZ-1']);
  });

  it('links rules and controls to their places beside it', () => {
    expect(page()).toContain('| SI-7 | [`base:a/b`](base/docs/a.md#b)<br>[`base:a/p`](base/docs/a.md#p) |  |');
    expect(page()).toContain('| AC-3 |  | [`frame/1.1`](frame/CONTROLS.md#1.1) |');
  });

  it('tells which rows of a theme are built, built in part, or not yet', () => {
    const text = page([
      { id: 'R-1', about: 'one', by: ['base:a/b', 'frame/1.1'] },
      { id: 'R-2', about: 'two', by: ['base:a/p'], open: 'the rest' },
      { id: 'R-3', about: 'three', by: [] },
      { id: 'R-4', about: 'four', by: ['elsewhere/4', 'elsewhere:a/b'] },
    ]);
    expect(text).toContain('| 4.5.1 | A theme | 4 | 1 | 1 | 2 |');
    expect(text).toContain('| `R-1` | one | [`base:a/b`](base/docs/a.md#b)<br>[`frame/1.1`](frame/CONTROLS.md#1.1) |');
    expect(text).toContain('| `R-2` | two | [`base:a/p`](base/docs/a.md#p)<br>not yet: the rest |');
    expect(text).toContain('| `R-3` | three | not built yet |\n| `R-4` | four | not built yet |');
  });

  it.each(['base:a/gone', 'frame/9.9'])('a row that names %s, which its pack does not have, is a mistake', (id) => {
    expect(() => page([{ id: 'R-1', about: 'one', by: [id] }])).toThrow(`a row names ${id}, which its pack does not have`);
  });
});
