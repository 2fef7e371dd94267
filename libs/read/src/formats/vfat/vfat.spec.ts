import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError, type ReadError } from '../../bytes/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { FatVolume, longSlots, type SlotFields, shortSlot } from './fixtures/fat-volume.ts';
import { isVfat, openVfat } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openVfat(memorySource(bytes)));

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const TREE = {
  EFI: { BOOT: { 'BOOTX64.EFI': Buffer.from('efi program'.repeat(100)), 'a rather long name.cfg': Buffer.from('config') } },
  'EMPTY.TXT': new Uint8Array(0),
  'TWO.BIN': Buffer.alloc(1024, 2),
  '😀 grüße.txt': Buffer.from('hello'),
};

const open = (volume: FatVolume, origin = 0): FileSystem => openVfat(memorySource(volume.bytes, origin));
const names = (fs: FileSystem, path = '/'): string[] => [...fs.list(lookup(fs, path)!.inode)].map(({ name }) => name);
/** A FAT12 volume whose root directory has these slots and no other. */
const rootOf = (...slots: readonly Uint8Array[]): FatVolume =>
  slots.reduce<FatVolume>((volume, slot, index) => volume.rootSlot(index, slot), new FatVolume(12, {}));
const file = (name: string, fields: SlotFields = {}): Uint8Array => shortSlot(name, fields);
const messages = (volume: FatVolume): string[] => readEverything(volume.bytes).map(({ message }) => message);

describe.each([12, 16, 32] as const)('FAT%i', (bits) => {
  const volume = new FatVolume(bits, TREE);
  const fs = open(volume);

  it('is recognised', () => expect(isVfat(memorySource(volume.bytes))).toBe(true));
  it('reads without an error', () => expect(messages(volume)).toEqual([]));
  it('knows itself', () =>
    expect(fs.info).toMatchObject({ type: 'vfat', blockSize: 512, length: volume.bytes.length, uuid: '1234-ABCD', label: 'BOOTLABEL', clean: true }));
  it('tells its type', () => expect(fs.info.features).toContain(`FAT${bits}`));
  it('lists every name', () =>
    expect([...walk(fs)].map(({ path }) => path)).toEqual([
      '/',
      '/EFI',
      '/EFI/BOOT',
      '/EFI/BOOT/BOOTX64.EFI',
      '/EFI/BOOT/a rather long name.cfg',
      '/EMPTY.TXT',
      '/TWO.BIN',
      '/😀 grüße.txt',
    ]));
  it('reads a file from the middle', () => expect(text(fs.read(lookup(fs, '/EFI/BOOT/BOOTX64.EFI')!.inode, 506, 11))).toBe('efi program'.slice(0)));
  it('reads no further than the end', () => expect(fs.read(lookup(fs, '/TWO.BIN')!.inode, 1000, 100)).toEqual(new Uint8Array(24).fill(2)));
  it('reads nothing behind the end', () => expect(fs.read(lookup(fs, '/TWO.BIN')!.inode, 2000, 100)).toHaveLength(0));
  it('finds names whatever their case', () => expect(lookup(fs, '/efi/Boot/bootx64.EFI')?.size).toBe(1100));
  it('finds a long name by its 8.3 name', () => expect(text(fs.read(lookup(fs, '/EFI/BOOT/LONG~2')!.inode, 0, 10))).toBe('config'));
  it('looks like Linux mounts it', () => {
    expect(lookup(fs, '/TWO.BIN')).toMatchObject({ type: 'file', mode: 0o755, uid: 0, gid: 0, links: 1, size: 1024, mtime: 1_735_732_800n * 1_000_000_000n });
    expect(lookup(fs, '/EFI')).toMatchObject({ type: 'directory', mode: 0o755, links: 3 });
  });
  it('names its metadata', () => {
    const places = [0, volume.fatOffset, volume.fatOffset + volume.layout.fatSectors * 512, volume.dataOffset, volume.dataOffset - 1];
    expect(places.map((offset) => fs.metadataAt(offset))).toEqual(['boot sector', 'FAT 0', 'FAT 1', undefined, bits === 32 ? 'FAT 1' : 'root directory']);
  });
  it('gives a file its runs', () =>
    expect([...fs.runs(lookup(fs, '/TWO.BIN')!.inode)]).toEqual([
      { fileOffset: 0, length: 1024, sourceOffset: volume.offsetOf(volume.clusterOf['/TWO.BIN']!) },
    ]));
  it('gives the same numbers when opened again', () => expect(lookup(open(volume), '/EFI/BOOT')?.inode).toBe(lookup(fs, '/EFI/BOOT')?.inode));
  it.each([0, 100, 511, 512, 600, 2000])('does not open what is cut to %i bytes', (length) => {
    expect(() => openVfat(memorySource(volume.bytes.subarray(0, length)))).toThrow(expect.objectContaining({ kind: 'format' }));
  });
});

