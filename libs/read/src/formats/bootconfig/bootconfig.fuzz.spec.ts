import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { bootConfigParameters, commandLineWithBootConfig, parseBootConfig, readBootConfig } from './index.ts';

const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: 20261125, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;

const PIECES = ['a', 'kernel', 'init.b', '.', ' = ', ' += ', ' := ', '{', '}', '\n', ';', ',', ' ', '"', "'", '# note\n', '\0', '\x80', '\xa0', '-'];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

function survives<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    return undefined;
  }
}

describe('any bootconfig ends in a value or in one of our errors', () => {
  it('text', () => {
    fc.assert(
      fc.property(text, fc.string(), (bytes, line) => {
        const keys = survives(() => parseBootConfig(bytes));
        if (keys !== undefined) expect(commandLineWithBootConfig(line, bootConfigParameters(keys)).length).toBeGreaterThanOrEqual(line.length);
      }),
      OPTIONS,
    );
  });

  it('a listing parses to itself', () => {
    fc.assert(
      fc.property(text, (bytes) => {
        const keys = survives(() => parseBootConfig(bytes));
        if (keys === undefined || keys.some(({ values }) => values.some((value) => /["\udc80-\udcff]/.test(value)))) return;
        const again = keys.map(({ key, values }) => (values.length === 0 ? key : `${key} = ${values.map((value) => `"${value}"`).join(', ')}`)).join('\n');
        const plain = (all: typeof keys) => all.map(({ key, values }) => ({ key, values }));
        if (!/[\udc80-\udcff]/.test(again)) expect(plain(parseBootConfig(Buffer.from(`${again}\n`)))).toEqual(plain(keys));
      }),
      OPTIONS,
    );
  });

  it('files with a trailer', () => {
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(20_000), fc.nat(4), fc.boolean(), (bytes, size, sum, tail, honest) => {
        const numbers = Buffer.alloc(8);
        numbers.writeUInt32LE(honest ? bytes.length : size, 0);
        numbers.writeUInt32LE(honest ? bytes.reduce((total, byte) => total + byte, 0) : sum, 4);
        survives(() => readBootConfig(memorySource(Buffer.concat([bytes, numbers, Buffer.from('#BOOTCONFIG\n'), Buffer.alloc(tail)]))));
      }),
      OPTIONS,
    );
  });
});
