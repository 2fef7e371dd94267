import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposureChecks } from './exposure-checks.ts';
import { randomSetting, randomSettings } from './fixtures/random-settings.ts';
import { flagNames } from './sandbox.ts';
import { scoreService } from './score-service.ts';

const SEED = 20261125;
const MEGABYTE = 1024 * 1024;
const LISTS =
  `CapabilityBoundingSet RestrictNamespaces RestrictAddressFamilies SystemCallFilter SystemCallArchitectures IPAddressDeny IPAddressAllow DeviceAllow
  SupplementaryGroups LoadCredential MountImages`.split(/\s+/);

const key = fc.oneof(fc.constantFrom(...flagNames, ...LISTS, 'User', 'RootDirectory', 'UMask', 'Delegate', '__proto__', 'constructor'), fc.string());
const value = fc.oneof(
  randomSetting.map((setting) => setting.value),
  fc.string(),
  fc.tuple(randomSetting, fc.string()).map(([setting, text]) => setting.value + text),
);
const setting = fc.record({ section: fc.constantFrom('Service', 'Unit', '__proto__'), key, value });

fuzzDecoder('exposure', ['randomSetting', 'names of settings']).property(
  'any settings have a score in its bounds, or are refused',
  fc.tuple(fc.string(), fc.array(setting, { maxLength: 20 })),
  ([unit, settings]) => {
    const score = scoreService({ unit, settings }, 'arm64');
    if ('refused' in score) return 'refused';
    expect(score.tenths).toBeGreaterThanOrEqual(0);
    expect(score.tenths).toBeLessThanOrEqual(100);
    expect(score.checks.length).toBe(exposureChecks.length);
    return 'scored';
  },
  { outcomes: ['scored'] },
);

describe('any settings', () => {
  it.each(LISTS)('a value of a megabyte: %s', (name) => {
    for (const word of ['@known ', '~', '\\', '"', '@system-service:5 ', '1:', '%i', ':', 'a ', '/', 'CAP_KILL ', '::1/128 ']) {
      const start = performance.now();
      scoreService({ unit: 'a@b.service', settings: [{ section: 'Service', key: name, value: word.repeat(MEGABYTE / word.length) }] }, 'x86-64');
      expect(performance.now() - start, word).toBeLessThan(5000);
    }
  });

  it('a megabyte of lines', () => {
    for (const [name, text] of [
      ['SystemCallFilter', '@known'],
      ['SystemCallFilter', '~@known'],
      ['DeviceAllow', '/dev/null'],
      ['SupplementaryGroups', 'a'],
      ['LoadCredential', 'a'],
      ['SystemCallArchitectures', 'x86'],
    ] as const) {
      const settings = Array.from({ length: MEGABYTE / (name.length + text.length + 2) }, (_, at) => ({
        section: 'Service',
        key: name,
        value: `${text}${name.startsWith('System') ? '' : at}`,
      }));
      const start = performance.now();
      scoreService({ unit: 'a.service', settings }, 'x86-64');
      expect(performance.now() - start, text).toBeLessThan(5000);
    }
  });

  it('100 services are scored in 20 ms', () => {
    const units = fc.sample(randomSettings, { seed: SEED, numRuns: 100 }).map((settings, at) => ({ unit: `u${at}.service`, settings }));
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      for (const unit of units) scoreService(unit, 'x86-64');
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(20);
  });
});