describe('isVfat', () => {
  const boot = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(new FatVolume(12, {}).bytes.subarray(0, 1024));
    change(bytes);
    return bytes;
  };
  it.each([
    ['a type string, whatever the numbers say', boot((bytes) => bytes.fill(0, 11, 36)), true],
    ['sensible numbers without a type string', boot((bytes) => bytes.fill(0, 54, 62)), true],
    ['neither', boot((bytes) => bytes.fill(0, 11, 62)), false],
    ['no signature', boot((bytes) => bytes.fill(0, 510, 512)), false],
    ['a master boot record', boot((bytes) => bytes.fill(0, 0, 446)), false],
    ['NTFS', boot((bytes) => bytes.fill(0, 14, 21).write('NTFS    ', 3)).fill(0, 54, 62), false],
    ['a source that ends inside the boot sector', boot(() => {}).subarray(0, 511), false],
  ])('of %s', (_, bytes, expected) => expect(isVfat(memorySource(bytes))).toBe(expected));
});

describe('names', () => {
  it.each([
    ['8.3', [file('README  TXT')], 'README.TXT'],
    ['no extension', [file('KERNEL     ')], 'KERNEL'],
    ['a lower-case base', [file('README  TXT', { caseBits: 8 })], 'readme.TXT'],
    ['a lower-case extension', [file('README  TXT', { caseBits: 16 })], 'README.txt'],
    ['all lower case', [file('README  TXT', { caseBits: 24 })], 'readme.txt'],
    ['a byte of 0xe5, which is escaped', [file('\x05BC        ')], 'σBC'],
    ['code page 437, in lower case', [file('\x8eB         ', { caseBits: 8 })], 'äb'],
    ['a long name', [...longSlots('Long Name.config', 'LONGNA~1CON'), file('LONGNA~1CON')], 'Long Name.config'],
    ['13 characters, without an end mark', [...longSlots('thirteen char', 'THIRTE~1   '), file('THIRTE~1   ')], 'thirteen char'],
    ['255 characters', [...longSlots('x'.repeat(255), 'XXXXXX~1   '), file('XXXXXX~1   ')], 'x'.repeat(255)],
    ['characters beyond 16 bits', [...longSlots('a😀', 'A~1        '), file('A~1        ')], 'a😀'],
    ['parts with another checksum', [...longSlots('Long Name.config', 'OTHER~1 CON'), file('LONGNA~1CON')], 'LONGNA~1.CON'],
    ['a missing first part', [...longSlots('Long Name.config', 'LONGNA~1CON').slice(1), file('LONGNA~1CON')], 'LONGNA~1.CON'],
    ['a missing last part', [...longSlots('Long Name.config', 'LONGNA~1CON').slice(0, 1), file('LONGNA~1CON')], 'LONGNA~1.CON'],
    ['parts in wrong order', [...longSlots('Long Name.config', 'LONGNA~1CON').reverse(), file('LONGNA~1CON')], 'LONGNA~1.CON'],
    ['parts of two names', [...longSlots('Old name.txt', 'NEW     TXT'), ...longSlots('New name.txt', 'NEW     TXT'), file('NEW     TXT')], 'New name.txt'],
    ['parts with a deleted entry between', [...longSlots('Old name.txt', 'NEW     TXT'), file('\xe5EW     TXT'), file('NEW     TXT')], 'NEW.TXT'],
    ['parts with a label between', [...longSlots('Old name.txt', 'NEW     TXT'), file('LABEL      ', { attributes: 8 }), file('NEW     TXT')], 'NEW.TXT'],
    ['parts that nothing follows', [file('NEW     TXT'), ...longSlots('Old name.txt', 'NEW     TXT')], 'NEW.TXT'],
    ['deleted entries around', [file('\xe5LD     TXT'), file('NEW     TXT'), file('\xe5LD2    TXT')], 'NEW.TXT'],
  ])('of an entry with %s', (_, slots, expected) => expect(names(open(rootOf(...slots)))).toEqual([expected]));

  it.each([
    ['a slash', [file('A/B        ')], /DIR_Name.*A\/B/],
    ['a backslash', [file('A\\B        ')], /DIR_Name/],
    ['a control character', [file('A\x01B        ')], /DIR_Name/],
    ['a zero byte inside', [file('A\0B        ')], /DIR_Name/],
    ['nothing but spaces', [file('           ')], /DIR_Name/],
    ['an extension only', [file('        TXT')], /DIR_Name/],
    ['a point inside', [file('A.B        ')], /DIR_Name/],
    ['a slash in a long name', [...longSlots('a/b', 'A~1        '), file('A~1        ')], /LDIR_Name.*a\/b/],
    ['a line feed in a long name', [...longSlots('a\nb', 'A~1        '), file('A~1        ')], /LDIR_Name/],
    ['half a surrogate pair', [...longSlots('a\ud83d', 'A~1        '), file('A~1        ')], /LDIR_Name/],
    ['a long name of ..', [...longSlots('..', 'A~1        '), file('A~1        ')], /LDIR_Name/],
    ['an empty long name', [longSlots('\0', 'A~1        ')[0]!, file('A~1        ')], /LDIR_Name/],
    ['260 characters', [...longSlots('x'.repeat(260), 'A~1        '), file('A~1        ')], /LDIR_Name/],
    ['the name of another', [file('A       TXT'), file('A       TXT')], /entry 1 of \/, DIR_Name.*each name once/],
    ['the name of another in lower case', [file('A       TXT'), file('A       TXT', { caseBits: 24 })], /each name once/],
    ['the 8.3 name of another as long name', [file('A       TXT'), ...longSlots('a.txt', 'B          '), file('B          ')], /each name once/],
    ['the long name of another as 8.3 name', [...longSlots('a.txt', 'B          '), file('B          '), file('A       TXT')], /each name once/],
    ['. in the root directory', [file('.          ', { attributes: 0x10, cluster: 2 })], /DIR_Name.*none in the root/],
    ['a second label', [file('ONE        ', { attributes: 8 }), file('TWO        ', { attributes: 8 })], /one volume label/],
    ['a label with content', [file('ONE        ', { attributes: 8, size: 5 })], /volume label without content/],
    ['a label that is a directory', [file('ONE        ', { attributes: 0x18 })], /not both/],
    ['reserved attributes', [file('ONE        ', { attributes: 0x60 })], /DIR_Attr/],
    ['a place behind the end', [file('ONE        '), file('\0          '), file('TWO        ')], /entry 2 of \/, DIR_Name.*has ended before/],
  ])('of an entry with %s is an error', (_, slots, message) => expect(messages(rootOf(...slots))).toContainEqual(expect.stringMatching(message)));

  it('before a damaged one are listed', () => {
    const walked = [...walk(open(rootOf(file('GOOD       '), file('B/D        '), file('LATER      '))))];
    expect(walked.map(({ path }) => path)).toEqual(['/', '/', '/GOOD']);
    expect(walked[1]?.error).toBeInstanceOf(FormatError);
  });
});

