import { memorySource } from '@staticfire/read/block-source';
import type { Image } from '@staticfire/read/image';
import { madeUpAccessKey } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectFact } from '../runner/collect-fact.ts';
import { collectSecretsPrivate } from './collect-secrets-private.ts';

const ACCESS_KEY = madeUpAccessKey();

async function collect(tree?: MemoryTree) {
  const source = memorySource(Buffer.alloc(64 * 1024, 1));
  const partition = { role: 'PRIVATE', source, ...(tree === undefined ? {} : { openFileSystem: () => memoryFileSystem(tree) }) };
  return collectFact(collectSecretsPrivate, { image: { partitions: [partition] } as unknown as Image });
}

describe('secrets.private', () => {
  it('tells those of every file, whatever else it holds', async () => {
    const settings = Buffer.concat([Buffer.from(`key="${ACCESS_KEY}"`), Buffer.alloc(5000), Buffer.from(ACCESS_KEY)]);
    expect(await collect({ '/bootconfig.data': settings, '/a/user-data.toml': ACCESS_KEY, '/empty': '', '/link': '-> /a' })).toMatchObject({
      value: {
        secrets: [
          { path: '/a/user-data.toml', kind: 'aws-access-key-id', line: 1, column: 1, length: 20 },
          { path: '/bootconfig.data', line: 1, column: 6, offset: 5 },
          { path: '/bootconfig.data', line: 1, offset: settings.length - 20 },
        ],
        coverage: { scanned: 3, scannedBytes: settings.length + 20, binary: 0, tooLarge: 0 },
      },
      sources: [{ partition: 'PRIVATE', offset: 0, length: 64 * 1024 }],
    });
  });

  it('tells what it could not look at', async () => {
    expect(await collect({ '/a': '!', '/b': 'a'.repeat(4 * 1024 * 1024 + 1) })).toMatchObject({
      value: { secrets: [{ $unreadable: {} }, { $unreadable: { kind: 'limit', structure: '/b' } }], coverage: { scanned: 0, tooLarge: 1 } },
    });
  });

  it('ends after a thousand files, and says so', async () => {
    const fact = await collect(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`/${index}`, 'a'])));
    expect(fact).toMatchObject({ value: { secrets: [{ $unreadable: { kind: 'limit' } }], coverage: { scanned: 1000 } } });
  });

  it('is unreadable where PRIVATE is', async () => expect((await collect()).state).toBe('unreadable'));

  it('is not known of partition images', async () => {
    const fact = await collectFact(collectSecretsPrivate, { image: { partitions: [] } as unknown as Image });
    expect(fact).toMatchObject({
      state: 'unreadable',
      error: { kind: 'unsupported', message: expect.stringContaining('PRIVATE is not among the partition images') },
    });
  });

  it('is absent without a PRIVATE', async () => {
    expect((await collectFact(collectSecretsPrivate, { image: { disk: {}, partitions: [] } as unknown as Image })).state).toBe('absent');
  });
});
