import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { type KernelOption, parseKernelConfig } from './index.ts';

const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 2;
const OPTIONS = { seed: 20261125, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;

const pieces = fc.oneof(
  fc.constantFrom('CONFIG_', 'A', '=', 'y', 'm', '"', '\\', '\n', '# ', ' is not set', '0x', '-', '1', '\r', '\0'),
  fc.string({ maxLength: 3 }),
);

const option = fc.oneof(
  fc.record({ type: fc.constant('tristate'), value: fc.constantFrom('y', 'm', 'n') }),
  fc.record({ type: fc.constant('number'), value: fc.integer().map(String) }),
  fc.record({ type: fc.constant('hex'), value: fc.nat().map((number) => `0x${number.toString(16)}`) }),
  fc.record({ type: fc.constant('string'), value: fc.string({ unit: 'binary' }).filter((text) => !/[\n]/.test(text)) }),
);

function write(name: string, { type, value }: { type: string; value: string }): string {
  if (value === 'n' && type === 'tristate') return `# CONFIG_${name} is not set`;
  return `CONFIG_${name}=${type === 'string' ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value}`;
}

describe('kernel configurations', () => {
  it('any text ends in a value or in one of our errors', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
        try {
          parseKernelConfig(parts.join(''), { path: 'config' });
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }),
      OPTIONS,
    );
  });

  it('what kconfig would write comes back', () => {
    fc.assert(
      fc.property(fc.array(option, { maxLength: 40 }), (list) => {
        const text = list.map((each, index) => write(`O_${index}`, each)).join('\n');
        const expected: KernelOption[] = list.map((each, index) => ({ name: `O_${index}`, ...each, line: index + 1 }) as KernelOption);
        expect(parseKernelConfig(text, { path: 'config' }).options).toEqual(expected);
      }),
      OPTIONS,
    );
  });
});
