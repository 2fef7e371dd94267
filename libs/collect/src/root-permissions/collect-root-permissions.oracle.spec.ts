import { execFileSync } from 'node:child_process';
import { chmodSync, lchownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '@staticfire/facts';
import { memorySource } from '@staticfire/read/block-source';
import { openFileSystem, type Partition } from '@staticfire/read/image';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectEvidence } from '../evidence/bank-evidence.ts';
import { collectRootOwners } from '../root-owners/collect-root-owners.ts';
import type { RootOwners } from '../root-owners/root-owners.schema.ts';
import { walkFiles } from '../runner/walk-files.ts';
import { collectRootPermissions } from './collect-root-permissions.ts';
import type { NotableFile, RootPermissions } from './root-permissions.schema.ts';

/** VFS_CAP_REVISION_2, in force at once, CAP_NET_RAW. */
const NET_RAW = Buffer.from('0100000200200000000000000000000000000000', 'hex');
const CAPABLE = '/files/3';
const BROKEN = '/files/5';
const OWNERS = [
  { top: 'files', uid: 1000, gid: 0 },
  { top: 'folders', uid: 0, gid: 274 },
  { top: 'links', uid: 7, gid: 9 },
] as const;
const isRoot = process.getuid?.() === 0;

describeOracle('modes and owners against find', toolsFor('mke2fs', 'debugfs'), () => {
  let folder: string;
  let tree: string;
  let facts: readonly Fact[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-modes-'));
    tree = join(folder, 'tree');
    fill(tree);
    const image = join(folder, 'image');
    const run = (tool: 'mke2fs' | 'debugfs', args: readonly string[]) =>
      execFileSync(toolPath(tool)!, args, { timeout: 60_000, stdio: ['ignore', 'ignore', 'pipe'] });
    run('mke2fs', ['-q', '-t', 'ext4', '-d', tree, image, '16M']);
    writeFileSync(join(folder, 'capability'), NET_RAW);
    writeFileSync(join(folder, 'broken'), NET_RAW.subarray(1));
    run('debugfs', ['-w', '-R', `ea_set -f ${join(folder, 'capability')} ${CAPABLE} security.capability`, image]);
    run('debugfs', ['-w', '-R', `ea_set -f ${join(folder, 'broken')} ${BROKEN} security.capability`, image]);
    const source = memorySource(readFileSync(image));
    const places = { bank: 'A', partitions: [], partition: () => ({ source }) as unknown as Partition, leafHasher: undefined } as const;
    facts = await walkFiles([collectRootPermissions, collectRootOwners], connectEvidence({ ...places, fileSystem: () => openFileSystem(source) }), () => {});
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const find = (...tests: string[]) => {
    const text = execFileSync('find', [tree, ...tests, '-printf', '/%P %m %U:%G\n'], { encoding: 'utf8', timeout: 60_000 });
    return text
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  };
  const factValue = <T>(name: string) => (facts.find((fact) => fact.name === name) as unknown as { value: T }).value;

  it('lists the same names with setuid, setgid and write permission for others', () => {
    const { notable } = factValue<RootPermissions>('root.permissions');
    const files = notable.flatMap((file) => ('path' in file ? [file] : []));
    const rows = files.filter(({ setuid, setgid, worldWritable }) => setuid || setgid || worldWritable).map(row);
    expect(rows.filter((line) => !line.startsWith('/lost+found')).sort()).toEqual(find('!', '-type', 'l', '-perm', '/6002'));
    expect(rows.length).toBeGreaterThan(100);
    for (const [key, bit] of [
      ['setuid', '/4000'],
      ['setgid', '/2000'],
      ['worldWritable', '/0002'],
      ['sticky', '/1000'],
    ] as const) {
      const theirs = new Set(find('!', '-type', 'l', '-perm', bit));
      expect(files.filter((file) => file[key] && !theirs.has(row(file))).map(({ path }) => path)).toEqual([]);
    }
  });

  it('tells what capabilities give, and of those that cannot be read', () => {
    const { notable } = factValue<RootPermissions>('root.permissions');
    const capable = notable.filter((file) => 'path' in file && file.capabilities);
    expect(capable).toMatchObject([{ path: CAPABLE, granted: { effective: true, permitted: ['cap_net_raw'], inheritable: [] } }, { path: BROKEN }]);
    expect(capable[1]).not.toHaveProperty('granted');
    expect(notable.filter((file) => '$unreadable' in file)).toMatchObject([
      { $unreadable: { structure: 'security.capability', message: expect.stringContaining(BROKEN) } },
    ]);
  });

  it('lists the same owners', () => {
    const { owners, others } = factValue<RootOwners>('root.owners');
    const rows = others.flatMap((file) => ('path' in file ? [`${file.path} ${file.uid}:${file.gid}`] : []));
    const theirs = find('(', '!', '-uid', '0', '-o', '!', '-gid', '0', ')').map((line) => line.replace(/ \d+ /, ' '));
    expect(rows.map((line) => line.replace(/^\/ /, '/ ')).sort()).toEqual(theirs.sort());
    expect(owners.reduce((sum, { names }) => sum + names, 0)).toBe(theirs.length);
    if (isRoot) expect(owners.map(({ uid, gid }) => `${uid}:${gid}`)).toEqual(['0:274', '7:9', '1000:0']);
  });
});

/** Files, folders and links with modes of all kinds; owners as far as the user may give them. */
function fill(tree: string): void {
  mkdirSync(tree, { mode: 0o755 });
  const modes = fc.sample(fc.integer({ min: 0, max: 0o7777 }), { seed: 20261126, numRuns: 200 });
  for (const top of ['files', 'folders', 'links']) mkdirSync(join(tree, top), { mode: 0o755 });
  for (const [index, mode] of modes.entries()) {
    writeFileSync(join(tree, 'files', `${index}`), '');
    mkdirSync(join(tree, 'folders', `${index}`));
    symlinkSync('x', join(tree, 'links', `${index}`));
    const owner = isRoot ? OWNERS[index] : undefined;
    if (owner !== undefined) lchownSync(join(tree, owner.top, `${index}`), owner.uid, owner.gid);
    chmodSync(join(tree, 'files', `${index}`), mode | 0o400);
    chmodSync(join(tree, 'folders', `${index}`), mode | 0o500);
  }
  chmodSync(tree, 0o755);
}

function row({ path, mode, uid, gid }: NotableFile): string {
  return `${path} ${mode.replace(/^0+(?=.)/, '')} ${uid}:${gid}`;
}
