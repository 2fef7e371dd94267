import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { FileContextMatcher } from './file-context-matcher.ts';
import { Random } from './fixtures/random.ts';
import { randomRegex } from './fixtures/random-regex.ts';
import { translateSpec } from './translate-spec.ts';

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

const matcherFuzz = fuzzDecoder('file-context-matcher', ['randomRegex', 'letters that tables use']);

matcherFuzz.property('expressions of the letters that tables use', fc.nat(), (seed) => translate(randomRegex(new Random(seed))), {
  outcomes: ['translated', 'refused'],
});

const ascii = fc.oneof(fc.constantFrom(...'()[]{}\\|*+?.^$-:=!<>,/abx019'), fc.string({ unit: 'binary-ascii', maxLength: 2 }));
matcherFuzz.property('expressions of any ASCII', fc.array(ascii, { maxLength: 30 }), (parts) => translate(parts.join('')));

const letters = fc.array(fc.constantFrom('/', 'a', 'b', '.', '*', '?', '(', ')', '|', '[ab]', '\\.', '+'), { maxLength: 8 });
const path = fc.array(fc.constantFrom('/', 'a', 'b', '.'), { maxLength: 6 }).map((parts) => `/${parts.join('')}`);
matcherFuzz.property('the prefix filter never hides a match', fc.tuple(letters, fc.array(path, { maxLength: 8 })), ([parts, paths]) => {
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
});
