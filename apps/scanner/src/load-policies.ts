import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPacks, type Pack, type PackFile } from '@staticfire/evaluate/packs';
import { factCatalogue, loadPolicies, type Policies } from '@staticfire/scan/judge';
import { type NamedPacks, readNamedPacks } from './configuration/named-packs.ts';
import { type PolicyOptions, readPolicyDocuments } from './configuration/policy-options.ts';
import { readPolicyFiles } from './policy-files.ts';

/** How to judge, from flags, environment, `staticfire.yaml` and packs. Throws before any image is opened when something in them is wrong. */
export function loadChosenPolicies(options: PolicyOptions): Policies {
  return loadPolicies(readPolicyDocuments(options, process.env, readShippedFiles()));
}

/** The packs that a command is about, not yet loaded: those below the folders, or the shipped ones. Throws UsageError. */
export function findNamedPacks(folders: readonly string[]): NamedPacks {
  return readNamedPacks(folders, folderOfPolicies(), readShippedFiles());
}

/** Every pack of some files. Throws PackLoadError. */
export function loadFiles(files: readonly PackFile[]): readonly Pack[] {
  return loadPacks(files, factCatalogue);
}

/** The packs that ship with staticfire: beside the bundle, or in the repository's `policies`. */
export function loadShippedPacks(): readonly Pack[] {
  return loadFiles(readShippedFiles());
}

/** The folder that the shipped packs are in. */
export function shippedFolder(): string {
  return join(folderOfPolicies(), 'policies');
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
