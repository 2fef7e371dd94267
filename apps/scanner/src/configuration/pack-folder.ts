import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackFile } from '@staticfire/evaluate/packs';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { YAML_NAME } from './yaml-name.ts';

const MAX_FILES = 5000;

/** The YAML files below a folder of the user's: one pack, or a folder of packs. `told` is the folder for people. Throws UsageError when there is none. */
export function readPackFolder(folder: string, told = folder): readonly PackFile[] {
  const names = listNames(folder, told).filter((name) => YAML_NAME.test(name) && !name.split(/[\\/]/).some((part) => part.startsWith('.')));
  if (names.length > MAX_FILES) throw new UsageError(`${told} has more than ${MAX_FILES} YAML files; name the folder of one pack`);
  if (!names.some((name) => /(^|[\\/])pack\.ya?ml$/i.test(name))) throw new UsageError(`${told} is no pack: there is no pack.yaml in it`);
  const base = folder.replace(/[\\/]+$/, '').replaceAll('\\', '/');
  return names.sort().map((name) => ({ path: `${base}/${name.replaceAll('\\', '/')}`, text: readText(join(folder, name)), foreign: true as const }));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}

function listNames(folder: string, told: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new UsageError(`${told}: ${describeFileError(error)}`, { cause: error });
  }
}
