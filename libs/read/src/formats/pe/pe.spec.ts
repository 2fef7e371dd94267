import { createHash } from 'node:crypto';
import { ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { contentInfo, der, digestInfo, oid, signedData } from './fixtures/signed-data.ts';
import { authenticodeDigest, isPe, type PeImage, readPe, readPeSection, readSignedDigest, readUki } from './index.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const section = (name: string, value: string): { name: string; bytes: Uint8Array } => ({ name, bytes: text(value) });
const SBAT = 'sbat,1,SBAT Version,sbat,1,https://example.invalid/sbat\nsystemd.bottlerocket,2,Bottlerocket,systemd-boot,257,https://example.invalid\n';
const SECTIONS = [
  section('.sbat', SBAT),
  section('.osrel', 'ID=bottlerocket\nVERSION_ID=1.66.0\n'),
  section('.cmdline', 'root=/dev/dm-0 "dm-mod.create=root"'),
  section('.uname', '6.12.55'),
  section('.linux', 'kernel'.repeat(1000)),
];
const uki = (...sections: readonly { name: string; bytes: Uint8Array }[]): Buffer => ukiFile({ machine: 'x64', sections });
const UKI = uki(...SECTIONS);

const PE = 0x40;
const OPTIONAL = PE + 24;
const TABLE = OPTIONAL + 240;
const read = (bytes: Uint8Array, origin = 0): PeImage => readPe(memorySource(bytes, origin));
/** A copy with a little-endian number of `width` bytes changed. */
const changed = (at: number, value: number, width = 4, file: Buffer = UKI): Buffer => {
  const copy = Buffer.from(file);
  copy.writeUIntLE(value, at, width);
  return copy;
};

describe('isPe', () => {
  it.each([
    ['a PE image', UKI, true],
    ['another signature', changed(PE, 0x454e, 4), false],
    ['no DOS header', changed(0, 0, 2), false],
    ['a header that leads to itself', changed(0x3c, 0), false],
    ['a header past the end', changed(0x3c, 0xffffffff), false],
    ['a DOS header only', UKI.subarray(0, 64), false],
    ['nothing', new Uint8Array(0), false],
  ])('of %s', (_, bytes, expected) => expect(isPe(memorySource(bytes))).toBe(expected));
});

describe('readPe', () => {
  it('reads the headers', () =>
    expect(read(UKI)).toMatchObject({
      ...{ machine: 0x8664, machineName: 'x64', magic: 'PE32+', subsystem: 10, entryPoint: 0x1000, imageBase: 0n, sectionAlignment: 4096, fileAlignment: 512 },
      ...{ sizeOfHeaders: 0x400, checksum: UKI.readUInt32LE(OPTIONAL + 64), certificates: [] },
    }));
  it('reads aa64', () => expect(read(ukiFile({ machine: 'aa64', sections: SECTIONS }))).toMatchObject({ machine: 0xaa64, machineName: 'aa64' }));
  it('lists the sections', () =>
    expect(
      read(UKI)
        .sections.map(({ name, virtualSize, rawOffset, rawSize }) => [name, virtualSize, rawOffset, rawSize])
        .slice(3),
    ).toEqual([
      ['.cmdline', 35, 0xa00, 0x200],
      ['.uname', 7, 0xc00, 0x200],
      ['.linux', 6000, 0xe00, 0x1800],
    ]));
  it('reads PE32', () => {
    const file = changed(OPTIONAL, 0x10b, 2);
    file.writeUInt32LE(0x400000, OPTIONAL + 28);
    file.writeUInt32LE(16, OPTIONAL + 92);
    expect(read(file)).toMatchObject({ magic: 'PE32', imageBase: 0x400000n, certificateEntryOffset: OPTIONAL + 96 + 32 });
  });
  it('reads names from the string table', () => {
    const file = Buffer.concat([changed(PE + 12, UKI.length), Buffer.from('\x20\0\0\0abcd.vendor_cert\0')]);
    file.write('/8\0\0\0\0\0\0', TABLE, 'latin1');
    expect(read(file).sections[0]?.name).toBe('.vendor_cert');
  });
  it('takes a name of digits for one where there is no string table', () => {
    const file = Buffer.from(UKI);
    file.write('/8\0\0\0\0\0\0', TABLE, 'latin1');
    expect(read(file).sections[0]?.name).toBe('/8');
  });

  it.each([
    ['e_magic', changed(0, 0, 2), /DOS header, e_magic/],
    ['e_lfanew that leads to itself', changed(0x3c, 0), /e_lfanew.*found 0/],
    ['e_lfanew past the end', changed(0x3c, 0xffffffff), /e_lfanew.*found 4294967295/],
    ['signature', changed(PE, 0), /PE file header, Signature/],
    ['number of sections', changed(PE + 6, 97, 2), /NumberOfSections.*found 97, expected at most 96/],
    ['number of sections in the headers', changed(PE + 6, 90, 2), /SizeOfHeaders/],
    ['size of the optional header', changed(PE + 20, 0xffff, 2), /SizeOfOptionalHeader.*found 65535/],
    ['no optional header', changed(PE + 20, 0, 2), /PE optional header/],
    ['short optional header', changed(PE + 20, 100, 2), /PE optional header/],
    ['magic', changed(OPTIONAL, 0x30b, 2), /Magic.*found 779/],
    ['number of directories', changed(OPTIONAL + 108, 17), /NumberOfRvaAndSizes.*found 17, expected at most 16/],
    ['number of directories in the header', changed(PE + 20, 112 + 8 * 4, 2), /NumberOfRvaAndSizes.*found 16, expected at most 4/],
    ['size of headers', changed(OPTIONAL + 60, 0xffffffff), /SizeOfHeaders/],
    ['size of headers below the section table', changed(OPTIONAL + 60, 0x100), /SizeOfHeaders/],
    ['raw offset past the end', changed(TABLE + 20, 0xfffffe00), /section header 0, SizeOfRawData/],
    ['raw size past the end', changed(TABLE + 5 * 40 + 16, 0x1a00), /section header 5, SizeOfRawData/],
    ['raw offset in the headers', changed(TABLE + 20, 0x200), /section header 0, PointerToRawData.*behind the headers/],
    ['memory of the headers', changed(TABLE + 12, 0x200), /section header 0, VirtualAddress.*behind the headers/],
    ['raw bytes of another section', changed(TABLE + 40 + 20, 0x400), /section header 1, PointerToRawData.*behind section 0/],
    ['memory of another section', changed(TABLE + 40 + 12, 0x1000), /section header 1, VirtualAddress.*behind section 0/],
    ['memory past the image', changed(TABLE + 5 * 40 + 8, 0xf0000000), /section header 5, VirtualSize/],
    ['name past the end', Buffer.from(changed(PE + 12, UKI.length - 4)).fill('/999999\0', TABLE, TABLE + 8), /section header 0, Name/],
    [
      'short name in the string table',
      Buffer.concat([changed(PE + 12, UKI.length), Buffer.from('\x20\0\0\0.linux\0')]).fill('/4\0\0\0\0\0\0', TABLE, TABLE + 8),
      /section header 0, Name/,
    ],
  ])('refuses a bad %s', (_, file, message) => {
    expect(() => read(file)).toThrow(message);
    expect(() => read(file)).toThrow(FormatError);
  });

  it.each([0, 1, 63, 64, 80, 88, 200, 600, 0x3ff, 0x1000])('refuses a file cut to %i bytes', (length) =>
    expect(() => read(UKI.subarray(0, length))).toThrow(FormatError),
  );

  it('gives offsets in the image', () =>
    expect(() => read(changed(OPTIONAL, 1, 2), 9_000_000)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ offset: 9_000_000 + OPTIONAL }) }),
    ));
});

