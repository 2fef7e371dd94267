import { gzipSync, zstdCompressSync } from 'node:zlib';
import { arm64Image, fullKernelConfig, keyProfile, sizeWord, vmlinux, wrapBzImage, wrapZboot } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type BlockSource, memorySource, sliceSource } from '../../block-source/index.ts';
import { FormatError, LimitError, type ReadError, UnsupportedError } from '../../bytes/index.ts';
import { readKernelImage } from './index.ts';

const VERSION = '6.1.112-lab';
const CONFIG = fullKernelConfig(VERSION);
const BODY = { version: VERSION, config: CONFIG, codeLength: 2048 };
const PROTECTED_MODE = 2048;
const PAYLOAD = PROTECTED_MODE + 0x100;

/** A bzImage that is compressed with zstd and carries a size word. */
function zstdImage(body: Buffer, word = sizeWord(body.length)): Buffer {
  return wrapBzImage(VERSION, Buffer.concat([zstdCompressSync(body), word]));
}

function patched(bytes: Buffer, ...changes: readonly (readonly [at: number, value: number, length?: 1 | 2 | 4])[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const [at, value, length = 4] of changes) copy.writeUIntLE(value, at, length);
  return copy;
}

const read = (bytes: Uint8Array) => readKernelImage(memorySource(bytes));

/** What reading throws, with offsets as if the kernel began at byte 10000 of an image. */
function failure(bytes: Uint8Array): ReadError {
  try {
    readKernelImage(memorySource(bytes, 10_000));
  } catch (error) {
    return error as ReadError;
  }
  throw new Error('it was read');
}

