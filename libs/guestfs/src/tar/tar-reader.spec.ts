import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { readTar } from '../fixtures/read-tar.ts';
import { paxBytes, type TarMember, tarBytes } from '../fixtures/tar-bytes.ts';

const pax = (records: Readonly<Record<string, string | Uint8Array>>): TarMember => ({ typeflag: 'x', name: 'pax', content: paxBytes(records) });
const first = (...members: readonly TarMember[]) => readTar(tarBytes(members))[0]!;

describe('TarReader', () => {
  it.each([1, 7, 512, 513, 100_000])('reads members from pieces of %i bytes', (length) => {
    const content = Buffer.alloc(1000, 'x');
    const archive = tarBytes([{ name: './', typeflag: '5' }, { content }, pax({ path: './line\nbreak' }), { content: Buffer.from('y') }]);
    const members = readTar(archive, length);
    expect(members.map(({ path, type, content: text }) => [path, type, text])).toEqual([
      [[], 'directory', ''],
      [['a'], 'file', 'x'.repeat(1000)],
      [['line\nbreak'], 'file', 'y'],
    ]);
  });

  it('gives what the header says', () => {
    expect(first({ name: './d/e', typeflag: '4', linkname: '' })).toEqual({
      ...{ path: ['d', 'e'], type: 'block-device', mode: 0o644, uid: 1, gid: 2, size: 0, mtime: 10_000_000_000n, target: '' },
      ...{ device: { major: 5, minor: 7 }, xattrs: [], content: '' },
    });
    expect(
      first({
        name: 'a',
        fields: [
          [100, '0106755'],
          [345, './long'],
        ],
      }),
    ).toMatchObject({ path: ['long', 'a'], mode: 0o6755 });
  });

  it('takes what an extended header says instead', () => {
    const records = { path: './é/b', uid: '4294967294', gid: '70000', mtime: '-1.5', linkpath: 'x\nÿ' };
    expect(first(pax(records), { typeflag: '2' })).toMatchObject({
      ...{ path: ['é', 'b'], type: 'symlink', uid: 4_294_967_294, gid: 70_000, mtime: -1_500_000_000n, target: 'x\nÿ' },
    });
    expect(first(pax({ mtime: '12.0000000019' }), {}).mtime).toBe(12_000_000_001n);
  });

  it('keeps extended attributes, last written first, whatever is in them', () => {
    const value = Buffer.from([0, 10, 61, 255]);
    const { xattrs } = first(pax({ 'SCHILY.xattr.user.a%3Db%25': value, 'SCHILY.xattr.security.selinux': 'a:b:c\0', atime: '1' }), {});
    expect(xattrs.map(({ name, value: bytes }) => [name, Buffer.from(bytes)])).toEqual([
      ['security.selinux', Buffer.from('a:b:c\0')],
      ['user.a=b%', value],
    ]);
  });

  it('does not take one member’s extended header for the next', () =>
    expect(readTar(tarBytes([pax({ uid: '9' }), {}, {}])).map(({ uid }) => uid)).toEqual([9, 1]));

  it.each<[string, unknown, readonly TarMember[]]>([
    ['no header', FormatError, [{ fields: [[257, 'xstar']] }]],
    ['a size that is no number', FormatError, [{ size: '9' }]],
    ['a name that leads out', FormatError, [{ name: './a/../b' }]],
    ['an absolute name', FormatError, [{ name: '/a' }]],
    ['a name with an empty part', FormatError, [{ name: './a//b' }]],
    ['a type that is not known', UnsupportedError, [{ typeflag: 'S' }]],
    ['an extended header that is too long', LimitError, [{ typeflag: 'x', size: '77777777777' }]],
    ['an empty extended header', FormatError, [{ typeflag: 'x' }]],
    ['a record that is longer than its header', FormatError, [{ typeflag: 'x', content: Buffer.from('99 a=b\n') }]],
    ['a record without a length', FormatError, [{ typeflag: 'x', content: Buffer.from('a=b\n') }]],
    ['a record without an end', FormatError, [{ typeflag: 'x', content: Buffer.from('6 a=bc') }]],
    ['a record of no bytes', FormatError, [{ typeflag: 'x', content: Buffer.from('0 a=b\n') }]],
    ['what is left after a record', FormatError, [{ typeflag: 'x', content: Buffer.from('6 a=b\nrest') }]],
    ['an owner that is no number', FormatError, [pax({ uid: '-1' }), {}]],
    ['a time that is none', FormatError, [pax({ mtime: 'now' }), {}]],
  ])('refuses %s', (_, error, members) => expect(() => readTar(tarBytes(members))).toThrow(error as ErrorConstructor));

  it('refuses a header with another checksum', () => {
    const archive = tarBytes([{}]);
    archive[0] = 0x2f;
    expect(() => readTar(archive)).toThrow(/chksum/);
  });

  it.each([0, 100, 512, 600])('tells that an archive of %i bytes is not whole', (length) => {
    expect(() => readTar(tarBytes([{ content: Buffer.alloc(300) }], { ended: false }).subarray(0, length), 64)).toThrow(/ends before its end mark/);
  });
});
