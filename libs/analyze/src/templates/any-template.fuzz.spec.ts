import { ReadError } from '@staticfire/read/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, toTemplateValue } from './fixtures/template-input.ts';
import { type DocumentFormat, parseTemplate, readDocument, renderWorlds, type TemplateObject } from './index.ts';

const SEED = 20261126;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const ROOT = toTemplateValue({ settings: { a: 'x', b: open('settings.b'), c: [1, open('settings.c')], d: { e: true }, __proto__x: 1 } }) as TemplateObject;
const PIECES = [
  '{{',
  '}}',
  '{{#if ',
  '{{/if}}',
  '{{else}}',
  '{{#each ',
  '{{/each}}',
  'settings.b',
  'settings.c',
  'settings.d',
  '(eq settings.b "x")',
  '~',
  '"',
  '\n',
  ': ',
  'a',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '=',
  '\\',
  '@key',
  '../',
  'as |x y|',
  '__proto__',
  'constructor',
  'default 1 ',
  '+++\n',
  '777700000000007777',
  '&',
  '#',
  '\0',
  '\u00e4',
];
const TEXT = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string() }), { maxLength: 40 })
  .map((parts) => parts.join(''));
const FORMAT = fc.constantFrom<DocumentFormat>('yaml', 'toml', 'json', 'environment', 'unit-environment');

describe('any template', () => {
  it('ends in values or in one of our errors', () => {
    let rendered = 0;
    fc.assert(
      fc.property(TEXT, FORMAT, (text, format) => {
        try {
          const worlds = renderWorlds(parseTemplate(text, '/t'), { root: ROOT });
          rendered++;
          readDocument(worlds, format, '/t');
        } catch (error) {
          expect(error, JSON.stringify(text)).toBeInstanceOf(ReadError);
        }
      }),
      { seed: SEED, numRuns: 100_000, interruptAfterTimeLimit: TIME_MS },
    );
    expect(rendered).toBeGreaterThan(0);
  });
});