describe('readKernelImage', () => {
  it('reads a bzImage: header, payload, banner and configuration', () => {
    const image = zstdImage(vmlinux(BODY));
    const { config, ...rest } = read(image);
    expect(rest).toEqual({
      header: {
        kind: 'bzImage',
        architecture: 'x86_64',
        protocol: 0x20f,
        kernelVersion: `${VERSION} (staticfire@lab) #1 SMP`,
        loadFlags: 1,
        extendedLoadFlags: 0x7f,
        hasEfiStub: true,
        protectedModeOffset: PROTECTED_MODE,
        protectedModeLength: image.length - PROTECTED_MODE,
      },
      payload: { codec: 'zstd', offset: PAYLOAD, length: image.readUInt32LE(0x24c), inflatedLength: vmlinux(BODY).length },
      headerRelease: VERSION,
      banner: { text: expect.stringMatching(/^Linux version 6\.1\.112-lab \(.*\) #1 SMP .* 2026$/), release: VERSION },
      releasesAgree: true,
      certificates: [],
    });
    expect(config?.text).toBe(CONFIG);
  });

  it('takes the length of a gzip payload from its trailer', () => {
    const image = wrapBzImage(VERSION, gzipSync(vmlinux(BODY)));
    expect(read(image)).toMatchObject({ payload: { codec: 'gzip' }, config: { text: CONFIG } });
  });

  it.each([
    ['gzip', 'gzip'],
    ['zstd', 'zstd'],
    ['zstd22', 'zstd'],
  ])('reads a zboot file that names its compression %s', (name, codec) => {
    const body = arm64Image(BODY);
    const image = codec === 'gzip' ? wrapZboot(name, gzipSync(body), Buffer.alloc(0)) : wrapZboot(name, zstdCompressSync(body), sizeWord(body.length));
    expect(read(image)).toMatchObject({
      header: { kind: 'efi-zboot', architecture: 'aarch64', compression: name },
      payload: { codec, offset: 512, inflatedLength: body.length, arm64: { kind: 'arm64-image', pageSize: 4096 } },
      banner: { release: VERSION },
      config: { text: CONFIG },
    });
  });

  it('reads an arm64 Image', () => {
    const image = arm64Image(BODY);
    const { header, payload, config, releasesAgree } = read(image);
    expect(header).toEqual({
      kind: 'arm64-image',
      architecture: 'aarch64',
      textOffset: 0n,
      imageSize: BigInt(image.length),
      flags: 10n,
      bigEndian: false,
      pageSize: 4096,
      hasEfiStub: true,
    });
    expect(payload).toBeUndefined();
    expect(releasesAgree).toBe(true);
    expect(config).toEqual({
      text: CONFIG,
      offset: image.indexOf('IKCFG_ST') + 8,
      compressedLength: image.indexOf('IKCFG_ED') - image.indexOf('IKCFG_ST') - 8,
    });
  });

  it('reads a plain vmlinux', () => {
    expect(read(vmlinux(BODY))).toMatchObject({ header: { kind: 'elf', architecture: 'x86_64' }, config: { text: CONFIG } });
  });

  it('prefers the banner with a build number', () => {
    expect(read(vmlinux(BODY)).banner?.text).toContain(' #1 SMP');
    const weak = Buffer.from(vmlinux(BODY).toString('latin1').replace(') #1 SMP', ') #  SMP'), 'latin1');
    expect(read(weak).banner?.text).toContain(' # SMP');
  });

  it('says when banner and header differ, and when two banners do', () => {
    expect(read(zstdImage(vmlinux({ ...BODY, version: '6.1.999' })))).toMatchObject({
      headerRelease: VERSION,
      banner: { release: '6.1.999' },
      releasesAgree: false,
    });
    const other = Buffer.from(`\0Linux version 6.1.1 (a@b) (c) # SMP\n\0`);
    expect(read(Buffer.concat([vmlinux(BODY), other])).releasesAgree).toBe(false);
  });

  it('has no banner in a kernel whose strings only begin like one', () => {
    const strings = ['Linux version 6.1\0', 'Linux version %s (a@b) (c) #1\n\0', 'Linux version 6.1 (a@b) (c) #1\0', 'Linux version 6.1 (a) (c) #1\n\0'];
    const { banner, releasesAgree } = read(Buffer.concat([vmlinux({ ...BODY, version: '%s' }), Buffer.from(strings.join(''))]));
    expect([banner, releasesAgree]).toEqual([undefined, undefined]);
  });

  it('has no configuration in a kernel without IKCONFIG', () => {
    expect(read(zstdImage(vmlinux({ version: VERSION })))).not.toHaveProperty('config');
  });

  it('finds marks on both sides of the window and across its border', () => {
    const window = 1024 * 1024;
    for (const shift of [-9, -8, -7, -4, -1, 0, 1]) {
      const plain = arm64Image({ ...BODY, codeLength: 0 });
      const image = Buffer.concat([plain.subarray(0, 64), Buffer.alloc(window + shift - plain.indexOf('IKCFG_ST')), plain.subarray(64)]);
      expect(image.indexOf('IKCFG_ST')).toBe(window + shift);
      expect(read(image)).toMatchObject({ config: { text: CONFIG }, releasesAgree: true });
    }
  });

  it('finds banners across the border of the window', () => {
    const window = 1024 * 1024;
    for (const shift of [-14, -13, -12, -1, 0]) {
      const plain = arm64Image({ ...BODY, codeLength: 0 });
      const at = plain.indexOf('Linux version 6');
      const image = Buffer.concat([plain.subarray(0, at), Buffer.alloc(window + shift - at), plain.subarray(at, at + 200), Buffer.alloc(100)]);
      expect(read(image).banner?.release).toBe(VERSION);
    }
  });

  it('never reads more than the window of a kernel that is not compressed', () => {
    const image = arm64Image({ ...BODY, codeLength: 5 * 1024 * 1024 });
    const [source, lengths] = [memorySource(image), [] as number[]];
    const readInto: BlockSource['readInto'] = (target, offset) => {
      lengths.push(target.length);
      source.readInto(target, offset);
    };
    expect(readKernelImage({ ...source, readInto }).config?.text).toBe(CONFIG);
    expect(Math.max(...lengths)).toBeLessThan(1.1 * 1024 * 1024);
  });

  it('reads a section of a larger file and gives absolute offsets', () => {
    const image = zstdImage(vmlinux(BODY));
    const parent = memorySource(Buffer.concat([Buffer.alloc(4096, 1), image, Buffer.alloc(77, 2)]), 1_000_000);
    const { payload, config } = readKernelImage(sliceSource(parent, 4096, image.length));
    expect(payload?.offset).toBe(1_004_096 + PAYLOAD);
    expect(config?.text).toBe(CONFIG);
  });
});

describe('certificates in a kernel', () => {
  const { db, code } = keyProfile('lab');
  const body = arm64Image(BODY);
  /** Versions of a certificate, and of nothing. */
  const NOISE = Buffer.from('a003020102020101', 'hex');
  const certificates = (...parts: readonly Uint8Array[]) => read(Buffer.concat([body, ...parts])).certificates;

  it('are found by place, one after the other, compressed or not', () => {
    const expected = [db, code].map(({ der }, index) => ({
      bytes: new Uint8Array(der),
      offset: body.length + NOISE.length + index * db.der.length,
      builtIn: false,
    }));
    expect(certificates(NOISE, db.der, code.der, NOISE)).toEqual(expected);
    const inside = zstdImage(Buffer.concat([vmlinux(BODY), db.der]));
    expect(read(inside).certificates).toEqual([{ bytes: new Uint8Array(db.der), offset: vmlinux(BODY).length, builtIn: false }]);
  });

  it.each<[string, readonly Uint8Array[]]>([
    ['cut off by the end', [db.der.subarray(0, -1)]],
    ['without its first byte', [db.der.subarray(1)]],
    ['longer than it says', [patched(db.der, [3, db.der[3]! - 1, 1]), NOISE]],
    ['whose members end before it does', [patched(db.der, [3, db.der[3]! + 1, 1]), NOISE]],
    ['of a short length', [patched(db.der, [1, 0x81, 1])]],
    ['with another third member', [patched(db.der, [db.der.length - 261, 4, 1])]],
  ])('one %s is none', (_, parts) => expect(certificates(...parts)).toEqual([]));

  describe('of the built-in keyring', () => {
    const aligned = Buffer.alloc(8 - (body.length % 8));
    const list = (keys: readonly Uint8Array[], change = 0, before = aligned) => {
      const bytes = Buffer.concat(keys);
      const size = Buffer.alloc(((8 - (bytes.length % 8)) % 8) + 8);
      size.writeBigUInt64LE(BigInt(bytes.length + change), size.length - 8);
      return certificates(before, bytes, size, db.der).map(({ builtIn }) => builtIn);
    };
    const FIRST = Buffer.concat([aligned, db.der, Buffer.alloc(8 - (db.der.length % 8))]);

    it('are followed by the length of all', () => {
      expect(list([db.der])).toEqual([true, false]);
      expect(list([db.der, code.der])).toEqual([true, true, false]);
      expect(list([code.der], 0, FIRST)).toEqual([false, true, false]);
    });

    it('are none where another length follows, or they are not aligned', () => {
      expect(list([db.der], 1)).toEqual([false, false]);
      expect(list([db.der], 0, aligned.subarray(1))).toEqual([false, false]);
    });
  });

  it('are bounded', () => expect(failure(Buffer.concat([body, ...Array<Buffer>(65).fill(db.der)]))).toBeInstanceOf(LimitError));
});

describe('a kernel that lies', () => {
  const body = vmlinux(BODY);
  const image = zstdImage(body);
  const arm64 = arm64Image(BODY);
  const zboot = wrapZboot('zstd', zstdCompressSync(arm64), sizeWord(arm64.length));
  const bomb = zstdCompressSync(Buffer.alloc(4 * 1024 * 1024));

  it.each<[string, Buffer, new (detail: never) => ReadError, object]>([
    ['a boot flag that is wrong', patched(image, [0x1fe, 0, 2]), FormatError, { field: 'boot_flag', offset: 10_000 + 0x1fe }],
    ['a boot protocol without payload fields', patched(image, [0x206, 0x207, 2]), UnsupportedError, { field: 'version' }],
    ['no protected-mode code', patched(image, [0x1f4, 0]), FormatError, { field: 'syssize' }],
    ['more protected-mode code than there is', patched(image, [0x1f4, 0xffffffff]), FormatError, { field: 'syssize', offset: 10_000 + 0x1f4 }],
    ['a file that was cut short', image.subarray(0, image.length - 16), FormatError, { field: 'syssize' }],
    ['a version string behind the setup code', patched(image, [0x20e, 0xffff, 2]), FormatError, { field: 'kernel_version' }],
    [
      'a version string without an end',
      patched(image, [0x1f1, 1, 1], [0x20e, 0x1f0, 2], [0x3f0, 0x41414141], [0x3f4, 0x41414141], [0x3f8, 0x41414141], [0x3fc, 0x41414141]),
      FormatError,
      { field: 'kernel_version' },
    ],
    ['a payload behind the end', patched(image, [0x248, 0x7fffffff]), FormatError, { field: 'payload_offset', offset: 10_000 + 0x248 }],
    ['a payload that is too long', patched(image, [0x24c, 0xffffffff]), FormatError, { field: 'payload_length', offset: 10_000 + 0x24c }],
    ['a payload without bytes', patched(image, [0x24c, 0]), FormatError, { structure: 'kernel payload' }],
    ['a payload that is only a magic', patched(image, [0x24c, 4]), FormatError, { structure: 'kernel payload', field: 'length' }],
    ['a payload of no known compression', patched(image, [PAYLOAD, 0x12345678]), FormatError, { field: 'magic', offset: 10_000 + PAYLOAD }],
    [
      'a size word that is one too large',
      zstdImage(body, sizeWord(body.length + 1)),
      FormatError,
      { field: 'size word', found: body.length + 1, expected: body.length },
    ],
    ['a size word that is one too small', zstdImage(body, sizeWord(body.length - 1)), LimitError, { offset: 10_000 + PAYLOAD }],
    ['a size word beyond every budget', zstdImage(body, sizeWord(0xffffffff)), LimitError, { field: 'size word', found: 0xffffffff }],
    ['a payload that inflates beyond its size word', wrapBzImage(VERSION, Buffer.concat([bomb, sizeWord(1000)])), LimitError, {}],
    [
      'bytes between stream and size word',
      wrapBzImage(VERSION, Buffer.concat([zstdCompressSync(body), Buffer.alloc(3), sizeWord(body.length)])),
      FormatError,
      { field: 'length' },
    ],
    ['a payload that is no ELF file', zstdImage(Buffer.from('not a kernel')), FormatError, { expected: 'an ELF file' }],
    ['a broken stream', patched(image, [PAYLOAD + 40, 0x5a5a5a5a]), FormatError, {}],
    ['a zboot payload behind the end', patched(zboot, [8, 0x7fffffff]), FormatError, { field: 'payload offset', offset: 10_008 }],
    ['a zboot payload that is too long', patched(zboot, [12, 0xffffffff]), FormatError, { field: 'payload size', offset: 10_012 }],
    ['a zboot payload that leaves no room for the size word', patched(zboot, [12, zboot.length - 512]), FormatError, {}],
    [
      'a zboot name that is not the codec',
      wrapZboot('gzip', zstdCompressSync(arm64), sizeWord(arm64.length)),
      FormatError,
      { field: 'magic', found: 'zstd', expected: 'gzip' },
    ],
    ['a zboot name nobody knows', wrapZboot('brotli', zstdCompressSync(arm64), sizeWord(arm64.length)), UnsupportedError, { found: '"brotli"' }],
    ['a zboot name without an end', wrapZboot('x'.repeat(40), zstdCompressSync(arm64), sizeWord(arm64.length)), FormatError, { field: 'compression type' }],
    ['an arm64 Image cut short', arm64.subarray(0, arm64.length - 1), FormatError, { structure: 'PE section table', found: arm64.length }],
    [
      'an arm64 Image cut short inside a zboot file',
      wrapZboot('gzip', gzipSync(arm64.subarray(0, -1)), Buffer.alloc(0)),
      FormatError,
      { structure: 'PE section table', message: expect.stringMatching(/^byte .* inflated kernel$/) },
    ],
    ['a vmlinux cut short', body.subarray(0, 125), FormatError, { structure: 'ELF program header', field: 'p_filesz' }],
    ['a vmlinux without segments', patched(body, [56, 0, 2]), FormatError, { field: 'e_phnum' }],
    ['a big-endian vmlinux', patched(body, [5, 2, 1]), UnsupportedError, { field: 'EI_DATA' }],
    ['a 32-bit vmlinux', patched(body, [4, 1, 1]), UnsupportedError, { field: 'EI_CLASS' }],
    ['a zboot file for arm64 without an Image', wrapZboot('zstd', zstdCompressSync(body), sizeWord(body.length)), FormatError, { expected: 'an arm64 Image' }],
  ])('%s', (_, bytes, type, detail) => {
    const error = failure(bytes);
    expect(error).toBeInstanceOf(type);
    expect(error.detail).toMatchObject(detail);
  });

  it.each([
    ['bzip2', Buffer.from('BZh91AY&SY')],
    ['lzma', Buffer.from('5d00008000ffffffff', 'hex')],
    ['lzo', Buffer.from('894c5a4f000d0a1a', 'hex')],
    ['none (ELF)', body],
  ])('names %s, which is not read', (found, payload) => {
    const error = failure(wrapBzImage(VERSION, Buffer.concat([payload, sizeWord(1000)])));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.detail).toMatchObject({ field: 'compression', found });
    if (found !== 'none (ELF)') expect(failure(wrapZboot(found, payload, sizeWord(1000)))).toBeInstanceOf(UnsupportedError);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'another file type'],
    ['text', Buffer.from('kernel'.repeat(200)), 'another file type'],
    ['a PE file', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2000)]), 'a PE file without a kernel header'],
    ['a gzip file', gzipSync(arm64), 'another file type'],
    ['half an ELF magic', Buffer.from('7f45', 'hex'), 'another file type'],
  ])('does not take %s for a kernel', (_, bytes, found) => {
    const error = failure(bytes);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.detail).toMatchObject({ found, offset: 10_000 });
  });
});

