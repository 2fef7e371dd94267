import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPacks, type Pack } from '@staticfire/evaluate/packs';
import { factCatalogue } from '@staticfire/scan';
import { readPolicyFiles } from './policy-files.ts';

/** The packs that ship with staticfire: beside the bundle, or in the repository's `policies`. */
export function loadShippedPacks(): readonly Pack[] {
  return loadPacks(readPolicyFiles(folderOfPolicies()), factCatalogue);
}

function folderOfPolicies(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'policies', 'baseline', 'pack.yaml'))) return folder;
    if (dirname(folder) === folder) throw new Error('the policies folder of staticfire is missing; install it again');
  }
}
