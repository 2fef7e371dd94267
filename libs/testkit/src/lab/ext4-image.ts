import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';
import { clockEnvironment } from './clock.ts';
import { runDebugfs } from './debugfs.ts';
import { populateExt4 } from './ext4-populate.ts';
import { runTool } from './run-tool.ts';
import type { TreeEntry } from './tree.ts';

const MIB = 1024 * 1024;

export interface Ext4Recipe {
  readonly sizeMib: number;
  readonly uuid: string;
  readonly hashSeed: string;
  readonly features: readonly string[];
  /** More mke2fs arguments: -b, -i, -I, -m, -E. */
  readonly blockSize?: number;
  readonly inodeRatio?: number;
  readonly reservedPercent?: number;
  readonly extended?: readonly string[];
  /** Shrink to the minimum, as the build does for ROOT and BOOT. */
  readonly shrink: boolean;
  /** Seconds since 1970; every time in the filesystem. */
  readonly time: number;
  readonly entries: readonly TreeEntry[];
  /** The policy whose file contexts label the files; undefined for no labels. */
  readonly labels: PolicyEra | undefined;
  /** debugfs commands to run last, for damage that has valid checksums; one character is one byte. */
  readonly debugfs?: readonly string[];
}

/** Features of the SDK's mke2fs (anatomy 3.1, 14.2); filesystems with a journal add has_journal. */
export const BASE_FEATURES = [
  ...['ext_attr', 'resize_inode', 'dir_index', 'filetype', 'extent', '64bit', 'flex_bg', 'sparse_super', 'large_file'],
  ...['huge_file', 'dir_nlink', 'extra_isize', 'metadata_csum', 'metadata_csum_seed'],
];

// Replaces the distribution's /etc/mke2fs.conf, whose defaults differ from host to host.
const MKE2FS_CONFIG =
  '[defaults]\n\tbase_features = none\n\tinode_size = 256\n\tinode_ratio = 16384\n\tenable_periodic_fsck = 0\n[fs_types]\n\text4 = {\n\t}\n';

/** Builds one ext4 image file at `path`; `folder` is for scratch files. */
export async function buildExt4(recipe: Ext4Recipe, path: string, folder: string): Promise<void> {
  const config = join(folder, 'mke2fs.conf');
  await writeFile(config, MKE2FS_CONFIG);
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  const env = clockEnvironment(recipe.time);
  await runTool('mke2fs', mke2fsArguments(recipe, path), { env: { ...env, MKE2FS_CONFIG: config } });
  await populateExt4(recipe, path, folder);
  if (recipe.shrink) await runTool('resize2fs', ['-M', path], { env });
  if (recipe.debugfs?.length) await runDebugfs(path, Buffer.from(recipe.debugfs.join('\n'), 'latin1'), recipe.time);
}

function mke2fsArguments(recipe: Ext4Recipe, path: string): string[] {
  const extended = [`hash_seed=${recipe.hashSeed}`, 'lazy_itable_init=0', 'lazy_journal_init=0', 'nodiscard', ...(recipe.extended ?? [])];
  return [
    ...['-q', '-F', '-t', 'ext4', '-U', recipe.uuid, '-O', ['none', ...recipe.features].join(','), '-E', extended.join(',')],
    ...['-b', String(recipe.blockSize ?? 4096), '-i', String(recipe.inodeRatio ?? 16384), '-I', '256', '-m', String(recipe.reservedPercent ?? 5)],
    path,
  ];
}
