import { GOOD_STREAM, type OvaRecipe, ovaFile, qcow2File, tarFile, tarHeader, vmdkFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import type { ReadErrorKind } from '../../bytes/index.ts';
import { readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openOva } from './open-ova.ts';

const OS = { name: 'os.vmdk', bytes: vmdkFile(GOOD_STREAM) };
const DATA = { name: 'data.vmdk', bytes: vmdkFile({ capacity: 16, grains: { 1: Buffer.alloc(4096, 'data') } }) };
const GOOD: OvaRecipe = { disks: [OS, DATA] };
const open = (recipe: OvaRecipe) => openOva(memorySource(ovaFile(recipe)));
const names = (recipe: OvaRecipe) => open(recipe).disks.map(({ name }) => name);

describe('an OVA', () => {
  it.each(['SHA1', 'SHA256', 'SHA512'] as const)('whose manifest has %s is its disks, in place', (digest) => {
    const { disks, notes } = open({ ...GOOD, digest });
    expect(notes).toEqual([]);
    const [os, data] = disks.map((disk) => disk.open().source);
    expect([os?.length, data?.length]).toEqual([60 * 512, 16 * 512]);
    expect(Buffer.from(readBytes(data!, 4096, 4096)).equals(Buffer.alloc(4096, 'data'))).toBe(true);
    expect(Buffer.from(readBytes(os!, 0, 4096)).equals(GOOD_STREAM.grains?.[0] as Buffer)).toBe(true);
  });

  it('without a manifest, or signed, says so', () => {
    expect(open({ disks: [OS], digest: 'none' }).notes).toEqual(['the OVA has no manifest: its members were compared with nothing']);
    const more = [{ name: 'disk.cert', bytes: Buffer.from('x') }];
    expect(open({ disks: [OS], more }).notes).toEqual(['the OVA is signed ("disk.cert"); the signature was not verified']);
  });

  it('has its disks in the order of the hardware', () => {
    expect(names(GOOD)).toEqual(['os.vmdk', 'data.vmdk']);
    expect(names({ ...GOOD, addresses: [10, 2] })).toEqual(['data.vmdk', 'os.vmdk']);
    expect(names({ ...GOOD, editOvf: (text) => text.replaceAll('ovf:/disk/vmdisk0', 'ovf:/disk/none') })).toEqual(['data.vmdk', 'os.vmdk']);
    expect(names({ ...GOOD, addresses: [1, 0], editOvf: (text) => text.replaceAll('ovf:/disk/vmdisk', '/file/file') })).toEqual(['data.vmdk', 'os.vmdk']);
    expect(names({ ...GOOD, editOvf: (text) => text.replace(/<VirtualSystem[\s\S]*<\/VirtualSystem>/, '') })).toEqual(['os.vmdk', 'data.vmdk']);
    expect(names({ ...GOOD, editOvf: (text) => text.replace(' ovf:fileRef="file0"', '') })).toEqual(['data.vmdk']);
  });

  it('may hold a qcow2 disk, and other prefixes of namespaces', () => {
    const disks = [{ name: 'os.qcow2', bytes: qcow2File() }];
    const { disks: found } = open({ disks, editOvf: (text) => text.replaceAll('ovf:', 'o:').replaceAll('rasd:', 'r:').replaceAll('o:/disk', 'ovf:/disk') });
    expect(found[0]?.open().source.length).toBe(4096);
  });

  it.each<[what: string, kind: ReadErrorKind, message: RegExp, recipe: Partial<OvaRecipe>]>([
    [
      'a digest that is another',
      'format',
      /OVA manifest, line 1 at byte 2560: SHA256 of "os.vmdk" is another; found [0-9a-f]{64}, expected 0000/,
      manifest((text) => text.replace(/= .{4}/, '= 0000')),
    ],
    [
      'a digest of another algorithm',
      'format',
      /OVA manifest, line 1 at byte 2560: SHA1 of "os.vmdk" is another/,
      manifest((text) => text.replace('SHA256', 'SHA1')),
    ],
    ['a digest of none', 'format', /OVA manifest, line 1 at byte 2560: no digest/, manifest((text) => text.replace('SHA256', 'MD5'))],
    [
      'a manifest that leaves one out',
      'format',
      /OVA manifest at byte 2560: it does not tell of "data.vmdk"/,
      manifest((text) => text.replace(/.*data.vmdk.*\n/, '')),
    ],
    [
      'a manifest of one that is not there',
      'format',
      /line 4 at byte 2560: "gone\.vmdk" is not in the archive/,
      manifest((text) => `${text}SHA256(gone.vmdk)= 00\n`),
    ],
    ['a manifest that tells one twice', 'format', /line 2 at byte 2560: "os\.vmdk" is there twice/, manifest((text) => text.replace('(data', '(os'))],
    ['an empty manifest', 'format', /it does not tell of "disk.ovf"/, manifest(() => '')],
    ['a manifest of a megabyte', 'limit', /OVA manifest: 1048577 bytes/, manifest(() => '\n'.repeat(2 ** 20 + 50))],
    [
      'a file elsewhere',
      'format',
      /OVF, href at byte 512: "\.\.\/\.\.\/etc\/shadow\\u001b" is not in the archive/,
      ovf((text) => text.replace('os.vmdk', '../../etc/shadow&#27;')),
    ],
    ['a file of another size', 'format', /OVF, size at byte 512: found 7, expected \d+/, ovf((text) => text.replace(/ovf:size="\d+"/, 'ovf:size="7"'))],
    ['a size that is none', 'format', /size of a File: found "many", expected bytes/, ovf((text) => text.replace(/ovf:size="\d+"/, 'ovf:size="many"'))],
    ['a file id twice', 'format', /id of a File: found "file0", expected one that is not there twice/, ovf((text) => text.replace('id="file1"', 'id="file0"'))],
    [
      'a file that is none',
      'format',
      /fileRef of a Disk: found "file9", expected the id of a File/,
      ovf((text) => text.replace('fileRef="file1"', 'fileRef="file9"')),
    ],
    ['a file without a place', 'format', /a File: found none, expected the attribute href/, ovf((text) => text.replace('ovf:href', 'ovf:hrof'))],
    ['a packed file', 'unsupported', /File: found a file packed with "gzip"/, ovf((text) => text.replace('ovf:size', 'ovf:compression="gzip" ovf:size'))],
    ['a file in chunks', 'unsupported', /File: found a file cut into chunks/, ovf((text) => text.replace('ovf:size', 'ovf:chunkSize="99" ovf:size'))],
    [
      'a disk with a parent',
      'unsupported',
      /Disk: found a disk that holds only what differs/,
      ovf((text) => text.replace('ovf:fileRef', 'ovf:parentRef="a" ovf:fileRef')),
    ],
    [
      'several systems',
      'unsupported',
      /VirtualSystemCollection: found several virtual systems/,
      ovf((text) => text.replaceAll('VirtualSystem', 'VirtualSystemCollection')),
    ],
    ['no disks', 'format', /OVF at byte 512: no disk in it has a file/, ovf((text) => text.replace(/<Disk [\s\S]*\/>/, ''))],
    ['another root', 'format', /the root element: found Envelop2, expected Envelope/, ovf((text) => text.replaceAll('Envelope', 'Envelop2'))],
    ['a document type', 'unsupported', /OVF: found a <!DOCTYPE/, ovf((text) => text.replace('<Envelope', '<!DOCTYPE a [<!ENTITY b "c">]><Envelope'))],
    [
      'an element that is not closed',
      'format',
      /OVF, line \d+: <\/VirtualSystem> closes nothing/,
      ovf((text) => text.replace('</VirtualHardwareSection>', '')),
    ],
    ['an end without a beginning', 'format', /OVF, line 2: <\/Envelope> closes nothing/, ovf((text) => text.replace('<Envelope', '</Envelope><Envelope'))],
    ['two roots', 'format', /OVF, line \d+: one root element is expected, closed/, ovf((text) => `${text}<a/>`)],
    ['an entity with a name that every object has', 'format', /OVF, line 15: an unknown entity/, ovf((text) => text.replace('&amp;', '&constructor;'))],
    ['an unknown entity', 'format', /OVF, line 15: an unknown entity/, ovf((text) => text.replace('&amp;', '&nbsp;'))],
    ['an attribute twice', 'format', /OVF, line 4: the attribute ovf:size is there twice/, ovf((text) => text.replace('ovf:size', 'ovf:size="1" ovf:size'))],
    ['elements without end', 'limit', /OVF: more than 64 elements inside one another/, ovf((text) => text.replace('<Info>', '<a>'.repeat(100)))],
    ['a huge descriptor', 'limit', /OVF: 1048577 bytes/, ovf((text) => `${text}${' '.repeat(2 ** 20)}`)],
    ['two descriptors', 'format', /OVA at byte \d+: two members whose names end with \.ovf/, { more: [{ name: 'b.ovf', bytes: Buffer.alloc(0) }] }],
    ['a name twice', 'format', /tar header, name at byte \d+: found "os\.vmdk", expected a name that is not there twice/, { more: [OS] }],
  ])('is refused: %s', (_, kind, message, recipe) => {
    const attempt = () => open({ ...GOOD, ...recipe });
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ kind }));
  });

  it('is refused when its disk is something else', () => {
    const disks = [{ name: 'os\u001b.vmdk', bytes: Buffer.from('04224d18000000', 'hex') }];
    const [disk] = open({ disks }).disks;
    expect(() => disk!.open()).toThrow(/the disk "os\\u001b\.vmdk" inside the OVA is neither VMDK nor qcow2 \(lz4\)/);
  });

  it('is none without a descriptor', () => {
    expect(() => openOva(memorySource(tarFile([OS])))).toThrow(/a tar archive without an OVF descriptor, not an OVA; unpack it first/);
  });

  it.each<[what: string, kind: ReadErrorKind, message: RegExp, edit: (file: Buffer) => Buffer | unknown]>([
    ['a wrong checksum', 'format', /tar header, chksum at byte 148: found \d+, expected \d+/, (file) => file.write('7', 100)],
    ['no checksum', 'format', /tar header, chksum at byte 148: found "x", expected octal digits/, (file) => file.write('x\0\0\0\0\0\0\0', 148)],
    ['a member longer than the file', 'format', /tar header, size at byte 124: found 8589934591, expected at most/, () => tarHeader('a.ovf', 8 ** 11 - 1, '0')],
    ['a member beyond 2^53', 'format', /tar header, size at byte 124: found \d.*, expected at most 2\^53 - 1/, () => header256()],
    ['a sparse file', 'unsupported', /typeflag at byte 156: found S \(a sparse file\)/, () => tarHeader('a.ovf', 0, 'S')],
    ['an unknown kind', 'unsupported', /typeflag at byte 156: found "Z"/, () => tarHeader('a.ovf', 0, 'Z')],
    ['headers without end', 'limit', /more than 1000 headers/, () => Buffer.concat(Array.from({ length: 1001 }, (_, index) => tarHeader(`f${index}`, 0, '0')))],
    ['half a header', 'format', /tar header at byte 512: 512 bytes wanted/, () => Buffer.concat([tarHeader('a.ovf', 0, '0'), Buffer.from('ab')])],
    ['a huge long name', 'limit', /size at byte 124: found 70000/, () => Buffer.concat([tarHeader('l', 70_000, 'L'), Buffer.alloc(70_144)])],
    ['a pax record of no length', 'format', /pax records at byte 512/, () => pax('path=a\n')],
    ['a pax record longer than its header', 'format', /pax records at byte 512/, () => pax('99 path=a\n')],
    ['a pax record without an end', 'format', /pax records at byte 512/, () => pax('9 path=ab')],
    ['a sparse file of pax', 'unsupported', /pax records at byte 512: found "GNU\.sparse\.major"/, () => pax('22 GNU.sparse.major=1\n')],
    ['a path for all', 'unsupported', /pax records at byte 512: found "path or size for all"/, () => pax('9 path=a\n', 'g')],
    ['a size of pax that is none', 'format', /pax records, size at byte 512: found "-1"/, () => pax('11 size=-1\n')],
  ])('is refused when its archive has %s', (_, kind, message, edit) => {
    const file = ovaFile(GOOD);
    const edited = edit(file);
    const attempt = () => openOva(memorySource(Buffer.isBuffer(edited) ? edited : file));
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ kind }));
  });
});

function manifest(editManifest: (text: string) => string): Partial<OvaRecipe> {
  return { editManifest };
}

/** An edited descriptor, and no manifest that would notice. */
function ovf(editOvf: (text: string) => string): Partial<OvaRecipe> {
  return { editOvf, digest: 'none' };
}

function pax(records: string, type = 'x'): Buffer {
  return Buffer.concat([tarHeader('p', records.length, type), Buffer.from(records), Buffer.alloc(1024)]);
}

function header256(): Buffer {
  const header = tarHeader('a.ovf', 0, '0');
  header.fill(0xff, 124, 136);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
