import { bootConfig2026 } from '../boot-config.ts';
import { bootTree } from '../boot-tree.ts';
import { derivedUuid } from '../derived-ids.ts';
import { BUILD_FLAGS } from '../erofs-image.ts';
import { grubEsp } from '../esp-files-2026.ts';
import { derivedIds } from '../filesystem-ids.ts';
import { AWS_PARAMETERS, grub2026 } from '../grub-config.ts';
import { fixedSalt, fixedUuid } from '../identifiers.ts';
import { kernelConfig2026 } from '../kernel-config-2026.ts';
import type { KernelRecipe } from '../kernel-part.ts';
import { type DiskSize, planPartitions } from '../partition-plan.ts';
import type { ImageRecipe } from '../recipe.ts';
import { buildIdentity, type Release2026 } from '../release-2026.ts';
import { rootTree2026 } from '../root-tree-2026.ts';
import { keyProfile } from '../secure-boot/key-profile.ts';

/** A GRUB image of 2026 with an EROFS root and identifiers derived as twoliter does. */
export function image2026(name: string, about: string, size: DiskSize, release: Release2026): ImageRecipe {
  const build = buildIdentity(release);
  const fips = release.variant.endsWith('-fips');
  const config = kernelConfig2026(release.arch, fips);
  return {
    name,
    about,
    size,
    withDataDisk: false,
    time: release.timestamp,
    diskGuid: derivedUuid(build, 'gpt-disk-os'),
    partitions: planPartitions(size, (key) => derivedUuid(build, `gpt-part-${key.toLowerCase()}`)),
    filesystemIds: derivedIds(build),
    release,
    root: { filesystem: 'erofs', entries: rootTree2026(release), packages: [], features: [], erofsFlags: BUILD_FLAGS, debugfs: [], patches: [] },
    verity: { salt: fixedSalt(name), uuid: fixedUuid(`${name} verity`), uncoveredBlocks: 0 },
    kernel: kernelOf(release, config),
    boot: { kind: 'grub', hmac: undefined, entries: bootTree(config), grub: grub2026(release.version, AWS_PARAMETERS), debugfs: [] },
    esp: grubEsp(release.arch === 'x86_64' ? 'x64' : 'aa64', keyProfile('lab')),
    signing: { keys: 'lab', unsigned: [], stale: [] },
    biosBoot: release.arch === 'x86_64',
    privateContent: 'ext4',
    bootConfig: bootConfig2026(fips),
    privateEntries: [],
    archives: ['lz4'],
    patches: [],
  };
}

function kernelOf({ arch, kernel }: Release2026, config: string): KernelRecipe {
  return arch === 'x86_64' ? { form: 'bzImage', version: kernel, config, codec: 'zstd' } : { form: 'zboot', version: kernel, config, codec: 'gzip' };
}
