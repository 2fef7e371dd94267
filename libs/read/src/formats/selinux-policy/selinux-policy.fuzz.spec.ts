import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseSelinuxPolicy, readSelinuxPolicyHeader } from './index.ts';

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

const fuzz = fuzzDecoder(
  'selinux-policy',
  ['smallPolicy of version 35 with a record in every section', 'smallPolicy of version 32', 'smallPolicy of version 24'],
  {
    slowestMs: 50,
  },
);

/** A value or one of our three errors, which tells a place inside. */
function parse(bytes: Uint8Array): string {
  try {
    parseSelinuxPolicy(bytes);
    return 'parsed';
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { structure, offset = 0 } = error.detail;
    if (!structure.startsWith('SELinux policy') || offset > bytes.length) throw new Error(`${structure} at ${offset}`, { cause: error });
    return 'refused';
  }
}

const flips = fc.array(fc.tuple(fc.nat({ max: 0xffff }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
/** Numbers that overflow, at any byte. */
const saturated = fc.tuple(fc.nat({ max: 0xffff }), fc.constantFrom(0, 1, 0x20, 0x21, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffc0, 0xffffffff));

const policy = fc.constantFrom(...policies);
const outcomes = ['parsed', 'refused'];
fuzz.property(
  'flipped bytes',
  fc.tuple(policy, flips),
  ([original, changes]) => {
    const bytes = Buffer.from(original);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return parse(bytes);
  },
  { outcomes },
);

fuzz.property(
  'numbers that are far too large',
  fc.tuple(policy, saturated),
  ([original, [at, value]]) => {
    const bytes = Buffer.from(original);
    bytes.writeUInt32LE(value, at % (bytes.length - 3));
    return parse(bytes);
  },
  { outcomes },
);

fuzz.property(
  'headers',
  fc.tuple(policy, fc.array(fc.tuple(fc.nat(79), fc.nat(255)), { maxLength: 3 })),
  ([original, changes]) => {
    const bytes = Buffer.from(original.subarray(0, 200));
    for (const [at, byte] of changes) bytes[at] = byte;
    readSelinuxPolicyHeader(bytes);
    return 'parsed';
  },
  { outcomes },
);

it('a policy that is cut short at any byte ends in a value or in one of our errors', () => {
  for (const whole of policies) for (let length = 0; length < whole.length; length++) parse(whole.subarray(0, length));
});

it('a number at every byte takes no more memory than a policy of that length may', () => {
  const [whole] = policies;
  for (let round = 0; round < 20; round++) parse(whole!);
  let most = 0;
  for (let at = 32; at < whole!.length - 3; at++) {
    const bytes = Buffer.from(whole!);
    bytes.writeUInt32LE(0xffffffff, at);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    parse(bytes);
    const after = process.memoryUsage();
    most = Math.max(most, after.heapUsed - heapUsed + after.arrayBuffers - arrayBuffers);
  }
  expect(most).toBeLessThan(MAX_BYTES);
});
