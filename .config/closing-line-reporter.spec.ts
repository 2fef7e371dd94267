import { describe, expect, test } from 'vitest';
import { describeOutcome, describeSkippedOracles } from './closing-line-reporter.ts';

describe('closing line', () => {
  test('is three counts', () => {
    expect(describeOutcome({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped');
  });

  test('lists skipped oracle suites and what to install once', () => {
    const text = describeSkippedOracles(['gpt against sgdisk (install: gdisk)', 'gpt', 'ext4 (install: e2fsprogs gdisk)']);
    expect(text).toContain('  gpt against sgdisk (install: gdisk)\n');
    expect(text).toContain('installs: e2fsprogs gdisk\n');
  });

  test('says nothing when no oracle was skipped', () => {
    expect(describeSkippedOracles(['gpt', 'ext4'])).toBe('');
  });
});
