import { tufRoot } from '@staticfire/testkit';
import { below, fuzzDecoder } from '@staticfire/testkit/fuzz';
import { parseTufRoot } from './index.ts';

const SEED = Buffer.from(tufRoot());
const WORDS = [
  '{',
  '}',
  '[]',
  '[',
  '"',
  '"a":',
  '0',
  '1e400',
  '-1',
  'null',
  'true',
  '{}',
  '\\ud800',
  '\\u0000',
  '"__proto__":{},',
  '2038-01-01T00:00:00Z',
  'root',
];

fuzzDecoder('tuf-root', ['tufRoot']).loop(
  'a root role with words put in and parts left out',
  (random) => {
    let text = SEED.toString('latin1');
    for (let left = 1 + below(random, 3); left > 0; left--) {
      const at = below(random, text.length);
      const word = random() < 0.7 ? WORDS[below(random, WORDS.length)]! : String.fromCharCode(below(random, 256));
      text = text.slice(0, at) + word + text.slice(at + below(random, random() < 0.7 ? 3 : 80));
    }
    parseTufRoot(Buffer.from(text, 'latin1'), 'root.json');
    return 'parsed';
  },
  { outcomes: ['parsed', 'refused'] },
);
