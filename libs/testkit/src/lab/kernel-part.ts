import { readFile, writeFile } from 'node:fs/promises';
import type { KernelCodec } from './bytes/compress-kernel.ts';
import { bzImage, zbootImage } from './bytes/kernel-image.ts';
import { cachedPart } from './part-cache.ts';

/** A kernel file to build: its form, and the configuration inside it. */
export interface KernelRecipe {
  readonly form: 'bzImage' | 'zboot';
  readonly version: string;
  readonly config: string;
  readonly codec: KernelCodec;
}

/** The bytes of a kernel file. */
export async function kernelBytes(kernel: Uint8Array | KernelRecipe, cache: string): Promise<Uint8Array> {
  if (kernel instanceof Uint8Array) return kernel;
  const { form, ...recipe } = kernel;
  const make = form === 'bzImage' ? bzImage : zbootImage;
  return readFile(await cachedPart(cache, 'kernel', kernel, async (path) => writeFile(path, await make(recipe))));
}
