import { AWS_BOOT_CONFIG } from '../boot-config.ts';
import { bootTree } from '../boot-tree.ts';
import { espFiles } from '../esp-files.ts';
import { BASE_FEATURES } from '../ext4-image.ts';
import { AWS_PARAMETERS, standardGrub } from '../grub-config.ts';
import { fixedSalt, fixedUuid } from '../identifiers.ts';
import { type DiskSize, planPartitions } from '../partition-plan.ts';
import type { ImageRecipe } from '../recipe.ts';
import type { Release } from '../release.ts';
import { rootTree } from '../root-tree.ts';

/** An unsigned image of `release`; the recipes beside this file change what they need. */
export function standardImage(name: string, about: string, size: DiskSize, release: Release): ImageRecipe {
  return {
    name,
    about,
    size,
    withDataDisk: false,
    diskGuid: fixedUuid(`${name} disk`),
    partitions: planPartitions(name, size),
    release,
    root: { entries: rootTree(release), packages: [], features: BASE_FEATURES, debugfs: [] },
    verity: { salt: fixedSalt(name), uuid: fixedUuid(`${name} verity`), uncoveredBlocks: 0 },
    boot: { entries: bootTree(release.kernel), grub: standardGrub(release.version, AWS_PARAMETERS), debugfs: [] },
    esp: espFiles(),
    bootConfig: AWS_BOOT_CONFIG,
    privateEntries: [],
    patches: [],
  };
}
