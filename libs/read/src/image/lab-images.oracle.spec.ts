import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, labImage, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BlockSource, readBytes } from '../block-source/index.ts';
import { openFileSource } from '../block-source/node/index.ts';
import { encodeFileName } from '../bytes/index.ts';
import { type FileSystem, walk } from '../filesystem/index.ts';
import { readVeritySuperblock, verifyTree } from '../formats/dm-verity/index.ts';
import { findPartition, type Image, openFileSystem, openImage, type Role } from './index.ts';

/** What both readers say of one name. */
interface Entry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly content: string;
}

const CHUNK = 4 * 1024 * 1024;
const MINUTES = 60_000;

describeOracle(
  'lab images against debugfs, dumpe2fs and veritysetup',
  toolsFor('debugfs', 'dumpe2fs', 'veritysetup', 'sgdisk', 'mke2fs', 'mkfs.vfat', 'mcopy'),
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'staticfire-lab-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(['demo', 'k8s-1.26', 'large'])(
      '%s: every name, mode and content on BOOT, ROOT and PRIVATE, features, and the root hash',
      async (name) => {
        const source = openFileSource(await labImage(name));
        const image = openImage(source);
        for (const role of ['BOOT', 'ROOT', 'PRIVATE'] as const) compareFileSystem(image, role);
        await compareVerity(image);
        source.close();
      },
      10 * MINUTES,
    );

    function compareFileSystem(image: Image, role: Role): void {
      const partition = findPartition(image, role, role === 'PRIVATE' ? undefined : 'A')!;
      const file = extract(partition.source, role);
      const fs = openFileSystem(partition.source)!;
      const header = execFileSync('dumpe2fs', ['-h', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: MINUTES });
      expect(fs.info.features.join(' ')).toBe(/^Filesystem features:\s+(.*?)\s*$/m.exec(header)![1]);
      expect(fs.info.uuid).toBe(/^Filesystem UUID:\s+(\S+)/m.exec(header)![1]);
      expect(String(fs.info.blockSize)).toBe(/^Block size:\s+(\d+)/m.exec(header)![1]);
      expect(ourEntries(fs)).toEqual(dumpedEntries(file));
      rmSync(file);
    }

    async function compareVerity(image: Image): Promise<void> {
      const [root, hash] = [findPartition(image, 'ROOT', 'A')!, findPartition(image, 'HASH', 'A')!];
      const { rootHash, matchesStored } = await verifyTree(root.source, hash.source, readVeritySuperblock(hash.source)!, undefined);
      expect(matchesStored).toBe(true);
      const files = [extract(root.source, 'data'), extract(hash.source, 'tree')];
      execFileSync('veritysetup', ['verify', ...files, rootHash], { timeout: MINUTES });
      for (const file of files) rmSync(file);
    }

    function extract(source: BlockSource, name: string): string {
      const path = join(folder, name);
      const descriptor = openSync(path, 'w');
      for (let offset = 0; offset < source.length; offset += CHUNK) writeSync(descriptor, readBytes(source, offset, Math.min(CHUNK, source.length - offset)));
      closeSync(descriptor);
      return path;
    }

    function ourEntries(fs: FileSystem): Entry[] {
      const entries: Entry[] = [];
      for (const { path, stat, error } of walk(fs)) {
        expect(error).toBeUndefined();
        if (path === '/' || stat === undefined) continue;
        entries.push({ path, type: stat.type, mode: stat.type === 'symlink' ? 0 : stat.mode, content: contentOf(fs, stat) });
      }
      return entries.sort(byPath);
    }

    function contentOf(fs: FileSystem, stat: { readonly inode: number; readonly type: string; readonly size: number }): string {
      if (stat.type === 'symlink') return fs.readLink(stat.inode);
      if (stat.type !== 'file') return '';
      return createHash('sha256')
        .update(fs.read(stat.inode, 0, stat.size))
        .digest('hex');
    }

    function dumpedEntries(file: string): Entry[] {
      const dump = join(folder, 'dump');
      mkdirSync(dump);
      execFileSync('debugfs', ['-R', `rdump / ${dump}`, file], { stdio: 'ignore', timeout: 5 * MINUTES });
      const names = namesBelow(dump, '');
      const entries = names.map((name): Entry => {
        const path = join(dump, name);
        const stat = lstatSync(path);
        const common = { path: `/${name}` };
        if (stat.isSymbolicLink()) return { ...common, type: 'symlink', mode: 0, content: readlinkSync(path) };
        const type = stat.isDirectory() ? 'directory' : 'file';
        return { ...common, type, mode: stat.mode & 0o7777, content: stat.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '' };
      });
      rmSync(dump, { recursive: true });
      return entries.sort(byPath);
    }
  },
);

function byPath(a: Entry, b: Entry): number {
  return Buffer.compare(encodeFileName(a.path), encodeFileName(b.path));
}

/** Without following links, which `readdirSync` with `recursive` does. */
function namesBelow(folder: string, prefix: string): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = join(prefix, entry.name);
    return entry.isDirectory() ? [name, ...namesBelow(folder, name)] : [name];
  });
}
