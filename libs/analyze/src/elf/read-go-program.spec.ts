import { createHmac } from 'node:crypto';
import { memorySource } from '@staticfire/read/block-source';
import { type ElfFile, readElf } from '@staticfire/read/formats/elf';
import { ELF_BASE, type ElfRecipe, elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { readGoProgram } from './read-go-program.ts';

const open = (bytes: Uint8Array): ElfFile => readElf(memorySource(bytes));

/** Go 1.18 and later: header, version, framed modules. */
function buildInfo(version: string, modules: string): Uint8Array {
  const framed = `${'<'.repeat(16)}${modules}\n${'>'.repeat(16)}`;
  const header = Buffer.from('\xff Go buildinf:\x08\x02', 'latin1');
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  return Buffer.concat([header, Buffer.alloc(16), text(version), text(framed)]);
}

const INFO = buildInfo('go1.24.2', 'path\ta.b/c\nbuild\tGOFIPS140=v1.0.0');
const EXPECTED = { buildInfo: { goVersion: 'go1.24.2', path: 'a.b/c', settings: [{ key: 'GOFIPS140', value: 'v1.0.0' }] } };

describe('a Go program', () => {
  it('has build information in its section', () => {
    expect(readGoProgram(open(elfBytes({ sections: [{ name: '.go.buildinfo', content: INFO }] })))).toMatchObject(EXPECTED);
  });

  it('has build information in its data when the section headers are gone', () => {
    const bytes = Buffer.from(elfBytes({ loadFlags: 6, sections: [{ name: '.data', content: Buffer.concat([Buffer.alloc(48), INFO]) }] }));
    expect(readGoProgram(open(bytes))).toBeUndefined();
    bytes.fill(0, 40, 48);
    bytes.fill(0, 58, 64);
    expect(readGoProgram(open(bytes))).toMatchObject(EXPECTED);
  });

  it('is one without build information, too', () => {
    expect(readGoProgram(open(elfBytes({ sections: [{ name: '.gopclntab', content: Buffer.alloc(16) }] })))).toEqual({});
  });

  it('is not what gcc made', () => {
    expect(readGoProgram(open(elfBytes({ sections: [{ name: '.data', content: INFO }] })))).toBeUndefined();
  });

  it('with damaged build information is an error', () => {
    const cut = INFO.subarray(0, 40);
    expect(() => readGoProgram(open(elfBytes({ sections: [{ name: '.go.buildinfo', content: cut }] })))).toThrow(/Go build information/);
  });
});

describe("Go's cryptographic module", () => {
  /** Four ranges of the file's first bytes, which name no checksum. */
  const ranges = [
    [0, 4],
    [4, 4],
    [8, 20],
    [20, 33],
  ] as const;
  const recipe = (sum: Uint8Array, base = ELF_BASE): ElfRecipe => {
    const pointers = [base, ...ranges.flatMap(([start, end]) => [base + start, base + end])].map((address) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(address));
      return bytes;
    });
    const content = Buffer.concat([Buffer.from('\xff Go fipsinfo \xff\x00', 'latin1'), sum, ...pointers]);
    return { sections: [{ name: '.go.fipsinfo', content }] };
  };
  const sumOf = (bytes: Uint8Array): Uint8Array => {
    const hmac = createHmac('sha256', Buffer.alloc(32)).update('go fips object v1\n');
    for (const [start, end] of ranges) hmac.update(Buffer.from([0, 0, 0, 0, 0, 0, 0, end - start])).update(bytes.subarray(start, end));
    return hmac.digest();
  };
  const sum = sumOf(elfBytes(recipe(Buffer.alloc(32))));

  it.each([
    ['matches', recipe(sum)],
    ['differs', recipe(Buffer.alloc(32, 7))],
    ['unsigned', recipe(Buffer.alloc(32))],
    ['unresolved', recipe(sum, 0x7000_0000)],
  ])('%s', (fipsModule, given) => {
    expect(readGoProgram(open(elfBytes(given)))).toEqual({ fipsModule });
  });

  it('of other bytes is an error', () => {
    expect(() => readGoProgram(open(elfBytes({ sections: [{ name: '.go.fipsinfo', content: Buffer.alloc(200) }] })))).toThrow(/fipsinfo/);
  });
});
