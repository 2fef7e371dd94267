import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, sampleFiles, sampleTexts } from '../fixtures/sample-packs.ts';
import { readTailoring } from '../tailoring/read-tailoring.ts';
import { resolveSelection } from '../tailoring/resolve-selection.ts';
import { collectPacks, loadPacks, PackLoadError, type PackProblem } from './index.ts';

const paths = Object.keys(sampleTexts);
const others = ['base/samples.yaml', 'base/controls.yaml', 'base/tables/t.yaml', 'base/rules/x/y.yaml', 'base/profiles/z.yaml'];
const scalars = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('base:a/b', '__proto__', '{row.x}', 'f.a', '$absent'),
);
const words = fc.constantFrom(
  'id',
  'title',
  'controls',
  'rules',
  'rows',
  'columns',
  'cases',
  'facts',
  'assert',
  'requires',
  'parameters',
  'severities',
  'given',
  'f',
  '__proto__',
  'constructor',
  '1',
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalars, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(words, tie('value'), { maxKeys: 5 })),
}));

/** Texts of no shape at all, YAML of any shape, and documents that fit but for one piece. */
const texts = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  value.map((each) => JSON.stringify(each)),
  fc.tuple(fc.constantFrom(...paths), fc.nat(), fc.nat({ max: 8 }), fc.string({ maxLength: 6 })).map(([path, at, length, put]) => {
    const text = sampleTexts[path]!;
    const start = at % text.length;
    return text.slice(0, start) + put + text.slice(start + length);
  }),
);

describe('any text in the place of a document', () => {
  it('gives packs or a PackLoadError with places, nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths, ...others), texts, (path, text) => {
        try {
          expect(loadPacks(sampleFiles({ [path]: text }), CATALOGUE).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(PackLoadError);
          for (const { line, column, message } of (error as PackLoadError).problems) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
            expect(message).not.toBe('');
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives a tailoring and attestations, or problems', () => {
    const packs = collectPacks(sampleFiles(), CATALOGUE, []);
    fc.assert(
      fc.property(texts, texts, (text, attestations) => {
        const problems: PackProblem[] = [];
        const tailoring = readTailoring({ path: 'staticfire.yaml', text }, problems);
        resolveSelection(packs, { tailoring, attestations: { path: 'attestations.yaml', text: attestations } }, problems);
        for (const { line } of problems) expect(line).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it('a text that nests very deep is a problem', () => {
    expect(() => loadPacks(sampleFiles({ 'base/samples.yaml': '['.repeat(100_000) }), CATALOGUE)).toThrow(PackLoadError);
  });
});
