import { execFileSync } from 'node:child_process';
import { existsSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Workbench } from './workbench.ts';

const COMMANDS = {
  gzip: { program: 'gzip', suffix: 'gz', args: ['-6nc'] },
  zstd: { program: 'zstd', suffix: 'zst', args: ['-9qc', '--single-thread'] },
  'zstd with a window of 128 MiB': { program: 'zstd', suffix: 'zst128', args: ['-3qc', '--long=27', '--single-thread'] },
  xz: { program: 'xz', suffix: 'xz', args: ['-6qc', '--threads=2'] },
  'xz in one block': { program: 'xz', suffix: 'xz1', args: ['-6qc', '--threads=1'] },
  'xz -9 in one block': { program: 'xz', suffix: 'xz64', args: ['-9qc', '--threads=1'] },
  bzip2: { program: 'bzip2', suffix: 'bz2', args: ['-9qc'] },
} as const;

export type Packer = keyof typeof COMMANDS;

export const packers = Object.keys(COMMANDS) as readonly Packer[];
/** As its tool packs by itself, under the name of its program. */
export const plainPackers = ['gzip', 'zstd', 'xz', 'bzip2'] as const satisfies readonly Packer[];

/** The image in another container; kept until the image is another. */
export function packedCopy(image: string, tool: Packer, { images }: Workbench): string {
  const { size, mtimeMs } = statSync(image);
  const { program, suffix, args } = COMMANDS[tool];
  const path = join(images, `${basename(image)}-${size}-${Math.round(mtimeMs)}.${suffix}`);
  if (existsSync(path)) return path;
  for (const name of readdirSync(images)) if (name.startsWith(`${basename(image)}-`) && name.endsWith(`.${suffix}`)) rmSync(join(images, name));
  execFileSync(program, [...args, image], { stdio: ['ignore', openSync(`${path}.tmp`, 'w'), 'inherit'] });
  renameSync(`${path}.tmp`, path);
  return path;
}