describe('the label', () => {
  it('of the root directory goes before that of the boot sector', () =>
    expect(open(rootOf(file('ROOTLABEL  ', { attributes: 8 }))).info.label).toBe('ROOTLABEL'));
  it('that says that there is none is none', () => {
    const volume = new FatVolume(12, {});
    volume.bytes.write('NO NAME    ', 43, 'latin1');
    expect(open(volume).info.label).toBe('');
  });
  it('in a subdirectory is an error', () => {
    const volume = new FatVolume(12, { EFI: {} });
    volume.bytes.set(file('HIDDEN  EFI', { attributes: 0x28, cluster: 9, size: 5 }), volume.offsetOf(2) + 64);
    expect(messages(volume)).toContainEqual(expect.stringMatching(/entry 2 of \/EFI, DIR_Attr.*outside the root/));
  });
});

describe('boot sectors', () => {
  it.each([
    ['Signature_word', 510, 0, 2],
    ['BPB_BytsPerSec', 11, 0, 2],
    ['BPB_BytsPerSec', 11, 256, 2],
    ['BPB_BytsPerSec', 11, 8192, 2],
    ['BPB_SecPerClus', 13, 0, 1],
    ['BPB_SecPerClus', 13, 3, 1],
    ['BPB_RsvdSecCnt', 14, 0, 2],
    ['BPB_NumFATs', 16, 0, 1],
    ['BPB_RootEntCnt', 17, 0, 2],
    ['BPB_RootEntCnt', 17, 65, 2],
    ['BPB_TotSec', 32, 0xffffffff, 4],
    ['BPB_TotSec', 32, 3, 4],
    ['BPB_TotSec', 32, 0, 4],
    ['BPB_Media', 21, 0xf1, 1],
    ['BPB_FATSz', 22, 1, 2, 0],
    ['entry 0', 21, 0xf0, 1],
  ])('with a bad %s', (field, at, value, width, clusters = 1) => {
    const volume = new FatVolume(clusters === 0 ? 16 : 12, {});
    volume.bytes.writeUIntLE(value, at, width);
    expect(() => open(volume, 7_000_000)).toThrow(expect.objectContaining({ kind: 'format', message: expect.stringContaining(field) }));
  });

  it.each([
    ['BPB_RootEntCnt', 17, 16, 2, 'format'],
    ['BPB_FSVer', 42, 1, 2, 'unsupported'],
    ['BPB_ExtFlags', 40, 0x81, 2, 'unsupported'],
    ['BPB_RootClus', 44, 1, 4, 'format'],
    ['BPB_RootClus', 44, 302, 4, 'format'],
    ['BPB_FATSz', 36, 1, 4, 'format'],
    ['BPB_FSInfo', 48, 40, 2, 'format'],
    ['FSI_LeadSig', 512, 1, 4, 'format'],
    ['FSI_StrucSig', 512 + 484, 1, 4, 'format'],
    ['FSI_TrailSig', 512 + 508, 1, 4, 'format'],
    ['FSI_Free_Count', 512 + 488, 301, 4, 'format'],
  ])('of FAT32 with a bad %s', (field, at, value, width, kind) => {
    const volume = new FatVolume(32, {});
    volume.bytes.writeUIntLE(value, at, width);
    expect(() => open(volume)).toThrow(expect.objectContaining({ kind, message: expect.stringContaining(field) }));
  });

  it('refuses FAT16 with as many clusters as FAT32 has', () => {
    const bytes = Buffer.alloc(65_600 * 512);
    new FatVolume(16, {}).bytes.copy(bytes);
    bytes.writeUInt32LE(65_600, 32);
    expect(() => openVfat(memorySource(bytes))).toThrow(/count of clusters.*at most 65524/);
  });

  it.each([
    ['more than 8 FATs', 12, 16, 9],
    ['more than 2097152 clusters', 32, 32, 0x00ffffff],
  ] as const)('with %s are over the limit', (_, bits, at, value) => {
    const volume = new FatVolume(bits, {});
    volume.bytes.writeUIntLE(value, at, at === 16 ? 1 : 4);
    if (bits === 12) volume.bytes.writeUInt16LE(1, 22);
    else volume.bytes.writeUInt32LE(0x00020000, 36);
    const source = { ...memorySource(volume.bytes), length: 2 ** 40 };
    expect(() => openVfat(source)).toThrow(expect.objectContaining({ kind: 'limit', message: expect.stringContaining('at most') }));
  });

  it.each([
    [4084, 'FAT12'],
    [4085, 'FAT16'],
  ])('with %i clusters make %s', (clusters, type) => {
    const bytes = Buffer.alloc((1 + 34 + 4 + clusters) * 512);
    new FatVolume(16, {}).bytes.copy(bytes, 0, 0, 512 * 2);
    bytes.writeUInt32LE(bytes.length / 512, 32);
    bytes.copy(bytes, (1 + 17) * 512, 512, 1024);
    expect(openVfat(memorySource(bytes)).info.features).toContain(type);
  });

  it.each([
    [16, 37, 1, 1],
    [32, 65, 1, 1],
    [16, 512 + 3, 0x7f, 0],
    [16, 512 + 3, 0xbf, 0],
    [32, 32 * 512 + 7, 0x07, 0],
  ] as const)('of FAT%i with a dirty flag at byte %i are not clean', (bits, at, value, boot) => {
    const volume = new FatVolume(bits, {});
    volume.bytes[at] = value;
    if (boot === 0) volume.bytes[at + volume.layout.fatSectors * 512] = value;
    expect(open(volume).info.clean).toBe(false);
  });
});

