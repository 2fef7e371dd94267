import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseSelinuxPolicy } from './index.ts';

const SEED = 20261125;
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const MAX_MS = 50;
const MAX_BYTES = 4 * 1024 * 1024;

const context = smallPolicy.ports[0]![3];
/** Every section has a record. */
const FULL: PolicyRecipe = {
  ...smallPolicy,
  version: 35,
  neverAudit: [1],
  fileSystems: [['x', context, context]],
  interfaces: [['eth0', context, context]],
  nodes: [[[10, 0, 0, 1], [255, 0, 0, 0], context]],
  nodes6: [[new Array(16).fill(1), new Array(16).fill(255), context]],
  infinibandPartitions: [[[0, 0, 0, 0, 0, 0, 0, 1], 1, 2, context]],
  infinibandPorts: [['mlx', 1, context]],
};
const policies = [FULL, { ...smallPolicy, version: 32 }, { ...smallPolicy, version: 24, rules: smallPolicy.rules.slice(0, 4) }].map(writePolicy);

/** A value or one of our three errors, in time; a machine that is busy gets three tries. */
function survives(bytes: Uint8Array): void {
  const inTime = [1, 2, 3].some(() => {
    const start = performance.now();
    run(bytes);
    return performance.now() - start < MAX_MS;
  });
  expect(inTime).toBe(true);
}

function run(bytes: Uint8Array): void {
  try {
    parseSelinuxPolicy(bytes);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    expect(error.detail.structure).toMatch(/^SELinux policy/);
    expect(error.detail.offset).toBeLessThanOrEqual(bytes.length);
  }
}

const flips = fc.array(fc.tuple(fc.nat({ max: 0xffff }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
/** Numbers that overflow, at any byte. */
const saturated = fc.tuple(fc.nat({ max: 0xffff }), fc.constantFrom(0, 1, 0x20, 0x21, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffc0, 0xffffffff));

describe('any bytes end in a value or in one of our errors', () => {
  beforeAll(() => {
    for (const policy of policies) for (let round = 0; round < 20; round++) parseSelinuxPolicy(policy);
  });

  it('a policy that is cut short at any byte', () => {
    for (const policy of policies) for (let length = 0; length < policy.length; length++) survives(policy.subarray(0, length));
  });

  it('flipped bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...policies), flips, (policy, changes) => {
        const bytes = Buffer.from(policy);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        survives(bytes);
      }),
      OPTIONS,
    );
  });

  it('numbers that are far too large', () => {
    fc.assert(
      fc.property(fc.constantFrom(...policies), saturated, (policy, [at, value]) => {
        const bytes = Buffer.from(policy);
        bytes.writeUInt32LE(value, at % (bytes.length - 3));
        survives(bytes);
      }),
      OPTIONS,
    );
  });

  it('a number at every byte takes no more memory than a policy of that length may', () => {
    const [policy] = policies;
    let most = 0;
    for (let at = 32; at < policy!.length - 3; at++) {
      const bytes = Buffer.from(policy!);
      bytes.writeUInt32LE(0xffffffff, at);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      survives(bytes);
      const after = process.memoryUsage();
      most = Math.max(most, after.heapUsed - heapUsed + after.arrayBuffers - arrayBuffers);
    }
    expect(most).toBeLessThan(MAX_BYTES);
  });
});
