import { AWS_BOOT_CONFIG } from '../boot-config.ts';
import { bootTree } from '../boot-tree.ts';
import { kernelImage } from '../bytes/kernel-image.ts';
import { LAB_TIME } from '../clock.ts';
import { espFiles } from '../esp-files.ts';
import { BASE_FEATURES } from '../ext4-image.ts';
import { namedIds } from '../filesystem-ids.ts';
import { AWS_PARAMETERS, standardGrub } from '../grub-config.ts';
import { fixedSalt, fixedUuid } from '../identifiers.ts';
import { kernelConfig } from '../kernel-config.ts';
import { type DiskSize, planPartitions } from '../partition-plan.ts';
import type { ImageRecipe } from '../recipe.ts';
import type { Release } from '../release.ts';
import { rootTree } from '../root-tree.ts';
import { keyProfile } from '../secure-boot/key-profile.ts';

const SIGNED = { keys: 'lab', unsigned: [], stale: [] } as const;

/** An image of `release`; the recipes beside this file change what they need. */
export function standardImage(name: string, about: string, size: DiskSize, release: Release): ImageRecipe {
  return {
    name,
    about,
    size,
    withDataDisk: false,
    time: LAB_TIME,
    diskGuid: fixedUuid(`${name} disk`),
    partitions: planPartitions(size, (key) => fixedUuid(`${name} partition ${key}`)),
    filesystemIds: namedIds(name),
    release,
    root: { filesystem: 'ext4', entries: rootTree(release), packages: [], features: BASE_FEATURES, erofsFlags: [], debugfs: [], patches: [] },
    verity: { salt: fixedSalt(name), uuid: fixedUuid(`${name} verity`), uncoveredBlocks: 0 },
    kernel: kernelImage(release.kernel, kernelConfig()),
    boot: { kind: 'grub', hmac: undefined, entries: bootTree(kernelConfig()), grub: standardGrub(release.version, AWS_PARAMETERS), debugfs: [] },
    esp: espFiles(keyProfile('lab')),
    signing: SIGNED,
    biosBoot: true,
    privateContent: 'ext4',
    bootConfig: AWS_BOOT_CONFIG,
    privateEntries: [],
    archives: [],
    patches: [],
  };
}
