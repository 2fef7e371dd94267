import { describe, expect, it } from 'vitest';
import { loadSample, ruleText } from '../../fixtures/sample-packs.ts';
import { GENERATED, renderDocs } from './render-docs.ts';

function pagesOf(id: string, changes: Record<string, string> = {}, beside = true) {
  const packs = loadSample(changes);
  const pages = new Map(beside ? packs.map((pack) => [pack.id, `../${pack.id}/`]) : []);
  return renderDocs(packs.find((pack) => pack.id === id)!, { packs }, pages);
}

describe('renderDocs', () => {
  it('writes a front page, a page for each area and table, and one for controls', () => {
    expect([...pagesOf('base').keys()]).toEqual(['README.md', 'docs/a.md', 'docs/words.md']);
    expect([...pagesOf('frame').keys()]).toEqual(['README.md', 'CONTROLS.md']);
    for (const text of pagesOf('base').values()) expect(text.startsWith(`${GENERATED}\n\n# `)).toBe(true);
  });

  it('every rule has an anchor, and links lead to anchors that are there', () => {
    const base = pagesOf('base');
    const frame = pagesOf('frame');
    const all = new Map([...frame, ...base]);
    for (const name of ['b', 'p', 'u']) expect(base.get('docs/a.md')).toContain(`<a id="${name}"></a>`);
    for (const name of ['one', 'two']) expect(base.get('docs/words.md')).toContain(`<a id="${name}"></a>`);
    const links = [...[...base.values(), ...frame.values()].join('\n').matchAll(/\]\((?:\.\.\/)*(?:base\/|frame\/)?([^)#]+)#([^)]+)\)/g)];
    expect(links.length).toBeGreaterThan(8);
    for (const [, page, id] of links) expect(all.get(page!), `${page}#${id}`).toContain(`<a id="${id}"></a>`);
  });

  it('counts controls by what decides them and by level', () => {
    const controls = pagesOf('frame').get('CONTROLS.md')!;
    expect(controls).toContain('| Decided from | Level 1 | Level 2 | Controls |');
    expect(controls).toContain('| image, in part | 0 | 1 | 1 |');
    expect(controls).toContain('| all | 1 | 1 | 3 |');
    expect(controls).toContain('## What no rule decides\n\n`1.10` Third: only a host has it');
    expect(controls).toContain('[`base:words/one`](../base/docs/words.md#one)<br>');
  });

  it('links no packs that are elsewhere', () => {
    expect(pagesOf('frame', {}, false).get('CONTROLS.md')).toContain('| `base:a/b` |');
  });

  it('tells the parameters and where an expression is read', () => {
    const page = pagesOf('base').get('docs/a.md')!;
    expect(page).toContain('| `most` | int | `3` | d |');
    expect(page).toContain('```cel\nf.n <= params.most\n```');
    expect(page).toContain('Decided by the image and user data.');
  });

  it('escapes what a pack says', () => {
    const page = pagesOf('base', { 'base/rules/a/b.yaml': ruleText({ title: '"<img src=x> | a"' }) }).get('README.md')!;
    expect(page).toContain('| &lt;img src=x\\> \\| a |');
  });

  it('the same packs give the same bytes', () => {
    expect([...pagesOf('base')]).toEqual([...pagesOf('base')]);
  });
});