describe('the certificate table', () => {
  const signed = withCertificate(withCertificate(UKI, new Uint8Array(13)), new Uint8Array(100), 0x0ef1);
  const entry = OPTIONAL + 112 + 32;
  const start = UKI.length;

  it('lists its entries', () =>
    expect(read(signed)).toMatchObject({
      certificateTable: { offset: start, length: 24 + 112 },
      certificates: [
        { offset: start, length: 21, revision: 0x200, type: 2, content: { offset: start + 8, length: 13 } },
        { offset: start + 24, length: 108, revision: 0x200, type: 0x0ef1, content: { offset: start + 32, length: 100 } },
      ],
    }));
  it('is none without an entry in the data directory', () => expect(read(changed(OPTIONAL + 108, 4)).certificateEntryOffset).toBeUndefined());

  it.each([
    ['offset only', changed(entry + 4, 0, 4, signed), /Certificate Table/],
    ['size only', changed(entry, 0, 4, signed), /Certificate Table/],
    ['offset past the end', changed(entry, signed.length + 8, 4, signed), /PE certificate table/],
    ['offset that is not aligned', changed(entry, start + 4, 4, signed), /offset.*multiple of 8/],
    ['offset inside a section', changed(entry, start - 512, 4, signed), /offset.*behind headers and sections/],
    ['size past the end', changed(entry + 4, 24 + 112 + 8, 4, signed), /size/],
    ['size that leaves bytes behind', changed(entry + 4, 24, 4, signed), /112 bytes behind it/],
    ['size that leaves more than padding behind', Buffer.concat([signed, Buffer.alloc(65_537)]), /65537 bytes behind it/],
    ['byte behind its padding', Buffer.concat([signed, Buffer.alloc(100), Buffer.from([1])]), /101 bytes behind it/],
    ['entry without length', changed(start, 0, 4, signed), /dwLength.*found 0/],
    ['entry without content', changed(start, 8, 4, signed), /dwLength.*found 8/],
    ['entry past the end', changed(start + 24, 113, 4, signed), /dwLength.*found 113/],
    ['entry of 4 GiB', changed(start, 0xffffffff, 4, signed), /dwLength/],
  ])('with a bad %s is refused', (_, file, message) => {
    expect(() => read(file)).toThrow(message);
    expect(() => read(file)).toThrow(FormatError);
  });

  it('may be followed by zero bytes, but then there is no saying what firmware would hash', () => {
    const padded = read(Buffer.concat([signed, Buffer.alloc(100)]));
    expect(padded.certificates).toHaveLength(2);
    expect(() => authenticodeDigest(padded, 'sha256')).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('100 bytes follow it') }),
    );
  });

  it('of more than 64 entries is refused', () => {
    const many = Array.from({ length: 65 }).reduce<Buffer>((file) => withCertificate(file, new Uint8Array(8)), UKI);
    expect(() => read(many)).toThrow(LimitError);
  });
});

