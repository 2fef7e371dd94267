import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseKernelHmac } from './index.ts';

const pieces = fc.oneof(fc.constantFrom('0123456789abcdef'.repeat(8), ' ', '  ', ' *', 'vmlinuz', '\n', '\0'), fc.string({ unit: 'binary', maxLength: 4 }));

fuzzDecoder('kernel-hmac', ['words of .hmac files']).property('any text', fc.array(pieces, { maxLength: 8 }), (parts) => {
  const { digest, fileName } = parseKernelHmac(parts.join(''), { path: 'hmac' });
  expect(digest).toMatch(/^[0-9a-f]{128}$/);
  expect(fileName).not.toBe('');
});
