import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { compareHmac, hmacOf, parseKernelHmac } from './index.ts';

const DIGEST = '0123456789abcdef'.repeat(8);
const parse = (text: string) => parseKernelHmac(text, { path: '/.vmlinuz.hmac' });

describe('parseKernelHmac', () => {
  it.each([
    ['two spaces', `${DIGEST}  vmlinuz\n`, 'vmlinuz'],
    ['a binary mark', `${DIGEST} *vmlinuz\n`, 'vmlinuz'],
    ['no newline', `${DIGEST}  vmlinuz`, 'vmlinuz'],
    ['upper case', `${DIGEST.toUpperCase()}  vmlinuz\n`, 'vmlinuz'],
    ['a path', `${DIGEST}  EFI/BOOT/BOOTX64.EFI\n`, 'EFI/BOOT/BOOTX64.EFI'],
    ['a name that begins with a space', `${DIGEST}   x\n`, ' x'],
  ])('reads a line with %s', (_, text, fileName) => {
    expect(parse(text)).toEqual({ digest: DIGEST, fileName });
  });

  it.each([
    ['nothing', ''],
    ['the digest alone', `${DIGEST}\n`],
    ['one space', `${DIGEST} vmlinuz\n`],
    ['a short digest', `${DIGEST.slice(1)}  vmlinuz\n`],
    ['a long digest', `${DIGEST}0  vmlinuz\n`],
    ['other digits', `${DIGEST.slice(1)}g  vmlinuz\n`],
    ['a second line', `${DIGEST}  vmlinuz\n${DIGEST}  other\n`],
    ['an empty line in front', `\n${DIGEST}  vmlinuz\n`],
    ['a NUL byte', `${DIGEST}  vmlinuz\0\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parse(text)).toThrow(FormatError);
  });

  it('bounds the length', () => {
    expect(() => parse(`${DIGEST}  ${'x'.repeat(5000)}`)).toThrow(LimitError);
  });
});

describe('hmacOf', () => {
  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000])('hashes %i bytes whole', (length) => {
    const bytes = Buffer.alloc(length, 'staticfire');
    expect(hmacOf(memorySource(bytes))).toBe(createHmac('sha512', 'FIPS-FTW-RHT2009').update(bytes).digest('hex'));
  });
});

describe('compareHmac', () => {
  const kernel = Buffer.from('kernel');
  const hmac = { digest: hmacOf(memorySource(kernel)), fileName: 'vmlinuz' };

  it('matches the bytes it was made from', () => {
    expect(compareHmac(hmac, memorySource(kernel))).toEqual({ matches: true, computed: hmac.digest });
  });

  it('does not match one changed bit, and tells what it is now', () => {
    const changed = compareHmac(hmac, memorySource(Buffer.from('kernem')));
    expect(changed.matches).toBe(false);
    expect(changed.computed).toMatch(/^[0-9a-f]{128}$/);
    expect(changed.computed).not.toBe(hmac.digest);
  });
});
