import { createCipheriv, createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { encodeBootConfig } from './boot-config.ts';
import { BASE_FEATURES, buildExt4 } from './ext4-image.ts';
import { cachedPart } from './part-cache.ts';
import { sizeOf } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import type { ImageRecipe } from './recipe.ts';
import { file, type TreeEntry } from './tree.ts';

const MIB = 1024 * 1024;

/** The file of PRIVATE; nothing when it is blank. */
export async function buildPrivate(recipe: ImageRecipe, cache: string): Promise<Partial<Record<PartitionKey, string>>> {
  if (recipe.privateContent === 'zero') return {};
  return { PRIVATE: recipe.privateContent === 'ext4' ? await privateExt4(recipe, cache) : await noise(recipe, cache) };
}

function privateExt4(recipe: ImageRecipe, cache: string): Promise<string> {
  const entries = [...bootConfigEntries(recipe.bootConfig), ...recipe.privateEntries];
  const common = {
    sizeMib: sizeOf(recipe.partitions, 'PRIVATE'),
    features: [...BASE_FEATURES, 'has_journal'],
    inodeRatio: 4096,
    shrink: false,
    labels: undefined,
  } as const;
  const ext4 = { ...recipe.filesystemIds.private, ...common, time: recipe.time, entries };
  return cachedPart(cache, 'ext4', ext4, (path, folder) => buildExt4(ext4, path, folder));
}

function bootConfigEntries(bootConfig: string | Uint8Array | undefined): TreeEntry[] {
  if (bootConfig === undefined) return [];
  return [file('/bootconfig.data', typeof bootConfig === 'string' ? encodeBootConfig(bootConfig) : bootConfig)];
}

/** Bytes that look encrypted and are the same in every build: the keystream of a key that follows from the name. */
function noise(recipe: ImageRecipe, cache: string): Promise<string> {
  const inputs = { name: recipe.name, sizeMib: sizeOf(recipe.partitions, 'PRIVATE') };
  return cachedPart(cache, 'noise', inputs, async (path) => {
    const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(`staticfire lab noise ${inputs.name}`).digest(), Buffer.alloc(16));
    await writeFile(path, cipher.update(Buffer.alloc(inputs.sizeMib * MIB)));
  });
}
