import { findDifference, memorySource } from '@staticfire/read/block-source';
import { FormatError } from '@staticfire/read/bytes';
import type { Image } from '@staticfire/read/image';
import { describe, expect, it } from 'vitest';
import type { ArtifactKind } from '../evidence/artifact-kinds.ts';
import type { BuildArtifact } from '../evidence/build-artifacts.ts';
import { collectFact } from '../runner/collect-fact.ts';
import { collectArtifactsAgreement } from './collect-artifacts-agreement.ts';

const ROOT = Buffer.concat([Buffer.alloc(100, 1), Buffer.alloc(28)]);
const DISK = Buffer.concat([Buffer.alloc(50, 9), ROOT]);
const image = { disk: { source: memorySource(DISK) }, partitions: [{ role: 'ROOT', bank: 'A', source: memorySource(ROOT) }] } as unknown as Image;

/** The row of one artifact with these bytes. */
async function rowOf(kind: ArtifactKind, bytes: Uint8Array | Error, given: Partial<BuildArtifact> = {}): Promise<unknown> {
  const artifact: BuildArtifact = {
    ...{ kind, name: 'x-end', suffix: '-end', isScanned: false },
    read: async (work) => {
      if (bytes instanceof Error) throw bytes;
      return work(memorySource(bytes));
    },
    ...given,
  };
  const compare = async (...both: Parameters<typeof findDifference>) => findDifference(...both);
  const fact = await collectFact(collectArtifactsAgreement, { image, artifacts: { files: [artifact], compare } });
  if (fact.state !== 'present') throw new Error(fact.state);
  const { name: _, suffix: __, kind: ___, ...row } = fact.value.artifacts[0];
  return row;
}

describe('artifacts.agreement', () => {
  it.each([
    ['the start of its partition, zeros after it', 'root', ROOT.subarray(0, 100), { agreement: 'equal', against: 'ROOT-A' }],
    ['the whole partition', 'root', ROOT, { agreement: 'equal', against: 'ROOT-A' }],
    ['less than its partition holds', 'root', ROOT.subarray(0, 99), { agreement: 'differs', against: 'ROOT-A', offset: 99 }],
    ['something else', 'root', Buffer.alloc(100, 2), { agreement: 'differs', against: 'ROOT-A', offset: 0 }],
    ['longer than its partition, by zeros', 'root', Buffer.concat([ROOT, Buffer.alloc(1)]), { agreement: 'differs', against: 'ROOT-A', offset: 128 }],
    ['longer than its partition, and something else', 'root', Buffer.alloc(200, 2), { agreement: 'differs', against: 'ROOT-A', offset: 0 }],
    ['of a partition that is not there', 'boot', Buffer.alloc(5, 1), { agreement: 'differs', against: 'BOOT-A', offset: 0 }],
    ['the disk', 'disk', DISK, { agreement: 'equal', against: 'DISK' }],
    ['the disk, with zeros after it', 'disk', Buffer.concat([DISK, Buffer.alloc(9)]), { agreement: 'equal', against: 'DISK' }],
    ['another disk', 'disk', DISK.subarray(0, 60), { agreement: 'differs', against: 'DISK', offset: 60 }],
    ['a data disk where none was scanned', 'data-disk', DISK, { agreement: 'not-compared' }],
    ['no copy of anything', 'migrations', DISK, { agreement: 'not-compared' }],
  ] as const)('%s', async (_, kind, bytes, expected) => expect(await rowOf(kind, bytes)).toEqual(expected));

  it('does not open what was scanned', async () => {
    expect(await rowOf('disk', new Error('opened'), { isScanned: true })).toEqual({ agreement: 'scanned' });
  });

  it('tells why one cannot be read, by its name', async () => {
    const row = await rowOf('root', new FormatError({ structure: 'LZ4 frame', message: 'torn' }));
    expect(row).toEqual({ $unreadable: { kind: 'format', structure: 'LZ4 frame', message: 'x-end: LZ4 frame: torn' } });
  });

  it('compares no disk of more than 64 GiB', async () => {
    const source = { ...memorySource(DISK), length: 64 * 1024 ** 3 + 1 };
    expect(await rowOf('disk', DISK, { read: (work) => work(source) })).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('is absent without a folder', async () => {
    expect((await collectFact(collectArtifactsAgreement, { image })).state).toBe('absent');
  });
});