describe('readPeSection', () => {
  it('gives the content without its padding', () => expect(Buffer.from(readPeSection(read(UKI), '.uname', 100)!).toString()).toBe('6.12.55'));
  it('gives what the file has when memory has more', () => expect(readPeSection(read(changed(TABLE + 4 * 40 + 8, 0x1000)), '.uname', 4096)).toHaveLength(512));
  it('gives nothing for a section that is not there', () => expect(readPeSection(read(UKI), '.initrd', 100)).toBeUndefined());
  it('refuses what is longer than it may be', () => expect(() => readPeSection(read(UKI), '.linux', 5999)).toThrow(LimitError));
  it('refuses to choose between two', () =>
    expect(() => readPeSection(read(uki(...SECTIONS, section('.cmdline', 'other'))), '.cmdline', 100)).toThrow(/more than one section/));
});

describe('authenticodeDigest', () => {
  const digest = (file: Uint8Array): string => authenticodeDigest(read(file), 'sha256');
  /** Without CheckSum and the directory's entry, everything up to the certificate table is hashed. */
  const expected = (file: Buffer, end = file.length): string =>
    createHash('sha256')
      .update(file.subarray(0, OPTIONAL + 64))
      .update(file.subarray(OPTIONAL + 68, OPTIONAL + 144))
      .update(file.subarray(OPTIONAL + 152, end))
      .digest('hex');
  const certified = withCertificate(UKI, new Uint8Array(1000));

  it('covers the whole file but for what signing changes', () => expect(digest(UKI)).toBe(expected(UKI)));
  it('is the same when signed', () => expect(digest(certified)).toBe(expected(UKI)));
  it('does not depend on the checksum', () => expect(digest(changed(OPTIONAL + 64, 7))).toBe(digest(UKI)));
  it('does not depend on the order of the section table', () => {
    const file = Buffer.from(UKI);
    const [first, second] = [Buffer.from(UKI.subarray(TABLE + 40, TABLE + 80)), Buffer.from(UKI.subarray(TABLE + 80, TABLE + 120))];
    file.set(second, TABLE + 40);
    file.set(first, TABLE + 80);
    expect(digest(file)).toBe(expected(file));
  });
  it('covers what follows the sections', () =>
    expect(digest(Buffer.concat([UKI, Buffer.from('tail')]))).toBe(expected(Buffer.concat([UKI, Buffer.from('tail')]))));
  it.each([
    ['a header', 0x10],
    ['a section', 0x700],
    ['padding of a section', 0xbff],
    ['the last byte', UKI.length - 1],
  ])('changes with %s', (_, at) => expect(digest(changed(at, UKI[at]! ^ 1, 1))).not.toBe(digest(UKI)));
  it('is not told where bytes between sections belong to none', () => {
    const file = Buffer.concat([UKI.subarray(0, 0xe00), Buffer.alloc(512), UKI.subarray(0xe00)]);
    file.writeUInt32LE(0x1000, TABLE + 5 * 40 + 20);
    expect(() => digest(file)).toThrow(expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('512 bytes before section .linux') }));
  });
  it.each([
    ['sha1', 40],
    ['sha384', 96],
    ['sha512', 128],
  ] as const)('computes %s', (algorithm, length) => expect(authenticodeDigest(read(UKI), algorithm)).toHaveLength(length));
  it('reads in chunks', () => {
    const file = uki(section('.linux', 'x'.repeat(3_000_000)));
    const lengths: number[] = [];
    const source = memorySource(file);
    const readInto = (target: Uint8Array, offset: number): void => {
      lengths.push(target.length);
      source.readInto(target, offset);
    };
    expect(authenticodeDigest(readPe({ ...source, readInto }), 'sha256')).toBe(expected(file));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1 << 20);
  });
});

