import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSample } from '../../fixtures/sample-packs.ts';
import { waiversPage } from './waivers-page.ts';

const packs = loadSample();
const pages = new Map(packs.map(({ id }) => [id, `${id}/`]));
const page = (rule: string) => waiversPage(packs, [{ title: 'All', about: 'Why', waivers: [{ rule, reason: 'it says: "so"' }] }], pages);

it('tells each rule with its controls, and leaves owner and last day to who copies it', () => {
  expect(page('base:a/b')).toContain('| [`base:a/b`](base/docs/a.md#b) | It holds | high | [`frame/1.1`](frame/CONTROLS.md#1.1) |');
  const [, text] = /```yaml\n([\s\S]*?)```/.exec(page('base:a/b'))!;
  expect(parse(text!)).toEqual({ waivers: [{ rule: 'base:a/b', reason: 'it says: "so"', owner: null, expires: null }] });
});

it('a rule that is not there is a mistake', () => {
  expect(() => page('base:a/gone')).toThrow('a waiver is about base:a/gone, which is not there');
});
