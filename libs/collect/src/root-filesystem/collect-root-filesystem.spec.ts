import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { collectRootFilesystem } from './collect-root-filesystem.ts';

describe('root.filesystem', () => {
  it('says what the superblock says, and of ext4 no build time', async () => {
    const fact = await collectWith(collectRootFilesystem, evidenceOf({ ROOT: {} }));
    expect(fact).toMatchObject({ sources: [{ bank: 'A', partition: 'ROOT', offset: 0, length: 1024 }] });
    expect((fact as { value: object }).value).toEqual({
      ...{ type: 'ext4', blockSize: 4096, length: 64 * 1024 * 1024, partitionLength: 1024, uuid: '', label: '', features: [], clean: true },
    });
  });

  it.each([
    ['no ROOT', {}, 'absent'],
    ['nothing on ROOT', { ROOT: 'nothing' }, 'absent'],
    ['a damaged ROOT', { ROOT: 'damaged' }, 'unreadable'],
  ] as const)('%s: %s', async (_, disk, state) => expect((await collectWith(collectRootFilesystem, evidenceOf(disk))).state).toBe(state));
});
