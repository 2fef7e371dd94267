import { copyFile, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { toolPath } from '../tool-path.ts';
import { buildDataDisk, buildImage } from './build-image.ts';
import { partFolder } from './lab-folder.ts';
import { buildParts } from './parts.ts';
import type { ImageRecipe } from './recipe.ts';
import { MissingToolError } from './run-tool.ts';

/** What a build writes, by what it is: paths of files. A UKI has no BOOT. */
export interface BuiltFiles {
  readonly disk: string;
  readonly root: string;
  readonly verity: string;
  readonly boot?: string;
  readonly dataDisk?: string;
}

/** Artifacts are compressed as builds do, or left as they are. */
export type BuildForm = 'lz4' | 'raw';

/** Makes `folder` what twoliter's rpm2img leaves in build/images/ARCH-VARIANT/VERSION-BUILDID: every artifact with its three other names (anatomy section 1.1). */
export async function buildFolder(recipe: ImageRecipe, folder: string, form: BuildForm = 'lz4', cache = partFolder): Promise<BuiltFiles> {
  await mkdir(folder, { recursive: true });
  const place = (suffix: string, source: (path: string) => Promise<void>) => placeArtifact(recipe, folder, suffix, source, form);
  const parts = await buildParts(recipe, cache);
  const copyOf = (part: string) => (path: string) => copyFile(part, path);
  const boot = parts['BOOT-A'];
  const bootSuffix = recipe.boot.kind === 'grub' ? '-boot.ext4' : '-boot.fat';
  await writeFile(join(folder, 'application-inventory.json'), inventoryOf(recipe));
  return {
    disk: await place('.img', (path) => buildImage(recipe, path, cache)),
    root: await place('-root.ext4', copyOf(parts['ROOT-A']!)),
    verity: await place('-root.verity', copyOf(parts['HASH-A']!)),
    ...(boot === undefined ? {} : { boot: await place(bootSuffix, copyOf(boot)) }),
    ...(recipe.withDataDisk ? { dataDisk: await place('-data.img', (path) => buildDataDisk(recipe, path, cache)) } : {}),
  };
}

async function placeArtifact(
  { release }: ImageRecipe,
  folder: string,
  suffix: string,
  make: (path: string) => Promise<void>,
  form: BuildForm,
): Promise<string> {
  const { variant, arch, version, buildId } = release;
  const friendly = `bottlerocket-${variant}-${arch}`;
  const stem = `${friendly}-${version}-${buildId}`;
  const end = form === 'lz4' ? `${suffix}.lz4` : suffix;
  const path = join(folder, `${stem}${suffix}`);
  await make(path);
  if (form === 'lz4') await compress(path);
  for (const name of [friendly, `${friendly}-${version}`, `${friendly}-v${version}`]) await symlink(`${stem}${end}`, join(folder, `${name}${end}`));
  return join(folder, `${stem}${end}`);
}

async function compress(path: string): Promise<void> {
  const command = toolPath('lz4');
  if (command === undefined) throw new MissingToolError(['lz4']);
  await execa(command, ['-9qf', '--rm', path, `${path}.unfinished`], { timeout: 300_000 });
  await rename(`${path}.unfinished`, `${path}.lz4`);
}

/** As ROOT has it. */
function inventoryOf({ root }: ImageRecipe): Uint8Array {
  const entry = root.entries.findLast(({ path }) => path.endsWith('/share/bottlerocket/application-inventory.json'));
  return Buffer.from(entry?.content ?? '');
}
