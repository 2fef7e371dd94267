import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { bar, stackedBar } from './stacked-bar.ts';

const segments = (...counts: readonly number[]) => counts.map((count, index) => ({ kind: `kind-${index}`, label: `Label ${index}`, count }));
const widths = (text: string) => {
  const $ = load(text);
  return [...$('rect')].map((rect) => Number($(rect).attr('width')));
};

test('parts are to scale, with a gap of 3 between them', () => {
  expect(widths(stackedBar({ title: 'T', segments: segments(1, 3, 0) }).text)).toEqual([247, 747]);
});

test('one in a million is seen', () => {
  expect(widths(stackedBar({ title: 'T', segments: segments(1, 1_000_000) }).text)[0]).toBeGreaterThan(4);
});

test('a bar is as long as its share of the greatest one', () => {
  expect(widths(bar({ title: 'T', segments: segments(5) }, 10).text)).toEqual([497]);
});

test('figure and words say the same', () => {
  const $ = load(stackedBar({ title: 'T', segments: segments(1234, 0) }).text);
  expect($('desc').text()).toBe('Label 0 1,234, Label 1 0');
  expect($('.legend').text()).toBe('1,234 Label 00 Label 1');
});
