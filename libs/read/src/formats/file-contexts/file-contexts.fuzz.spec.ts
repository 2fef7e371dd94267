import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { parseFileContextAliases, parseFileContexts } from './index.ts';

const part = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('/a', '/.*', '(/.*)?', ' ', '\t', '--', '-d', '-x', '<<none>>', 'u:r:t:s0', '\n', '#', '\r') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
  { weight: 1, arbitrary: fc.nat(255).map((byte) => String.fromCharCode(byte)) },
);
const bytes = fc.array(part, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
const fuzz = fuzzDecoder('file-contexts', ['words of file_contexts and file_contexts.subs']);

for (const [name, parse] of [
  ['tables', parseFileContexts],
  ['aliases', parseFileContextAliases],
] as const) {
  fuzz.property(
    `${name} of any bytes`,
    bytes,
    (text) => {
      for (const { line } of parse(text, 'x')) if (line < 1) throw new Error(`line ${line}`);
      return 'parsed';
    },
    { outcomes: ['parsed', 'refused'] },
  );
}