describe('copies of the FAT', () => {
  it.each([12, 16, 32] as const)('of FAT%i that differ are an error that names the first different entry', (bits) => {
    const volume = new FatVolume(bits, TREE);
    volume.setFat(9, 0, [1]);
    expect(() => open(volume, 1_000_000)).toThrow(/^FAT 1, entry 9 at byte 10\d+: found 0, expected \d+, as in FAT 0$/);
  });
  it('may differ behind the last entry', () => {
    const volume = new FatVolume(12, TREE);
    volume.bytes[volume.fatOffset + 2 * volume.layout.fatSectors * 512 - 1] = 7;
    expect(messages(volume)).toEqual([]);
  });
  it('may differ in the reserved bits of FAT32', () => {
    const volume = new FatVolume(32, TREE);
    volume.bytes[volume.fatOffset + 9 * 4 + 3]! |= 0xf0;
    expect(messages(volume)).toEqual([]);
  });
});

describe.each([12, 16, 32] as const)('chains of FAT%i', (bits) => {
  const damaged = (change: (volume: FatVolume, first: number) => void): { error: ReadError | undefined; all: string[] } => {
    const volume = new FatVolume(bits, TREE);
    change(volume, volume.clusterOf['/TWO.BIN']!);
    const fs = open(volume);
    const { inode } = lookup(fs, '/TWO.BIN')!;
    let error: ReadError | undefined;
    try {
      fs.read(inode, 0, 1);
    } catch (thrown) {
      error = thrown as ReadError;
    }
    expect(() => [...fs.runs(inode)]).toThrow(error);
    return { error, all: messages(volume) };
  };
  const bad = { 12: 0xff7, 16: 0xfff7, 32: 0x0ffffff7 }[bits];

  it.each([
    ['a loop', (volume: FatVolume, first: number) => volume.setFat(first + 1, first), /no loop/],
    ['a loop of one', (volume: FatVolume, first: number) => volume.setFat(first, first), /no loop/],
    ['a free cluster', (volume: FatVolume, first: number) => volume.setFat(first, 0), /found free/],
    ['a bad cluster', (volume: FatVolume, first: number) => volume.setFat(first, bad), /found bad/],
    ['a reserved cluster', (volume: FatVolume, first: number) => volume.setFat(first, bad - 1), /found reserved/],
    ['cluster 1', (volume: FatVolume, first: number) => volume.setFat(first, 1), /found reserved/],
    ['a cluster past the end', (volume: FatVolume, first: number) => volume.setFat(first, volume.layout.clusters + 2), /found reserved/],
    ['an early end', (volume: FatVolume, first: number) => volume.setFat(first, bad + 1), /found end of chain, expected 2 clusters for 1024 bytes/],
    ['a late end', (volume: FatVolume, first: number) => volume.setFat(first + 1, 200), /expected end of chain after 2 clusters/],
    ['a size without clusters', (volume: FatVolume) => volume.bytes.writeUInt16LE(0, volume.entryAt['/TWO.BIN']! + 26), /DIR_FstClus: found 0/],
    ['clusters without a size', (volume: FatVolume) => volume.bytes.writeUInt32LE(0, volume.entryAt['/TWO.BIN']! + 28), /DIR_FstClus.*expected 0 for 0 bytes/],
    ['a first cluster past the end', (volume: FatVolume) => volume.bytes.writeUInt16LE(0xffff, volume.entryAt['/TWO.BIN']! + 26), /DIR_FstClus: found 65535/],
    ['a size of 4 GiB', (volume: FatVolume) => volume.bytes.writeUInt32LE(0xffffffff, volume.entryAt['/TWO.BIN']! + 28), /DIR_FileSize: found 4294967295/],
  ])('with %s are an error of their file', (_, change, message) => {
    const { error, all } = damaged(change);
    expect(error).toBeInstanceOf(FormatError);
    expect(error?.message).toMatch(message);
    expect(error?.message).toContain('/TWO.BIN');
    expect(new Set(all).size).toBe(1);
  });

  it('that share a cluster are an error of both, and each names the other', () => {
    const volume = new FatVolume(bits, TREE);
    volume.bytes.writeUInt16LE(volume.clusterOf['/EFI/BOOT/BOOTX64.EFI']! + 1, volume.entryAt['/TWO.BIN']! + 26);
    const found = messages(volume);
    expect(found).toContainEqual(expect.stringMatching(/^FAT chain of \/TWO.BIN at byte \d+: cluster \d+ belongs to \/EFI\/BOOT\/BOOTX64.EFI as well/));
    expect(found).toContainEqual(expect.stringMatching(/^FAT chain of \/EFI\/BOOT\/BOOTX64.EFI at byte \d+: cluster \d+ belongs to \/TWO.BIN as well/));
  });
});

