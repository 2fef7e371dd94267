import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseKernelHmac } from './index.ts';

const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 500;
const pieces = fc.oneof(fc.constantFrom('0123456789abcdef'.repeat(8), ' ', '  ', ' *', 'vmlinuz', '\n', '\0'), fc.string({ unit: 'binary', maxLength: 4 }));

it('any text ends in a digest and a name, or in one of our errors', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      try {
        const { digest, fileName } = parseKernelHmac(parts.join(''), { path: 'hmac' });
        expect(digest).toMatch(/^[0-9a-f]{128}$/);
        expect(fileName).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(ReadError);
      }
    }),
    { seed: 20261125, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
  );
});