describe('readSignedDigest', () => {
  const digestOf = (content: Uint8Array, type?: number) => {
    const pe = read(withCertificate(UKI, content, type));
    return readSignedDigest(pe, pe.certificates[0]!);
  };
  const good = contentInfo(signedData(digestInfo()));

  it('finds digest and algorithm', () => expect(digestOf(good)).toEqual({ oid: '2.16.840.1.101.3.4.2.1', algorithm: 'sha256', digest: 'ab'.repeat(32) }));
  it('takes SignedData without ContentInfo, as firmware does', () => expect(digestOf(signedData(digestInfo())).algorithm).toBe('sha256'));
  it('finds sha1', () => expect(digestOf(contentInfo(signedData(digestInfo('2b0e03021a', Buffer.alloc(20)))))?.algorithm).toBe('sha1'));
  it('gives an algorithm without a name as its identifier', () =>
    expect(digestOf(contentInfo(signedData(digestInfo('2a03'))))).toEqual({ oid: '1.2.3', digest: 'ab'.repeat(32) }));
  it('takes a signature behind the GUID that says PKCS#7', () =>
    expect(digestOf(Buffer.concat([Buffer.from('9dd2af4adf68ee498aa9347d375665a7', 'hex'), good]), 0x0ef1).algorithm).toBe('sha256'));

  it.each([
    ['another type', good, 0x0ef0],
    ['another GUID', Buffer.concat([Buffer.alloc(16), good]), 0x0ef1],
    ['a type and nothing else', Buffer.alloc(8), 0x0ef1],
    ['another content', contentInfo(signedData(digestInfo(), '2a864886f70d010701')), 2],
  ])('is not read from a certificate of %s', (_, content, type) =>
    expect(() => digestOf(content, type)).toThrow(expect.objectContaining({ kind: 'unsupported' })),
  );

  it.each([
    ['nothing that is DER', Buffer.from('not DER at all')],
    ['zeros', Buffer.alloc(64)],
    ['another content type', contentInfo(signedData(digestInfo()), '2a03')],
    ['an indefinite length', Buffer.concat([Buffer.from([0x30, 0x80]), good, Buffer.alloc(2)])],
    ['a length of five bytes', Buffer.concat([Buffer.from([0x30, 0x85, 0, 0, 0, 0, 1]), good])],
    ['a length past the end', Buffer.concat([Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), good])],
    ['a high tag', Buffer.concat([Buffer.from([0x3f, 0x81, 0x01]), good])],
    ['a digest of the wrong length', contentInfo(signedData(digestInfo(undefined, Buffer.alloc(20))))],
    ['a digest that is a string', contentInfo(signedData(der(0x30, der(0x30, oid('2a03')), der(0x0c, Buffer.alloc(32)))))],
    ['something behind it', Buffer.concat([good, Buffer.from([1])])],
    ['more than padding behind it', Buffer.concat([good, Buffer.alloc(9)])],
  ])('refuses %s', (_, content) => expect(() => digestOf(content)).toThrow(FormatError));
  it.each(Array.from({ length: 40 }, (_, index) => index * 3))('refuses a signature cut to %i bytes', (length) => {
    if (length > 0) expect(() => digestOf(good.subarray(0, length))).toThrow(FormatError);
  });
  it('refuses more than 1 MiB', () => expect(() => digestOf(Buffer.alloc((1 << 20) + 1))).toThrow(LimitError));
});

