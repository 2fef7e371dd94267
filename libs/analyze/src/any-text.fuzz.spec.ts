import { ReadError } from '@staticfire/read/bytes';
import { parseModprobeFile, parseSysctlFile } from '@staticfire/read/formats/linux-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeSysctl,
  decideModule,
  isUnknown,
  type KernelKnowledge,
  ModprobeConfig,
  moduleOptions,
  orderAssignments,
  sysctlDefaults,
} from './kernel/index.ts';
import { parseUserData, resolveSettings, UserDataError } from './settings/index.ts';

const SEED = 20261125;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const PATH = '/u/a.conf';
const FILE = { path: PATH, name: 'a.conf', state: 'read', readable: true };
const kernel: KernelKnowledge = { option: () => 'y', commandLine: [], version: [6, 12, 0] };

const pieces = (...words: string[]) =>
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.string() }), { maxLength: 30 })
    .map((parts) => parts.join(''));
const sysctlText = pieces(
  'net.ipv4.conf.',
  'all',
  '*',
  '[a',
  ']',
  '.rp_filter',
  '=',
  '1',
  '0x',
  '\n',
  '-',
  '/',
  '..',
  '__proto__',
  'kernel.panic',
  '{',
  '}',
  ' ',
);
const modprobeText = pieces('install ', 'udf', ' /bin/true', '\n', 'blacklist ', 'alias ', '*', '[', ']', '\\', '__proto__', ' sctp', '?');
const tomlText = pieces(
  '[settings.',
  'kernel',
  'sysctl',
  '.',
  ']',
  '\n',
  '"a.b"',
  ' = ',
  '"x"',
  '1',
  'true',
  '[',
  '{',
  '}',
  '__proto__',
  'settings.',
  'ntp.time-servers',
  'constructor',
  '[[',
  'boot.kernel',
);

function check<T>(text: fc.Arbitrary<T>, property: (value: T) => void | Promise<void>): Promise<void> {
  const options = { seed: SEED, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false, numRuns: 1_000_000 };
  return fc.assert(
    fc.asyncProperty(text, async (value) => property(value)),
    options,
  );
}

describe('any text ends in a value or in an error of ours', () => {
  it('sysctl.d', async () => {
    await check(sysctlText, (text) => {
      const lines = attempt(() => parseSysctlFile(Buffer.from(text), PATH));
      const values = computeSysctl({
        kernel,
        assignments: orderAssignments(
          [FILE],
          (lines ?? []).map((line) => ({ file: PATH, ...line })),
        ),
        units: [],
        settings: [],
      });
      expect([...sysctlDefaults.keys()].every((key) => values.has(key))).toBe(true);
      for (const value of values.values()) expect(isUnknown(value) || typeof value.value === 'string').toBe(true);
    });
  });

  it('modprobe.d', async () => {
    await check(modprobeText, (text) => {
      const lines = attempt(() => parseModprobeFile(Buffer.from(text), PATH)) ?? [];
      const config = new ModprobeConfig(
        [FILE],
        lines.map((line) => ({ file: PATH, ...line })),
      );
      const knowledge = { kernel, files: new Map([['udf', '/m/udf.ko']]), builtin: new Set<string>(), config };
      for (const name of [...Object.keys(moduleOptions), ...config.names]) expect(decideModule(name, knowledge)).toBeDefined();
    });
  });

  it('user data', async () => {
    await check(tomlText, async (text) => {
      try {
        const { settings } = await parseUserData(Buffer.from(text), 'u');
        const { tree, entries } = resolveSettings([], settings);
        expect(tree.kind).toBe('table');
        for (const { line } of entries) expect(line).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof UserDataError)) throw error;
        expect(error.message).toMatch(/^u:\d+:\d+: /);
      }
    });
  });
});

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
