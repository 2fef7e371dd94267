import { execFileSync } from 'node:child_process';
import { describeOracle, labImage } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { openFileSource } from '../../block-source/node/index.ts';
import { readPartitionTable } from './index.ts';

const TOOLS = { sgdisk: 'gdisk', mke2fs: 'e2fsprogs', veritysetup: 'cryptsetup-bin', 'mkfs.vfat': 'dosfstools', mcopy: 'mtools' };

describeOracle('GPT against sgdisk', TOOLS, () => {
  const sgdisk = (...args: string[]) => execFileSync('sgdisk', args, { encoding: 'utf8', timeout: 30_000 });

  it.each(['demo', 'k8s-1.26', 'large'])(
    '%s: every field of every entry',
    async (name) => {
      const path = await labImage(name);
      const source = openFileSource(path);
      const table = readPartitionTable(source);
      source.close();
      expect(sgdisk('-v', path)).toContain('No problems found');
      expect(sgdisk('-p', path).toLowerCase()).toContain(`disk identifier (guid): ${table.diskGuid}`);
      expect(table.copiesAgree).toBe(true);
      expect(table.entries.length).toBe(sgdisk('-p', path).match(/^\s+\d+\s+\d+\s+\d+/gm)!.length);
      for (const entry of table.entries) expect(entry).toEqual(parseInfo(entry.index, sgdisk('-i', String(entry.index), path)));
    },
    300_000,
  );

  function parseInfo(index: number, text: string) {
    const field = (pattern: RegExp) => pattern.exec(text)![1]!;
    return {
      index,
      typeGuid: field(/Partition GUID code: (\S+)/).toLowerCase(),
      guid: field(/Partition unique GUID: (\S+)/).toLowerCase(),
      firstLba: Number(field(/First sector: (\d+)/)),
      lastLbaInclusive: Number(field(/Last sector: (\d+)/)),
      attributes: BigInt(`0x${field(/Attribute flags: (\S+)/)}`),
      label: field(/Partition name: '(.*)'/),
    };
  }
});
