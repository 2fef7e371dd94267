import type { OracleTool } from '../oracle-tools.ts';
import { assembleDisk } from './assemble.ts';
import { fixedUuid } from './identifiers.ts';
import { partFolder } from './lab-folder.ts';
import { planDataDisk } from './partition-plan.ts';
import { buildDataFilesystem, buildParts } from './parts.ts';
import { patchImage } from './patch-image.ts';
import type { ImageRecipe } from './recipe.ts';
import { requireTools } from './run-tool.ts';

/** Every command a lab image of the classic era needs. */
export const LAB_TOOLS = ['mke2fs', 'debugfs', 'resize2fs', 'veritysetup', 'sgdisk', 'mkfs.vfat', 'mcopy', 'mmd', 'secilc'] as const;

/** Every command a lab image of 2026 needs, with its changes and archives. */
export const LAB_TOOLS_2026 = [...LAB_TOOLS, 'mkfs.erofs', 'fakeroot', 'setfattr', 'zstd', 'gzip', 'lz4'] as const;

const BOOT_CODE = '\xeb\xfestaticfire lab: stands for GRUB boot.img; boots nothing'; // jumps to itself

/** Builds the OS disk of a recipe at `path`; the same recipe gives the same bytes. `cache` holds parts built before. */
export async function buildImage(recipe: ImageRecipe, path: string, cache = partFolder): Promise<void> {
  requireTools(toolsOf(recipe));
  const { diskGuid, partitions } = recipe;
  await assembleDisk(
    { sizeMib: osDiskMib(recipe), diskGuid, partitions, bootCode: recipe.biosBoot ? BOOT_CODE : '' },
    await buildParts(recipe, cache),
    path,
    cache,
  );
  await patchImage(path, partitions, recipe.patches);
}

/** Builds the data disk of a split recipe: one entry of 1 MiB, and the filesystem that starts there. */
export async function buildDataDisk(recipe: ImageRecipe, path: string, cache = partFolder): Promise<void> {
  const disk = { sizeMib: recipe.size.dataGib * 1024, diskGuid: fixedUuid(`${recipe.name} data disk`), partitions: planDataDisk(), bootCode: '' };
  await assembleDisk(disk, await buildDataFilesystem(recipe, cache), path, cache);
}

/** The commands that an image of this recipe needs. */
export function toolsOf(recipe: ImageRecipe): readonly OracleTool[] {
  const { root, dataContent } = recipe;
  const tools = root.filesystem === 'ext4' ? LAB_TOOLS : LAB_TOOLS_2026;
  return [...tools, ...(root.filesystem === 'squashfs' ? ['mksquashfs' as const] : []), ...(dataContent === 'xfs' ? (['mkfs.xfs', 'xfs_db'] as const) : [])];
}

function osDiskMib(recipe: ImageRecipe): number {
  const { gib, layout, dataGib } = recipe.size;
  return (layout === 'split' ? gib : gib + dataGib) * 1024;
}