describe('directories', () => {
  const directory = (volume: FatVolume, path: string, cluster: number): void => void volume.bytes.writeUInt16LE(cluster, volume.entryAt[path]! + 26);

  it.each([
    ['its parent', '/EFI/BOOT', '/EFI'],
    ['itself', '/EFI/BOOT/SELF', '/EFI/BOOT/SELF'],
  ])('that lead to %s end the walk', (_, path, target) => {
    const volume = new FatVolume(12, { EFI: { BOOT: { SELF: {} } } });
    volume.bytes.set(shortSlot('AGAIN      ', { attributes: 0x10, cluster: volume.clusterOf[target]! }), volume.entryAt[path]! + 32);
    const fs = open(volume);
    expect([...walk(fs)].map(({ error }) => error?.message ?? '').filter((message) => message !== '')).toEqual([
      expect.stringMatching(/is a loop or second name/),
    ]);
  });

  it('that lead to the root end the walk', () => {
    const volume = new FatVolume(32, { EFI: { BOOT: {} } });
    directory(volume, '/EFI/BOOT', 2);
    expect(messages(volume)).toEqual([expect.stringMatching(/\/EFI\/BOOT is a loop or second name/)]);
  });

  it.each([
    ['no first cluster', (volume: FatVolume) => directory(volume, '/EFI', 0), /DIR_FstClus: found 0/],
    ['a first cluster past the end', (volume: FatVolume) => directory(volume, '/EFI', 5000), /DIR_FstClus: found 5000/],
    ['a file in its place', (volume: FatVolume) => directory(volume, '/EFI', volume.clusterOf['/TWO.BIN']!), /belongs to \/(TWO\.BIN|EFI) as well/],
    ['a chain in a loop', (volume: FatVolume) => volume.setFat(volume.clusterOf['/EFI']!, volume.clusterOf['/EFI']!), /FAT chain of \/EFI.*no loop/],
    [
      'no . entry',
      (volume: FatVolume) => volume.bytes.fill(0, volume.offsetOf(volume.clusterOf['/EFI']!), volume.offsetOf(volume.clusterOf['/EFI']! + 1)),
      /expected \. and \.\./,
    ],
    [
      'a . that leads elsewhere',
      (volume: FatVolume) => volume.bytes.writeUInt16LE(9, volume.offsetOf(volume.clusterOf['/EFI']!) + 26),
      /entry 0 of \/EFI, DIR_FstClus.*found 9/,
    ],
    [
      'a .. that leads elsewhere',
      (volume: FatVolume) => volume.bytes.writeUInt16LE(9, volume.offsetOf(volume.clusterOf['/EFI']!) + 58),
      /entry 1 of \/EFI, DIR_FstClus.*found 9/,
    ],
    [
      'a .. that is a file',
      (volume: FatVolume) => volume.bytes.fill(0x20, volume.offsetOf(volume.clusterOf['/EFI']!) + 43, volume.offsetOf(volume.clusterOf['/EFI']!) + 44),
      /entry 1 of \/EFI, DIR_Attr/,
    ],
  ])('with %s are an error', (_, change, message) => {
    const volume = new FatVolume(12, TREE);
    change(volume);
    expect(messages(volume)).toContainEqual(expect.stringMatching(message));
  });

  it('longer than 65536 entries are an error', () => {
    const volume = new FatVolume(16, { EFI: {} });
    for (let cluster = 2; cluster < 4200; cluster++) volume.setFat(cluster, cluster + 1);
    expect(messages(volume)).toContainEqual(expect.stringMatching(/^FAT chain of \/EFI, entry 4097.*end of chain after 4096 clusters/));
  });

  it('deeper than 128 are an error', () => {
    let tree = {};
    for (let depth = 0; depth < 140; depth++) tree = { D: tree };
    expect(messages(new FatVolume(12, tree))).toContainEqual(expect.stringMatching(/nested deeper than 128/));
  });

  it('have no entries behind a number that is no inode', () => expect(() => open(new FatVolume(12, TREE)).stat(99_999)).toThrow(FormatError));
});

describe('offsets in errors', () => {
  it('count from the image, not from the filesystem', () => {
    const volume = new FatVolume(12, {});
    volume.bytes[13] = 3;
    expect(() => open(volume, 5_000_000)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ offset: 5_000_013 }) }));
  });
});
