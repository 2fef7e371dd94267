import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseFileCapabilities } from './index.ts';

/** Versions 1 to 3 in their lengths, and others. */
const value = fc
  .tuple(fc.nat(5), fc.boolean(), fc.oneof(fc.constantFrom(8, 16, 20), fc.nat(30)))
  .chain(([version, effective, length]) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((sets) => Buffer.of(effective ? 1 : 0, 0, 0, version, ...sets)),
  );

fuzzDecoder('file-capabilities', ['sets of any bits behind a version']).property(
  'any attribute',
  fc.oneof(value, fc.uint8Array({ maxLength: 30 })),
  (bytes) => {
    const { permitted, inheritable } = parseFileCapabilities(bytes);
    expect(permitted.length <= 64 && inheritable.length <= 64).toBe(true);
    return 'parsed';
  },
  { outcomes: ['parsed', 'refused'] },
);
