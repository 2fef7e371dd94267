import { memorySource } from '@staticfire/read/block-source';
import type { DiskPartition, Image } from '@staticfire/read/image';
import { describe, expect, it } from 'vitest';
import { NO_LOG } from '../collector.ts';
import { collectDataContent } from './collect-data-content.ts';

const MIB = 1024 * 1024;

function dataPartition(at: number, bytes: readonly number[]): DiskPartition {
  const content = new Uint8Array(MIB);
  content.set(bytes, at);
  const source = memorySource(content);
  return { index: 13, role: 'DATA', bank: 'A', typeGuid: '', guid: '', label: '', attributes: 0n, firstLba: 0, lastLbaInclusive: 0, source };
}

const collect = (...partitions: readonly DiskPartition[]) => collectDataContent.collect({ image: { disk: { partitions } } as unknown as Image }, NO_LOG);

describe('data.content', () => {
  const luks2 = [...Buffer.from('LUKS\xba\xbe\0\x02', 'latin1'), ...new Uint8Array(16), ...Buffer.from('bottlerocket-data')];
  it.each([
    ['nothing', 0, [], { content: 'zeros' }],
    ['ext4', 1080, [0x53, 0xef], { content: 'ext4' }],
    ['xfs', 0, [...Buffer.from('XFSB')], { content: 'xfs' }],
    ['LUKS 2 with a label', 0, luks2, { content: 'luks', luksVersion: 2, label: 'bottlerocket-data' }],
    ['LUKS 1', 0, [...Buffer.from('LUKS\xba\xbe\0\x01', 'latin1')], { content: 'luks', luksVersion: 1 }],
    ['noise', 5, [0x99], { content: 'unknown' }],
  ])('%s', (_, at, bytes, expected) => {
    expect(collect(dataPartition(at, bytes))).toEqual({ partitions: [{ bank: 'A', index: 13, ...expected }] });
  });

  it('tells of the data disk too, and of its label', () => {
    const image = { disk: { partitions: [dataPartition(0, [])] }, dataDisk: { partitions: [{ ...dataPartition(1080, [0x53, 0xef]), index: 1, label: 'L' }] } };
    expect(collectDataContent.collect({ image: image as unknown as Image }, NO_LOG)).toEqual({
      partitions: [
        { bank: 'A', index: 13, content: 'zeros' },
        { disk: 'data', partLabel: 'L', bank: 'A', index: 1, content: 'ext4' },
      ],
    });
  });

  it('is not known of partition images', () => {
    expect(() => collectDataContent.collect({ image: {} as Image }, NO_LOG)).toThrow('DATA is not among the partition images');
  });

  it('is absent without a DATA partition', () => {
    expect(collect()).toBeUndefined();
  });
});
