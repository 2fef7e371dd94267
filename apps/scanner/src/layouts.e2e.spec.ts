import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFact } from '@staticfire/facts';
import { collectFacts } from '@staticfire/scan';
import { describeOracle, labImage, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.xfs', 'xfs_db', 'secilc', 'blkid');
const MIB = 1024 * 1024;

interface Expected {
  readonly plan: { readonly osImageGib: number; readonly banks: number; readonly dataLayout: string };
  /** Number of its entry, where it starts and how long it is in MiB (anatomy section 2.5). */
  readonly data: readonly [index: number, start: number, length: number];
  readonly content: string;
  /** Beside those that every variant has (anatomy section 5.5). */
  readonly words: readonly string[];
  /** Of bootconfig.data. */
  readonly keys: readonly string[];
}

/** The kernel makes a word of each element of an array (Linux init/main.c, `xbc_snprint_cmdline`). */
const INITCALLS = Array.from({ length: 4 }, () => 'initcall_blacklist');
const AWS = ['console', 'console', 'net.ifnames', 'netdog.default-interface', 'quiet'];
const UNIFIED = {
  plan: { osImageGib: 1, banks: 2, dataLayout: 'unified' },
  data: [13, 1022, 1024],
  words: AWS,
  keys: [...INITCALLS, 'module_blacklist'],
} satisfies Omit<Expected, 'content'>;
const EXPECTED: Readonly<Record<string, Expected>> = {
  'one-bank': { ...UNIFIED, plan: { osImageGib: 1, banks: 1, dataLayout: 'split' }, data: [8, 1022, 1], content: 'zeros' },
  unified: { ...UNIFIED, content: 'ext4' },
  'unified-xfs': { ...UNIFIED, content: 'xfs' },
  metal: { ...UNIFIED, content: 'zeros', words: ['crashkernel'], keys: [] },
  vmware: { ...UNIFIED, content: 'zeros', words: ['console', 'crashkernel', 'net.ifnames', 'netdog.default-interface', 'quiet'], keys: INITCALLS },
};
const EVERY = ['bootconfig', 'root', 'rootwait', 'ro', 'raid', 'random.trust_cpu', 'selinux', 'enforcing', 'dm-mod.create'];

describeOracle('layouts and variants', TOOLS, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-layouts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (name: string, args: readonly string[]) =>
    execFileSync(toolPath(name)!, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });

  /** The first bytes of DATA, where every filesystem says what it is, as a file. */
  function startOfData(image: string, [, start]: Expected['data']): string {
    const bytes = Buffer.alloc(MIB);
    const file = openSync(image, 'r');
    readSync(file, bytes, 0, bytes.length, start * MIB);
    closeSync(file);
    const path = join(folder, 'data');
    writeFileSync(path, bytes);
    return path;
  }

  describe.each(Object.entries(EXPECTED))('%s', (name, { plan, data, content, words, keys }) => {
    let image = '';
    beforeAll(async () => {
      image = await labImage(name);
    }, 120_000);

    it('sgdisk finds no problem, and DATA where the plan has it', () => {
      expect(run('sgdisk', ['-v', image])).toContain('No problems found');
      const text = run('sgdisk', ['-i', String(data[0]), image]);
      expect(text).toContain(`First sector: ${data[1] * 2048} `);
      expect(text).toContain(`Partition size: ${data[2] * 2048} sectors`);
      const type = content === 'zeros' ? '' : run('blkid', ['-p', '-o', 'value', '-s', 'TYPE', startOfData(image, data)]).trim();
      expect(type).toBe(content === 'zeros' ? '' : content);
    });

    it('facts say what the recipe says', async () => {
      const { body } = await collectFacts({ path: image, tool: { name: 'staticfire', version: '0.0.0' } });
      // biome-ignore lint/suspicious/noExplicitAny: facts of many types, compared member by member below
      const value = (fact: string): any => {
        const found = findFact(body, fact);
        return found?.state === 'present' ? found.value : undefined;
      };
      expect(value('disk.plan')).toEqual({ ...plan, followsPlan: true, differences: [] });
      expect(value('data.content')).toEqual({ partitions: [{ index: data[0], content }] });
      const parameters: readonly { readonly name: string; readonly from: string }[] = value('boot.cmdline').parameters;
      const from = (source: string) => parameters.filter((each) => each.from === source).map((each) => each.name);
      expect(from('grub.cfg')).toEqual([...words, ...EVERY]);
      expect(from('bootconfig')).toEqual(keys);
      expect(body.facts.filter(({ state }) => state === 'unreadable')).toEqual([]);
    });
  });
});
