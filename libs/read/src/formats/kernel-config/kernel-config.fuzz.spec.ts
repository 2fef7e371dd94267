import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type KernelOption, parseKernelConfig } from './index.ts';

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

const fuzz = fuzzDecoder('kernel-config', ['words of .config files', 'options as kconfig writes them']);

fuzz.property('any text', fc.array(pieces, { maxLength: 80 }), (parts) => {
  parseKernelConfig(parts.join(''), { path: 'config' });
});

fuzz.property('what kconfig would write comes back', fc.array(option, { maxLength: 40 }), (list) => {
  const text = list.map((each, index) => write(`O_${index}`, each)).join('\n');
  const expected: KernelOption[] = list.map((each, index) => ({ name: `O_${index}`, ...each, line: index + 1 }) as KernelOption);
  expect(survives(() => parseKernelConfig(text, { path: 'config' }))?.options).toEqual(expected);
});