describe('readUki', () => {
  it('reads every text', () =>
    expect(readUki(read(UKI))).toEqual({
      cmdline: 'root=/dev/dm-0 "dm-mod.create=root"',
      osRelease: 'ID=bottlerocket\nVERSION_ID=1.66.0\n',
      uname: '6.12.55',
      linux: { offset: 0xe00, length: 6000 },
      sbat: [
        { component: 'sbat', generation: 1, vendor: 'SBAT Version', packageName: 'sbat', version: '1', url: 'https://example.invalid/sbat' },
        {
          component: 'systemd.bottlerocket',
          generation: 2,
          vendor: 'Bottlerocket',
          packageName: 'systemd-boot',
          version: '257',
          url: 'https://example.invalid',
        },
      ],
      sectionNames: ['.text', '.sbat', '.osrel', '.cmdline', '.uname', '.linux'],
      profiles: [],
    }));
  it('leaves out what is not there', () => expect(readUki(read(uki()))).toEqual({ sectionNames: ['.text'], profiles: [] }));
  it('drops zero bytes behind text', () => expect(readUki(read(uki(section('.cmdline', 'quiet\0\0\0')))).cmdline).toBe('quiet'));
  it('drops padding that counts as content', () => expect(readUki(read(changed(TABLE + 4 * 40 + 8, 0x1000))).uname).toBe('6.12.55'));
  it('keeps space and line ends', () => expect(readUki(read(uki(section('.cmdline', ' quiet \n')))).cmdline).toBe(' quiet \n'));
  it('gives an empty section as empty text', () => expect(readUki(read(uki(section('.cmdline', ''))))).toMatchObject({ cmdline: '' }));
  it('finds an initrd and names what else there is', () =>
    expect(readUki(read(uki(section('.initrd', 'abc'), section('.ucode', 'x'), section('.ucode', 'y'))))).toMatchObject({
      initrd: { length: 3 },
      sectionNames: ['.text', '.initrd', '.ucode', '.ucode'],
    }));
  it('tells profiles from the base', () =>
    expect(readUki(read(uki(...SECTIONS, section('.profile', 'ID=debug\n'), section('.cmdline', 'debug'), section('.profile', 'ID=x'))))).toMatchObject({
      cmdline: 'root=/dev/dm-0 "dm-mod.create=root"',
      profiles: [
        { text: 'ID=debug\n', sectionNames: ['.cmdline'] },
        { text: 'ID=x', sectionNames: [] },
      ],
    }));

  it.each([
    ['two command lines', [section('.cmdline', 'a'), section('.cmdline', 'b')], /\.cmdline.*more than one/],
    ['two kernels', [section('.linux', 'a'), section('.linux', 'b')], /\.linux.*more than one/],
    ['text that is not UTF-8', [{ name: '.cmdline', bytes: Uint8Array.from([0x61, 0xff]) }], /\.cmdline at byte 1024: found other bytes, expected UTF-8/],
    ['text with a zero byte inside', [section('.cmdline', 'a\0b')], /\.cmdline at byte 1025: found a zero byte/],
    ['SBAT without a generation', [section('.sbat', 'sbat\n')], /\.sbat.*"sbat" in line 1/],
    ['SBAT with a generation of words', [section('.sbat', 'sbat,1\ngrub,two\n')], /in line 2/],
    ['SBAT with a generation of 0', [section('.sbat', 'sbat,0\n')], /generation of 1 to 65535/],
    ['SBAT without a component', [section('.sbat', ',1\n')], /a component/],
  ])('refuses %s', (_, sections, message) => {
    expect(() => readUki(read(uki(...sections)))).toThrow(message);
    expect(() => readUki(read(uki(...sections)))).toThrow(FormatError);
  });
  it('refuses text of more than 64 KiB', () => expect(() => readUki(read(uki(section('.cmdline', 'x'.repeat(65_537)))))).toThrow(LimitError));
});
