import { ukiFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { readPe, readSbat, readSbatLevels } from './index.ts';

const open = (name: string, bytes: Uint8Array) => readPe(memorySource(ukiFile({ machine: 'x64', sections: [{ name, bytes }] })));
const words = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from(Uint32Array.of(value).buffer)));

const PREVIOUS = 'sbat,1,2024010900\nshim,4\ngrub,3\n\0';
const LATEST = 'sbat,1,2025051000\nshim,4\ngrub,5\n\0';
const level = (header: Buffer, text = PREVIOUS + LATEST) => open('.sbatlevel', Buffer.concat([header, Buffer.from(text)]));

describe('readSbat', () => {
  it('ends at a zero byte', () => {
    expect(readSbat(open('.sbat', Buffer.from('grub,4,FSF,grub,2.06,https://example.invalid\n\0rest')))).toEqual([
      { component: 'grub', generation: 4, vendor: 'FSF', packageName: 'grub', version: '2.06', url: 'https://example.invalid' },
    ]);
  });
  it('is undefined without the section, and empty for one with nothing in it', () => {
    expect(readSbat(open('.other', Buffer.from('x')))).toBeUndefined();
    expect(readSbat(open('.sbat', Buffer.alloc(8)))).toEqual([]);
  });
  it.each<[string, string | Buffer, RegExp]>([
    ['no generation', 'grub\n', /a generation/],
    ['generation 0', 'grub,0\n', /a generation/],
    ['a negative generation', 'grub,-1\n', /a generation/],
    ['no component', ',1\n', /a component/],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0x2c, 0x31]), /UTF-8/],
  ])('refuses %s', (_, text, message) => {
    const pe = open('.sbat', Buffer.from(text));
    expect(() => readSbat(pe)).toThrow(FormatError);
    expect(() => readSbat(pe)).toThrow(message);
  });
  it('refuses more than 256 rows', () => expect(() => readSbat(open('.sbat', Buffer.from('a,1\n'.repeat(257))))).toThrow(LimitError));
});

describe('readSbatLevels', () => {
  it('counts from behind the version', () => {
    const levels = readSbatLevels(level(words(0, 8, 8 + PREVIOUS.length)));
    expect(levels?.previous).toEqual([
      { component: 'sbat', generation: 1, vendor: '2024010900' },
      { component: 'shim', generation: 4 },
      { component: 'grub', generation: 3 },
    ]);
    expect(levels?.latest.at(-1)).toEqual({ component: 'grub', generation: 5 });
  });
  it('is undefined without the section', () => expect(readSbatLevels(open('.sbat', Buffer.from('x')))).toBeUndefined());
  it.each<[string, Buffer]>([
    ['another version', words(1, 8, 8)],
    ['an offset inside the header', words(0, 7, 8)],
    ['an offset behind the section', words(0, 8, 0xffffffff)],
    ['an offset at its end', words(0, 8 + PREVIOUS.length + LATEST.length, 8)],
    ['a text that starts in a number', words(0, 12, 8)],
  ])('refuses %s', (_, header) => expect(() => readSbatLevels(level(header))).toThrow(FormatError));
  it('refuses a section that ends too early', () => expect(() => readSbatLevels(level(words(0, 8), ''))).toThrow(FormatError));
});
