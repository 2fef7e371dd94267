import { FormatError, LimitError, ReadError, UnsupportedError } from '@staticfire/read/bytes';
import { parseFileContextAliases, parseFileContexts } from '@staticfire/read/formats/file-contexts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileContextMatcher } from './file-context-matcher.ts';
import { Random } from './fixtures/random.ts';
import { randomRegex } from './fixtures/random-regex.ts';
import { translateSpec } from './translate-spec.ts';

const SEED = 20261125;
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;

/** A RegExp, or one of our errors with the line. */
function translate(regex: string): 'translated' | 'refused' {
  try {
    const { source } = translateSpec({ line: 12, regex }, 'fc');
    expect(() => new RegExp(source)).not.toThrow();
    return 'translated';
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof UnsupportedError || error instanceof LimitError)) throw error;
    expect(error.message).toMatch(/^fc, line 12: /);
    return 'refused';
  }
}

describe('any expression becomes a RegExp or ends in one of our errors', () => {
  it('expressions of the letters that tables use', () => {
    const counts = { translated: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        counts[translate(randomRegex(new Random(seed)))]++;
      }),
      OPTIONS,
    );
    expect(counts.translated).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(50);
  });

  it('any ASCII', () => {
    const part = fc.oneof(fc.constantFrom(...'()[]{}\\|*+?.^$-:=!<>,/abx019'), fc.string({ unit: 'binary-ascii', maxLength: 2 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        translate(parts.join(''));
      }),
      OPTIONS,
    );
  });

  it('tables and aliases of any bytes', () => {
    const part = fc.oneof(
      fc.constantFrom('/a', '/.*', ' ', '\t', '--', '-d', '<<none>>', 'u:r:t', '\n', '#', '\r'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const bytes = Buffer.from(parts.join(''));
        for (const parse of [parseFileContexts, parseFileContextAliases]) {
          try {
            expect(parse(bytes, 'x').every(({ line }) => line > 0)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(ReadError);
          }
        }
      }),
      OPTIONS,
    );
  });

  it('the prefix filter never hides a match', () => {
    const letters = fc.array(fc.constantFrom('/', 'a', 'b', '.', '*', '?', '(', ')', '|', '[ab]', '\\.', '+'), { maxLength: 8 });
    const path = fc.array(fc.constantFrom('/', 'a', 'b', '.'), { maxLength: 6 }).map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(letters, fc.array(path, { maxLength: 8 }), (parts, paths) => {
        const regex = `/${parts.join('')}`;
        if (translate(regex) === 'refused') return;
        const spec = translateSpec({ line: 12, regex }, 'fc');
        const matcher = new FileContextMatcher([spec]);
        const stem = /^\/[ab]*\//.exec(regex)?.[0] ?? '';
        for (const each of paths) {
          const fits = spec.literal === undefined ? each.startsWith(stem) && new RegExp(spec.source).test(each) : each === spec.literal;
          expect(
            matcher.find(each, undefined, () => true),
            `${regex} ${each}`,
          ).toBe(fits ? 0 : -1);
        }
      }),
      OPTIONS,
    );
  });
});
