import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { bootConfigParameters, commandLineWithBootConfig, parseBootConfig, readBootConfig } from './index.ts';

const PIECES = ['a', 'kernel', 'init.b', '.', ' = ', ' += ', ' := ', '{', '}', '\n', ';', ',', ' ', '"', "'", '# note\n', '\0', '\x80', '\xa0', '-'];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

const fuzz = fuzzDecoder('bootconfig', ['words of bootconfig files']);

fuzz.property('text', fc.tuple(text, fc.string()), ([bytes, line]) => {
  const parameters = bootConfigParameters(parseBootConfig(bytes));
  expect(commandLineWithBootConfig(line, parameters).length).toBeGreaterThanOrEqual(line.length);
});

fuzz.property('a listing parses to itself', text, (bytes) => {
  const keys = survives(() => parseBootConfig(bytes));
  if (keys === undefined || keys.some(({ values }) => values.some((value) => /["\udc80-\udcff]/.test(value)))) return;
  const again = keys.map(({ key, values }) => (values.length === 0 ? key : `${key} = ${values.map((value) => `"${value}"`).join(', ')}`)).join('\n');
  const plain = (all: typeof keys) => all.map(({ key, values }) => ({ key, values }));
  if (/[\udc80-\udcff]/.test(again)) return;
  expect(plain(survives(() => parseBootConfig(Buffer.from(`${again}\n`))) ?? [])).toEqual(plain(keys));
});

const trailer = fc.tuple(text, fc.nat(60), fc.nat(20_000), fc.nat(4), fc.boolean());
fuzz.property('files with a trailer', trailer, ([bytes, size, sum, tail, honest]) => {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(honest ? bytes.length : size, 0);
  numbers.writeUInt32LE(honest ? bytes.reduce((total, byte) => total + byte, 0) : sum, 4);
  readBootConfig(memorySource(Buffer.concat([bytes, numbers, Buffer.from('#BOOTCONFIG\n'), Buffer.alloc(tail)])));
});
