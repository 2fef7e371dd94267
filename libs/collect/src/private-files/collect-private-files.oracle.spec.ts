import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import type { Image, Partition } from '@staticfire/read/image';
import { buildXfs, describeOracle, file, symlink, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { NO_LOG } from '../collector.ts';
import { collectDataContent } from '../data-content/collect-data-content.ts';
import { collectPrivateFiles } from './collect-private-files.ts';
import type { PrivateFiles } from './private-files.schema.ts';

const TEXT = 'kernel.quiet = 1\n';
const ENTRIES = [file('/bootconfig.data', TEXT), file('/kept/deeper/host.key', 'key', 0o600), symlink('/kept/link', 'deeper')];

describeOracle('PRIVATE and DATA on XFS', toolsFor('mkfs.xfs', 'mke2fs'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-xfs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const image = async (role: 'PRIVATE' | 'DATA', path: string): Promise<{ image: Image }> => {
    const partition = { index: 1, role, source: memorySource(readFileSync(path)) } as unknown as Partition;
    return { image: { disk: { partitions: [partition] }, partitions: [partition] } as unknown as Image };
  };

  it('say of the same files what they say of them on ext4', async () => {
    const [xfs, ext4] = [join(folder, 'xfs.img'), join(folder, 'ext4.img')];
    await buildXfs({ sizeMib: 32, uuid: '11111111-2222-3333-4444-555555555555', label: '', flags: [], entries: ENTRIES, attributes: [] }, xfs, folder);
    buildExt4Twin(ext4, join(folder, 'tree'));
    expect(await filesOf(await image('PRIVATE', xfs))).toEqual([
      { path: '/bootconfig.data', type: 'file', mode: '0644', size: TEXT.length },
      { path: '/kept', type: 'directory', mode: '0755' },
      { path: '/kept/deeper', type: 'directory', mode: '0755' },
      { path: '/kept/deeper/host.key', type: 'file', mode: '0600', size: 3 },
      { path: '/kept/link', type: 'symlink', mode: '0777', size: 6 },
    ]);
    expect(await filesOf(await image('PRIVATE', xfs))).toEqual(await filesOf(await image('PRIVATE', ext4)));
    expect(collectDataContent.collect(await image('DATA', xfs), NO_LOG)).toMatchObject({ partitions: [{ content: 'xfs' }] });
  });
});

function buildExt4Twin(path: string, tree: string): void {
  mkdirSync(join(tree, 'kept/deeper'), { recursive: true, mode: 0o755 });
  writeFileSync(join(tree, 'bootconfig.data'), TEXT, { mode: 0o644 });
  writeFileSync(join(tree, 'kept/deeper/host.key'), 'key', { mode: 0o600 });
  symlinkSync('deeper', join(tree, 'kept/link'));
  execFileSync(toolPath('mke2fs')!, ['-q', '-F', '-t', 'ext4', '-d', tree, path, '16M'], { stdio: 'ignore' });
}

/** Without what mke2fs adds, and without the sizes of directories, which are the filesystem's own. */
async function filesOf(evidence: { image: Image }) {
  const { files: all } = (await collectPrivateFiles.collect(evidence, NO_LOG)) as PrivateFiles;
  const files = all.filter((entry) => !('path' in entry) || entry.path !== '/lost+found');
  return files.map((entry) => ('type' in entry && entry.type === 'directory' ? { path: entry.path, type: entry.type, mode: entry.mode } : entry));
}
