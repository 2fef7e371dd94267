import { describe, expect, it } from 'vitest';
import { crc64 } from './crc64.ts';

describe('crc64', () => {
  it.each([
    ['', 0n],
    ['123456789', 0x995dc9bbdf1939fan],
  ])('of "%s" is the published value', (value, expected) => {
    expect(crc64(new TextEncoder().encode(value))).toBe(expected);
  });
});
