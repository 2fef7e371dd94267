import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { compareHmac, hmacOf, parseKernelHmac } from './index.ts';

/** What stands in for sha512hmac when Bottlerocket's packages are built, and gives the same digests. */
function openssl(bytes: Buffer): string {
  return execFileSync('openssl', ['dgst', '-sha512', '-hmac', 'FIPS-FTW-RHT2009', '-r'], { input: bytes, encoding: 'utf8', timeout: 30_000 });
}

describeOracle('HMAC files against openssl', toolsFor('openssl'), () => {
  it.each([0, 1, 127, 128, 129, 1_048_576, 2_500_000])('%i bytes: the same digest, and the line is read', (length) => {
    const bytes = Buffer.concat(Array.from({ length: Math.ceil(length / 64) }, (_, part) => createHash('sha512').update(`${part}`).digest())).subarray(
      0,
      length,
    );
    const digest = openssl(bytes).slice(0, 128);
    expect(hmacOf(memorySource(bytes))).toBe(digest);
    const hmac = parseKernelHmac(`${digest}  vmlinuz\n`, { path: '.vmlinuz.hmac' });
    expect(compareHmac(hmac, memorySource(bytes)).matches).toBe(true);
    expect(compareHmac(hmac, memorySource(Buffer.concat([bytes, Buffer.from([0])]))).matches).toBe(false);
  });
});
