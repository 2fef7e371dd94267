import { renderHandlebars } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rendersOf } from './fixtures/template-input.ts';

const CONTEXT = {
  yes: true,
  no: false,
  zero: 0,
  one: 1,
  word: 'word',
  sharp: `<"a=b's`,
  empty: '',
  none: null,
  list: ['x', '', 'y&z'],
  nothing: [],
  map: { b: 'two', a: 'one' },
  deep: {
    list: [
      { on: true, 'name-x': 'n1' },
      { on: false, 'name-x': 'n2' },
    ],
    inner: { 'max-pods': 5 },
  },
};
const TEXT = fc.constantFrom('a', ' ', '\n', '  \n', 'x: ', '\n\n', '  ', '- ', '"', '\t', 'k = [', '\\', '}}', '\n  ');
const PRINT = fc.constantFrom(
  '@root.word',
  '@root.zero',
  '@root.sharp',
  '@root.yes',
  '@root.deep.inner.max-pods',
  '@root.deep/inner/max-pods',
  '@root.list.[0]',
);
const TEST = fc.constantFrom(
  '@root.yes',
  '@root.no',
  '@root.zero',
  '@root.zero includeZero=true',
  '@root.empty',
  '@root.none',
  '@root.list',
  '@root.nothing',
  '@root.absent',
  '@root.absent.x',
  '(same @root.word "word")',
  '(same @root.one 2)',
);
const TILDE = fc.constantFrom('', '', '', '~');

const tag = (sign: string, content: fc.Arbitrary<string>) =>
  fc.tuple(TILDE, content, TILDE).map(([before, inside, after]) => `{{${before}${sign}${inside}${after}}}`);
const SOURCE = fc.letrec<{ nodes: string; node: string }>((tie) => {
  const block = (name: string, given: fc.Arbitrary<string>, body: fc.Arbitrary<string> = tie('nodes')) =>
    fc
      .tuple(
        tag(
          '#',
          given.map((each) => `${name} ${each}`),
        ),
        body,
        fc.option(fc.tuple(tag('', fc.constant('else')), tie('nodes'))),
        tag('/', fc.constant(name)),
      )
      .map(([head, inside, otherwise, end]) => `${head}${inside}${otherwise?.join('') ?? ''}${end}`);
  const item = fc
    .array(fc.oneof(TEXT, tag('', fc.constantFrom('this', '@index', './this', '@root.word')), block('if', fc.constantFrom('@first', '@last', 'this'))), {
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
  const entry = fc
    .array(fc.oneof(TEXT, tag('', fc.constantFrom('@key', 'this', '../word')), block('unless', fc.constantFrom('@first', '@last'))), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const row = fc
    .array(fc.oneof(TEXT, tag('', fc.constantFrom('name-x', 'this.name-x', './name-x')), block('if', fc.constantFrom('on', 'this.on'))), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const elseIf = fc
    .tuple(
      tag(
        '#',
        TEST.map((test) => `if ${test}`),
      ),
      tie('nodes'),
      tag(
        '',
        TEST.map((test) => `else if ${test}`),
      ),
      tie('nodes'),
      fc.constantFrom('', '{{else}}'),
      tie('nodes'),
    )
    // handlebars.js looks in front of the wrong tag for whether the end of such a chain stands alone.
    .map(([head, body, next, other, last, rest]) => `${head}${body}${next}${other}${last === '' ? '' : `q${last}${rest}q`}{{/if}}`);
  const node = fc.oneof(
    { weight: 6, arbitrary: TEXT },
    { weight: 3, arbitrary: tag('', PRINT) },
    { weight: 1, arbitrary: fc.constantFrom('{{{@root.sharp}}}', '{{& @root.sharp}}', '{{{@root.word}}}') },
    { weight: 1, arbitrary: fc.constantFrom('{{! note }}', '{{!-- a }} b --}}', '{{~!-- c --~}}', '\\{{@root.word}}') },
    { weight: 2, arbitrary: block('if', TEST) },
    { weight: 1, arbitrary: block('unless', TEST) },
    { weight: 1, arbitrary: elseIf },
    { weight: 1, arbitrary: block('each', fc.constantFrom('@root.list', '@root.nothing', '@root.word'), item) },
    {
      weight: 1,
      arbitrary: block(
        'each',
        fc.constant('@root.map'),
        entry.map((text) => text.replaceAll('../word', '@root.word')),
      ),
    },
    { weight: 1, arbitrary: block('each', fc.constant('@root.deep.list'), row) },
    { weight: 1, arbitrary: block('each', fc.constant('@root.list as |item at|'), fc.constantFrom('{{item}}={{at}}', '{{#if item}}{{at}}{{/if}}')) },
    { weight: 1, arbitrary: block('with', fc.constantFrom('@root.deep', '@root.word'), fc.constantFrom('{{#if inner}}in{{/if}}', 'z\n')) },
  );
  return { node, nodes: fc.array(node, { maxLength: 5 }).map((parts) => parts.join('')) };
}).nodes;

describe('templates against handlebars.js', () => {
  it('the same text for values that are known', () => {
    const texts = fc.sample(SOURCE, { seed: 20261126, numRuns: 4000 });
    let compared = 0;
    for (const text of texts) {
      const source = text.replaceAll('same ', 'eq ');
      const expected = attempt(() => renderHandlebars(source, CONTEXT, { eq: (a: unknown, b: unknown) => a === b }));
      if (expected === undefined) continue;
      if (expected.length > 0) compared++;
      expect(rendersOf(source, CONTEXT), JSON.stringify(source)).toEqual([expected]);
    }
    expect(compared).toBeGreaterThan(1500);
  });
});

/** A generated text that is no template of theirs says nothing. */
function attempt(render: () => string): string | undefined {
  try {
    return render();
  } catch {
    return undefined;
  }
}
