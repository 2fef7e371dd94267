import { expect, test } from 'vitest';
import { bootConfig2026, bootConfigWords, encodeBootConfig } from './boot-config.ts';

test('the keys of a FIPS image are sorted and become words', () => {
  const text = bootConfig2026(true);
  expect(text.trimEnd().split('\n')).toEqual(text.trimEnd().split('\n').sort());
  expect(bootConfigWords(text, 'init')).toEqual(['systemd.unit=fipscheck.target']);
  expect(bootConfigWords(text, 'kernel')).toEqual([
    'SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1',
    'SYSTEMD_DEFAULT_MOUNT_RATE_LIMIT_BURST=25',
    'fips=1',
    'module_blacklist=i8042',
  ]);
});

test('a value with a blank keeps its quotes', () => {
  expect(bootConfigWords('kernel.message = "two words"\n', 'kernel')).toEqual(['message="two words"']);
});

test('the file is a multiple of four bytes and ends in size, sum and magic', () => {
  const bytes = encodeBootConfig('kernel.a = 1\n');
  expect(bytes.length % 4).toBe(0);
  expect(bytes.readUInt32LE(bytes.length - 20)).toBe(bytes.length - 20);
  expect(bytes.toString('latin1', bytes.length - 12)).toBe('#BOOTCONFIG\n');
});
