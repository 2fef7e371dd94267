import type { Fact } from '@staticfire/facts';
import { type BlockSource, memorySource } from '@staticfire/read/block-source';
import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import type { Image } from '@staticfire/read/image';
import { describe, expect, it } from 'vitest';
import { type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectFact } from '../runner/collect-fact.ts';
import { collectPrivateFiles } from './collect-private-files.ts';
import type { PrivateFiles } from './private-files.schema.ts';

/** Filesystems in memory in place of bytes; sources of bytes are opened as ever. */
interface Opened extends BlockSource {
  readonly open?: () => FileSystem;
}

const bytesOf = (first: readonly number[], length = 128 * 1024) => memorySource(Buffer.concat([Buffer.from(first), Buffer.alloc(length - first.length)]));
const withFiles = (tree: MemoryTree): Opened => ({ ...bytesOf([1]), open: () => memoryFileSystem(tree) });
const unreadable: Opened = {
  ...bytesOf([1]),
  open: () => {
    throw new FormatError({ structure: 'superblock', message: 'damaged' });
  },
};
const NOISE = memorySource(Buffer.from(Array.from({ length: 128 * 1024 }, (_, index) => (Math.imul(index + 1, 2654435761) >>> 24) & 255)));
/** The magic of ext4, and nothing else of it. */
const BROKEN_EXT4 = bytesOf([...Array<number>(1080).fill(0), 0x53, 0xef]);
const XFS = bytesOf([0x58, 0x46, 0x53, 0x42]);

const features = (text: string) => withFiles({ '/usr/share/bottlerocket/image-features.env': text });
const EPHEMERAL = features('EPHEMERAL_ENCRYPTION_KEYS=true\n');

const opened = (source: Opened) => (source.open === undefined ? { source } : { source, openFileSystem: source.open });

function collect(privateSource: Opened | undefined, root?: Opened, bootBank: 'A' | 'none' = 'A'): Promise<Fact<PrivateFiles>> {
  const partitions = [
    ...(privateSource === undefined ? [] : [{ role: 'PRIVATE', ...opened(privateSource) }]),
    ...(root === undefined ? [] : [{ role: 'ROOT', bank: 'A', ...opened(root) }]),
  ];
  return collectFact(collectPrivateFiles, { image: { disk: {}, partitions, ...(bootBank === 'none' ? {} : { bootBank }) } as unknown as Image });
}

describe('private.files', () => {
  it('lists every name but the root, sorted', async () => {
    const fact = await collect(withFiles({ '/lost+found/': '', '/bootconfig.data': 'x', '/a': '-> /b' }));
    expect(fact).toMatchObject({
      value: {
        files: [
          { path: '/a', type: 'symlink', mode: '0755', size: 2 },
          { path: '/bootconfig.data', type: 'file', mode: '0644', size: 1 },
          { path: '/lost+found', type: 'directory', mode: '0755', size: 0 },
        ],
      },
    });
  });

  it('tells names that cannot be read, and goes on', async () => {
    const fact = await collect(withFiles({ '/a': '!', '/b': '!/', '/c': '' }));
    expect(fact).toMatchObject({ value: { files: [{ $unreadable: {} }, { path: '/b' }, { $unreadable: {} }, { path: '/c' }] } });
  });

  it('ends after 1000 names, and says so', async () => {
    const fact = await collect(withFiles(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`/${index}`, '']))));
    expect(fact).toMatchObject({ value: { files: expect.objectContaining({ length: 1001 }) } });
    expect((fact as { value: PrivateFiles }).value.files.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it.each<[string, Opened | undefined, Opened | undefined, string]>([
    ['no PRIVATE', undefined, EPHEMERAL, 'absent'],
    ['zeros', bytesOf([]), undefined, 'absent'],
    ['noise where keys live for one boot', NOISE, EPHEMERAL, 'absent'],
    ['noise where keys are kept', NOISE, features('EPHEMERAL_ENCRYPTION_KEYS=false\n'), 'unreadable'],
    ['noise where nothing is said of keys', NOISE, features('ENCRYPTED_STORAGE=true\n'), 'unreadable'],
    ['noise where the last word is that keys are kept', NOISE, features('EPHEMERAL_ENCRYPTION_KEYS=true\nEPHEMERAL_ENCRYPTION_KEYS=false\n'), 'unreadable'],
    ['noise where it is not clear what is said', NOISE, features('EPHEMERAL_ENCRYPTION_KEYS=yes\n'), 'unreadable'],
    ['noise without image-features.env', NOISE, withFiles({}), 'unreadable'],
    ['noise without ROOT', NOISE, undefined, 'unreadable'],
    ['noise beside a damaged ROOT', NOISE, unreadable, 'unreadable'],
    ['a damaged filesystem where keys live for one boot', BROKEN_EXT4, EPHEMERAL, 'unreadable'],
    ['no more than the magic of XFS where keys live for one boot', XFS, EPHEMERAL, 'unreadable'],
  ])('%s: %s', async (_, source, root, state) => expect((await collect(source, root)).state).toBe(state));

  it('takes no bank at its word that does not boot', async () => expect((await collect(NOISE, EPHEMERAL, 'none')).state).toBe('unreadable'));

  it('lists files also where keys live for one boot', async () => {
    expect(await collect(withFiles({ '/x': '' }), EPHEMERAL)).toMatchObject({ value: { files: [{ path: '/x' }] } });
  });
});
