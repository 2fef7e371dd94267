import { parseModprobeFile, parseSysctlFile } from '@staticfire/read/formats/linux-text';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
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

const kernelSettings = fuzzDecoder('kernel-settings', ['words of sysctl.d', 'words of modprobe.d']);

kernelSettings.property('sysctl.d', sysctlText, (text) => {
  const lines = survives(() => parseSysctlFile(Buffer.from(text), PATH)) ?? [];
  const assignments = orderAssignments(
    [FILE],
    lines.map((line) => ({ file: PATH, ...line })),
  );
  const values = computeSysctl({ kernel, assignments, units: [], settings: [] });
  expect([...sysctlDefaults.keys()].every((key) => values.has(key))).toBe(true);
  for (const value of values.values()) if (!isUnknown(value) && typeof value.value !== 'string') expect(value).toBe('unknown, or text');
});

kernelSettings.property('modprobe.d', modprobeText, (text) => {
  const lines = survives(() => parseModprobeFile(Buffer.from(text), PATH)) ?? [];
  const config = new ModprobeConfig(
    [FILE],
    lines.map((line) => ({ file: PATH, ...line })),
  );
  const knowledge = { kernel, files: new Map([['udf', '/m/udf.ko']]), builtin: new Set<string>(), config };
  for (const name of [...Object.keys(moduleOptions), ...config.names]) expect(decideModule(name, knowledge)).toBeDefined();
});

fuzzDecoder('user-data', ['words of user data']).asyncProperty(
  'user data',
  tomlText,
  async (text) => {
    try {
      const { settings } = await parseUserData(Buffer.from(text), 'u');
      const { tree, entries } = resolveSettings([], settings);
      expect(tree.kind).toBe('table');
      for (const { line } of entries) expect(line).toBeGreaterThan(0);
      return 'parsed';
    } catch (error) {
      if (!(error instanceof UserDataError)) throw error;
      expect(error.message).toMatch(/^u:\d+:\d+: /);
      return 'refused';
    }
  },
  { outcomes: ['parsed', 'refused'] },
);
