import type { FileSystem } from '@staticfire/read/filesystem';
import type { Partition } from '@staticfire/read/image';
import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { connectEvidence } from '../evidence/bank-evidence.ts';
import { collectFrom, collectWith } from '../fixtures/collect-from.ts';
import { memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectElfFiles } from './collect-elf-files.ts';

const LIBRARY = elfBytes({
  dynamic: { soname: 'libx.so.1', needed: ['libc.so.6'], imports: ['__memcpy_chk', 'memset', '__stack_chk_fail'] },
  relro: true,
  stackFlags: 6,
});
const OBJECT = elfBytes({ type: 1 });

/** A copy with e_shoff behind the end. */
function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64LE(1_000_000n, 40);
  return copy;
}

describe('elf.files', () => {
  it('describes programs and libraries, and counts objects', async () => {
    const fact = await collectFrom(collectElfFiles, {
      '/x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/libx.so.1': LIBRARY,
      '/usr': '-> x86_64-bottlerocket-linux-gnu/sys-root/usr',
      '/lib/modules/6.1/a.ko': OBJECT,
      '/lib/modules/6.1/b.ko': OBJECT,
      '/etc/script': '#!/bin/sh',
      '/etc/short': '\x7fEL',
    });
    expect(fact).toMatchObject({
      state: 'present',
      value: {
        objects: 2,
        files: [
          {
            path: '/usr/lib/libx.so.1',
            kind: 'shared-library',
            machine: 'x86_64',
            needed: ['libc.so.6'],
            relro: 'partial',
            stackProtector: 'yes',
            fortified: 1,
            unfortified: 1,
            stack: 'no-execute',
            stripped: true,
          },
        ],
      },
    });
  });

  it('tells the rights that a mode and capabilities give', async () => {
    const fs = memoryFileSystem({ '/a': LIBRARY, '/b': LIBRARY });
    const [a] = [...fs.list(fs.rootInode)].map(({ inode }) => inode);
    const withRights: FileSystem = {
      ...fs,
      stat: (inode) => ({ ...fs.stat(inode), ...(inode === a ? { mode: 0o6755 } : {}) }),
      xattrs: (inode) => (inode === a ? [{ name: 'security.capability', value: new Uint8Array(20) }] : []),
    };
    const partition = () => ({ source: { length: 1 } }) as Partition;
    const evidence = connectEvidence({ bank: 'A', partitions: [], partition, fileSystem: () => withRights, leafHasher: undefined });
    const fact = (await collectWith(collectElfFiles, evidence)) as { value?: { files: readonly object[] } };
    expect(fact.value!.files).toMatchObject([{ path: '/a', rights: ['setuid', 'setgid', 'capabilities'] }, { path: '/b' }]);
    expect(fact.value!.files[1]).not.toHaveProperty('rights');
  });

  it('says so where a file, or a name, cannot be read, and goes on', async () => {
    const fact = await collectFrom(collectElfFiles, { '/a': damaged(LIBRARY), '/b': '!', '/c': LIBRARY, '/d': LIBRARY.subarray(0, 40) });
    expect(fact).toMatchObject({
      value: {
        files: [
          { $unreadable: { kind: 'format', structure: 'ELF header', field: 'e_shoff', offset: 40, message: expect.stringMatching(/^\/a: .*e_shoff/) } },
          { $unreadable: { kind: 'format' } },
          { path: '/c' },
          { $unreadable: { kind: 'format', message: expect.stringMatching(/^\/d: /) } },
        ],
      },
    });
  });
});
