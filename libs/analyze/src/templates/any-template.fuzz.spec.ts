import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { open, toTemplateValue } from './fixtures/template-input.ts';
import { type DocumentFormat, parseTemplate, readDocument, renderWorlds, type TemplateObject } from './index.ts';

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

fuzzDecoder('templates', ['words of templates']).property(
  'any template ends in values or in one of our errors',
  fc.tuple(TEXT, FORMAT),
  ([text, format]) => {
    const worlds = renderWorlds(parseTemplate(text, '/t'), { root: ROOT });
    survives(() => readDocument(worlds, format, '/t'));
    return 'rendered';
  },
  { outcomes: ['rendered', 'refused'] },
);
