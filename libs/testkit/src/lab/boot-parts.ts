import { writeFile } from 'node:fs/promises';
import { grubEntries, kernelEntries } from './boot-tree.ts';
import { BASE_FEATURES, buildExt4 } from './ext4-image.ts';
import { buildFat, type FatRecipe } from './fat-image.ts';
import { renderGrub } from './grub-config.ts';
import { kernelBytes } from './kernel-part.ts';
import { cachedPart } from './part-cache.ts';
import { partitionOf, sizeOf } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import type { GrubBoot, ImageRecipe, UkiBoot } from './recipe.ts';
import { systemRoot } from './release.ts';
import { bootSigner } from './secure-boot/boot-signer.ts';
import { ukiFiles } from './uki.ts';
import type { VerityTable } from './verity.ts';

type Parts = Partial<Record<PartitionKey, string>>;

/** The files of BIOS-BOOT, ESP and BOOT, as far as the boot chain has them. */
export async function bootParts(recipe: ImageRecipe, table: VerityTable, cache: string): Promise<Parts> {
  const bios = recipe.biosBoot ? { BIOS: await biosPart(cache) } : {};
  const chain = recipe.boot.kind === 'grub' ? await grubParts(recipe, recipe.boot, table, cache) : await ukiParts(recipe, recipe.boot, table, cache);
  return { ...bios, ...chain };
}

async function grubParts(recipe: ImageRecipe, boot: GrubBoot, table: VerityTable, cache: string): Promise<Parts> {
  const signer = bootSigner(recipe);
  const kernel = signer.program('/vmlinuz', await kernelBytes(recipe.kernel, cache), 'code');
  const common = {
    sizeMib: sizeOf(recipe.partitions, 'BOOT-A'),
    features: BASE_FEATURES,
    blockSize: 1024,
    shrink: true,
    labels: recipe.release.policyEra,
    debugfs: boot.debugfs,
  } as const;
  const ext4 = {
    ...recipe.filesystemIds.boot,
    ...common,
    time: recipe.time,
    entries: [...grubEntries(renderGrub(boot.grub, table), signer), ...kernelEntries(kernel, boot.hmac), ...boot.entries],
  };
  const path = await cachedPart(cache, 'ext4', ext4, (target, folder) => buildExt4(ext4, target, folder));
  return { 'EFI-A': await espPart(recipe, signer.espPrograms(recipe.esp), cache), 'BOOT-A': path };
}

async function ukiParts(recipe: ImageRecipe, { partition, uki }: UkiBoot, table: VerityTable, cache: string): Promise<Parts> {
  const signer = bootSigner(recipe);
  const esp = signer.espPrograms(recipe.esp);
  const inputs = { kernel: await kernelBytes(recipe.kernel, cache), osRelease: osReleaseOf(recipe), table, signer };
  const files = ukiFiles(uki, { ...inputs, anchor: partitionOf(recipe.partitions, partition) });
  if (partition === 'EFI-A') return { 'EFI-A': await espPart(recipe, { ...files, ...esp }, cache) };
  const fat = { sizeMib: sizeOf(recipe.partitions, 'BOOT-A'), files, volumeId: recipe.filesystemIds.bootFat, time: recipe.time };
  return { 'EFI-A': await espPart(recipe, esp, cache), 'BOOT-A': await fatPart(fat, cache) };
}

/** Of ROOT as it will be built; empty when there is none. */
export function osReleaseOf({ release, root }: ImageRecipe): Uint8Array {
  const entry = root.entries.findLast(({ path }) => path === `${systemRoot(release)}/lib/os-release`);
  return Buffer.from(entry?.content ?? '');
}

function espPart(recipe: ImageRecipe, files: Readonly<Record<string, Uint8Array>>, cache: string): Promise<string> {
  return fatPart({ sizeMib: sizeOf(recipe.partitions, 'EFI-A'), files, volumeId: recipe.filesystemIds.esp, time: recipe.time }, cache);
}

function fatPart(fat: FatRecipe, cache: string): Promise<string> {
  return cachedPart(cache, 'fat', fat, (path, folder) => buildFat(fat, path, folder));
}

function biosPart(cache: string): Promise<string> {
  const text = 'staticfire lab: stands for GRUB core.img; boots nothing\n';
  return cachedPart(cache, 'bios', text, (path) => writeFile(path, text));
}
