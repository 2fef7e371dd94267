import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type CilNode, parseCil } from './index.ts';

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('(', ')', ' ', '\n', '"', ';', ';;* lmx 12 a.te', 'allow', 'a_t', 'block', '(type a)', '(class c (p))', '"/a b"', '\0', '\\'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
);
const node: fc.Arbitrary<CilNode> = fc.letrec<{ node: CilNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('allow', 'a_t', 'x.y', '*', '-').map((text): CilNode => ({ kind: 'symbol', text, line: 1 })),
    fc.array(tie('node'), { maxLength: 4 }).map((items): CilNode => ({ kind: 'list', items, line: 1 })),
  ),
})).node;

const fuzz = fuzzDecoder('cil', ['words of CIL', 'lists in lists']);

fuzz.property(
  'any text',
  fc.array(word, { maxLength: 60 }),
  (words) => {
    for (const { line } of parseCil(Buffer.from(words.join('')), 'a.cil')) expect(line).toBeGreaterThan(0);
    return 'parsed';
  },
  { outcomes: ['parsed', 'refused'] },
);

fuzz.property('what is written comes back', fc.array(node, { maxLength: 6 }), (items) => {
  const list: CilNode = { kind: 'list', items, line: 1 };
  expect(parseCil(Buffer.from(textOf(list)), 'a.cil')).toEqual([list]);
});

function textOf(written: CilNode): string {
  return written.kind === 'list' ? `(${written.items.map(textOf).join(' ')})` : written.text;
}
