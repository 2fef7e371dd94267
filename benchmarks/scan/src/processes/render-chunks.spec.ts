import type { ScanResult } from '@staticfire/findings';
import { expect, it } from 'vitest';
import { type AnyReporter, renderedBytes } from './render-chunks.ts';

const result = { day: '2026-11-25' } as ScanResult;
const text = ({ day }: ScanResult) => `${day} é`;
function* chunks({ day }: ScanResult) {
  yield `${day} `;
  yield 'é';
}

it.each<{ what: string; reporter: AnyReporter }>([
  { what: 'a text', reporter: { render: text } },
  { what: 'chunks', reporter: { render: chunks } },
  { what: 'a function that is loaded', reporter: { load: async () => chunks } },
  { what: 'a module that is loaded', reporter: { load: async () => ({ render: text }) } },
])('counts the bytes of $what', async ({ reporter }) => {
  expect(await renderedBytes(reporter, result)).toBe(13);
});
