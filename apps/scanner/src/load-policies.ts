import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPacks, type Pack, type PackFile } from '@staticfire/evaluate/packs';
import { factCatalogue, loadPolicies, type Policies } from '@staticfire/scan';
import { readPackFolder } from './configuration/pack-folder.ts';
import { type PolicyOptions, readPolicyDocuments } from './configuration/policy-options.ts';
import { readPolicyFiles } from './policy-files.ts';

/** How to judge, from flags, environment, `staticfire.yaml` and packs. Throws before any image is opened when something in them is wrong. */
export function loadChosenPolicies(options: PolicyOptions): Policies {
  return loadPolicies(readPolicyDocuments(options, process.env, readShippedFiles()));
}

/** Packs of the user's and those that ship with staticfire, without anything that tailors them. */
export function loadPackFolders(folders: readonly string[]): readonly Pack[] {
  return loadPacks([...readShippedFiles(), ...folders.flatMap(readPackFolder)], factCatalogue);
}

/** The packs that ship with staticfire: beside the bundle, or in the repository's `policies`. */
export function loadShippedPacks(): readonly Pack[] {
  return loadPacks(readShippedFiles(), factCatalogue);
}

function readShippedFiles(): readonly PackFile[] {
  return readPolicyFiles(folderOfPolicies());
}

function folderOfPolicies(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'policies', 'baseline', 'pack.yaml'))) return folder;
    if (dirname(folder) === folder) throw new Error('the policies folder of staticfire is missing; install it again');
  }
}