describe('an IKCONFIG that lies', () => {
  const stored = gzipSync(CONFIG);

  it.each<[string, Uint8Array, new (detail: never) => ReadError, RegExp]>([
    ['no gzip member', Buffer.from('CONFIG_A=y\n'), FormatError, /expected a gzip member/],
    ['a member cut short', stored.subarray(0, stored.length - 100), FormatError, /IKCFG_ST/],
    ['a changed byte', patched(stored, [stored.length >> 1, 0xa5a5a5a5]), FormatError, /IKCFG_ST/],
    ['something before the end mark', Buffer.concat([stored, Buffer.from('x')]), FormatError, /expected IKCFG_ED/],
    ['more than 4 MiB of text', gzipSync(Buffer.alloc(4 * 1024 * 1024 + 1, '#')), LimitError, /IKCFG_ST/],
    ['text that is not UTF-8', gzipSync(Buffer.from([0x43, 0xff, 0x0a])), FormatError, /UTF-8/],
    ['a second start mark', Buffer.concat([stored, Buffer.from('IKCFG_EDIKCFG_ST'), stored]), FormatError, /found a second one/],
  ])('%s', (_, configBytes, type, message) => {
    const plain = arm64Image({ version: VERSION, codeLength: 64, configBytes });
    const error = failure(plain);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(message);
    expect(error.detail.offset ?? 10_000).toBeGreaterThanOrEqual(10_000);
    expect(failure(zstdImage(vmlinux({ version: VERSION, codeLength: 64, configBytes })))).toBeInstanceOf(type);
  });

  it('is not what other text names, such as a script in a built-in initramfs', () => {
    const script = Buffer.from("cf1='IKCFG_ST\\037\\213\\010'");
    expect(read(Buffer.concat([vmlinux(BODY), script])).config?.text).toBe(CONFIG);
    expect(read(Buffer.concat([arm64Image(BODY), script])).config?.text).toBe(CONFIG);
    expect(failure(Buffer.concat([vmlinux({ version: VERSION }), script]))).toBeInstanceOf(FormatError);
  });

  it('is a start mark at the very end', () => {
    expect(failure(Buffer.concat([vmlinux({ version: VERSION }), Buffer.from('IKCFG_ST')]))).toBeInstanceOf(FormatError);
  });

  it('tells where in the inflated kernel it lies', () => {
    const kernel = vmlinux({ version: VERSION, codeLength: 64, configBytes: Buffer.from('none') });
    const { detail } = failure(zstdImage(kernel));
    expect(detail).toMatchObject({ offset: 10_000 + PAYLOAD, message: `byte ${kernel.indexOf('IKCFG_ST') + 8} of the inflated kernel` });
  });

  it('is bounded when a kernel holds nothing but marks', () => {
    expect(failure(Buffer.concat([vmlinux(BODY), Buffer.alloc(4_000_000, 'Linux version ')]))).toBeInstanceOf(LimitError);
    expect(failure(Buffer.concat([vmlinux({ version: VERSION }), Buffer.alloc(4_000_000, 'IKCFG_ST')]))).toBeInstanceOf(LimitError);
  });
});
