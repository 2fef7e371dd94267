import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackFile } from '@staticfire/evaluate/packs';
import { UsageError } from '../failure.ts';

const MAX_FILES = 5000;

/** The YAML files below a folder of the user's: one pack, or a folder of packs. Throws UsageError when there is none. */
export function readPackFolder(folder: string): readonly PackFile[] {
  const names = listNames(folder).filter((name) => name.endsWith('.yaml') && !name.split(/[\\/]/).some((part) => part.startsWith('.')));
  if (names.length > MAX_FILES) throw new UsageError(`${folder} has more than ${MAX_FILES} YAML files; name the folder of one pack`);
  if (!names.some((name) => /(^|[\\/])pack\.yaml$/.test(name))) throw new UsageError(`${folder} is no pack: there is no pack.yaml in it`);
  const base = folder.replace(/[\\/]+$/, '').replaceAll('\\', '/');
  return names
    .sort()
    .map((name) => ({ path: `${base}/${name.replaceAll('\\', '/')}`, text: readFileSync(join(folder, name), 'utf8'), foreign: true as const }));
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new UsageError(`${folder}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
