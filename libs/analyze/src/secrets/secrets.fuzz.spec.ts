import { madeUpSecrets as MADE_UP } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksSecret } from './looks-secret.ts';
import { findSecrets } from './search/index.ts';

const TEXTS = MADE_UP.map(({ text }) => text);
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...TEXTS), fc.nat(2000)).map(([text, end]) => text.slice(0, end)) },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\r\n', ' ', '"', '\0', 'token=', '-----END', '://', '@') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const bytes = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array)),
);

const fuzz = fuzzDecoder('secrets', ['madeUpSecrets whole, cut and between other bytes']);

fuzz.property('secrets of any bytes are at places inside them, in order and apart, and nothing of their text', bytes, (text) => {
  const { found } = findSecrets(text);
  const lines = text.toString('latin1').split('\n');
  let end = 0;
  for (const { offset, length, line, column, kind, rule } of found) {
    expect(offset).toBeGreaterThanOrEqual(end);
    end = offset + length;
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    expect([before + column - 1, length > 0 && end <= text.length]).toEqual([offset, true]);
    expect(`${kind} ${rule}`).not.toContain(text.subarray(offset, end).toString('latin1'));
  }
  expect(findSecrets(text).found).toEqual(found);
});

fuzz.property('what has a secret looks like one to who redacts', bytes, (text) => {
  if (findSecrets(text).found.length > 0) expect(looksSecret(text.toString('latin1'))).toBe(true);
});

const SIZE = 1024 * 1024;
/** Under the load of other tests; what is quadratic takes minutes. */
const PATIENCE_MS = 5_000;

describe('a megabyte that is made to take long', () => {
  it.each([
    ...['://a:', 'a://b:ccc@', 'eyJ', ' eyJaaaaaaaa.', 'oken ', 'auth="', 'machine a login b password c ', 'SG.', 'PrivateKey=', '~aaa8Q~', 'AccountKey='],
    ...[
      'xoxb-a-a-a- ',
      'ghs_1_',
      'ghs_11111111111111111_',
      'figd_',
      'lin_api_',
      'ops_ey',
      'sk-',
      'glc_',
      'tskey-',
      'LS0tLS1CRUdJTi',
      '"eyJaaaaaaaa',
      `=${'A'.repeat(64)}`,
      `=${'bWFj'.repeat(20_000)}`,
    ],
    ...[`-----BEGIN ${'PRIVATE'} KEY-----`, `-----BEGIN A A A ${'PRIVATE'} KEY-----\nA`, '"kty""d":"', 'secret_access_key = ', 'authorization: basic '],
  ])('%j again and again', { timeout: 3 * PATIENCE_MS }, (text) => {
    const start = process.cpuUsage();
    findSecrets(Buffer.from(text.repeat(Math.ceil(SIZE / text.length))));
    looksSecret(text.repeat(Math.ceil(SIZE / text.length)));
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(PATIENCE_MS);
  });
});
