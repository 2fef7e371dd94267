import { describe, expect, it } from 'vitest';
import { open, toTemplateValue } from './fixtures/template-input.ts';
import { type DocumentFormat, parseTemplate, readCommandLine, readDocument, renderWorlds, type TemplateObject } from './index.ts';

const CONTEXT = { settings: { x: open('settings.x'), key: open('settings.key', true), a: 'b', list: ['c', 'd'] } };

function valuesOf(text: string, format: DocumentFormat, context: object = CONTEXT): Readonly<Record<string, unknown>> {
  const worlds = renderWorlds(parseTemplate(text, '/t'), { root: toTemplateValue(context) as TemplateObject });
  return Object.fromEntries(
    [...readDocument(worlds, format, '/t')].map(([path, value]) => [
      path,
      'open' in value ? `open: ${value.open}` : (value.items ?? value.value ?? value.type),
    ]),
  );
}

function linesOf(text: string, format: DocumentFormat): Readonly<Record<string, number>> {
  const worlds = renderWorlds(parseTemplate(text, '/t'), { root: toTemplateValue(CONTEXT) as TemplateObject });
  return Object.fromEntries([...readDocument(worlds, format, '/t')].map(([path, { line }]) => [path, line]));
}

const SET = 'it depends on whether settings.x is set';

describe('readDocument', () => {
  it.each<[string, DocumentFormat, string, object]>([
    [
      'YAML',
      'yaml',
      '---\na:\n  b: false\n  c: "x"\nd: [e, 1]\nf:\n- g: 0\nh: {}\ni: yes\nj: 1.5\nk:\n',
      { 'a.b': 'false', 'a.c': 'x', d: ['e', '1'], f: 'list', 'f[0].g': '0', h: 'map', i: 'true', j: '1.5', k: 'null' },
    ],
    ['TOML', 'toml', 'a = [1, 2]\n[b."c.d"]\ne = true\n[[f]]\ng = "h"\n', { a: ['1', '2'], 'b."c.d".e': 'true', f: 'list', 'f[0].g': 'h' }],
    ['JSON', 'json', '{"a": {"b": [{"c": null}]}}', { 'a.b': 'list', 'a.b[0].c': 'null' }],
    ['an environment file', 'environment', '# x\nA=b\nA="c d"\n', { A: 'c d' }],
    ['variables of a unit', 'unit-environment', '[Service]\nEnvironment=A="b c" D=e\nEnvironment=A=f\n', { A: 'f', D: 'e' }],
    [
      'an open value',
      'yaml',
      'a: {{settings.x}}\nb: "{{settings.x}}Mi"\nc: d\n',
      { a: 'open: settings.x: a program fills it in', b: 'open: settings.x: a program fills it in', c: 'd' },
    ],
    ['a key that may be missing', 'yaml', 'c: d\n{{#if settings.x}}\na:\n  b: 1\n{{/if}}\n', { c: 'd', 'a.b': `open: ${SET}` }],
    ['branches that say the same', 'yaml', '{{#if settings.x}}\na: 1\n{{else}}\na: 1\n{{/if}}\n', { a: '1' }],
    ['branches that differ', 'yaml', '{{#if settings.x}}\na: 1\n{{else}}\na: 2\n{{/if}}\n', { a: `open: ${SET}` }],
    ['a list with an open item', 'toml', 'a = ["b", {{join_array ", " settings.x}}]\n', { a: 'open: join_array ", " settings.x: a program fills it in' }],
    ['a key that is open', 'yaml', 'a:\n  {{settings.key}}: 1\n  b: 2\n', { a: 'open: settings.key: a program fills it in', 'a.b': '2' }],
    ['a table that only some nodes have', 'toml', '{{#if settings.x}}\n[a]\n{{/if}}\nb = 1\n', { b: `open: ${SET}`, 'a.b': `open: ${SET}` }],
    ['a list as the crate prints it', 'yaml', 'a: {{settings.list}}\n', { a: ['c', 'd'] }],
  ])('%s', (_, format, text, expected) => expect(valuesOf(text, format)).toEqual(expected));

  it('tells the line of the template', () => {
    const text = 'std = "v1"\n+++\na: 1\n{{#if settings.key}}\nb:\n{{#each settings.list}}\n  {{this}}: {{this}}\n{{/each}}\n{{/if}}\ne: {{settings.a}}\n';
    expect(linesOf(text, 'yaml')).toEqual({ a: 3, 'b.c': 7, 'b.d': 7, e: 10 });
    expect(linesOf('+++\na = 1\n[b]\n{{#if settings.key}}\nc = 2\n{{/if}}\n[[d]]\ne = 1\n[[d]]\n"e.f" = 1\n', 'toml')).toEqual({
      a: 2,
      'b.c': 5,
      d: 7,
      'd[0].e': 8,
      'd[1]."e.f"': 10,
    });
  });

  it.each<[string, DocumentFormat, string, RegExp]>([
    ['YAML that is none', 'yaml', '+++\na: 1\n{{#if settings.key}}\nb: ]\n{{/if}}\n', /^\/t, line 4: YAML: /],
    ['a key that is given twice', 'yaml', 'a: 1\nb: 2\na: 3\n', /^\/t, line 3: YAML: /],
    ['YAML with an alias', 'yaml', 'a: &x 1\nb: *x\n', /^\/t, line 1: YAML with anchors/],
    ['two documents', 'yaml', '--- {a: 1}\n--- {b: 2}\n', /2 YAML documents/],
    ['lists in lists', 'yaml', `a: ${'['.repeat(5000)}`, /lists in a line/],
    ['maps in maps', 'yaml', `${Array.from({ length: 40 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')}\n`, /nested deeper than 32/],
    ['a text instead of a map', 'yaml', 'a\n', /^\/t, line 1: the file is no map/],
    ['TOML that is none', 'toml', '+++\na = 1\n{{#if settings.key}}\nb =\n{{/if}}\n', /^\/t, line 4: TOML: /],
    ['JSON that is none', 'json', '{"a": 1,}', /^\/t.*: it is no JSON/],
  ])('refuses %s', (_, format, text, message) => expect(() => valuesOf(text, format)).toThrow(message));
});

const NODE_IP = ['$', '{NODE_IP}'].join('');

describe('readCommandLine', () => {
  it('tells options by their names, the last of a name', () => {
    const line = readCommandLine(`-/usr/bin/kubelet --a=1 --b 2 -v 3 --c --d "" --a=4 "x y" --node-ip ${NODE_IP}`, () => 1)!;
    const flags = line.members.find(([name]) => name === 'flag')![1];
    expect(line.members[0]![1]).toMatchObject({ text: '/usr/bin/kubelet' });
    expect(flags).toMatchObject({ kind: 'map' });
    const texts = (flags as unknown as { members: [string, { text: string }][] }).members.map(([name, { text }]) => [name, text]);
    expect(Object.fromEntries(texts)).toEqual({ a: '4', b: '2', v: '3', c: 'true', d: '', 'node-ip': NODE_IP });
    expect(line.members.at(-1)).toMatchObject(['word', { items: [{ text: 'x y' }] }]);
  });

  it('a quote that is not closed is no command', () => expect(readCommandLine('/usr/bin/kubelet "a', () => 1)).toBeUndefined());
});
