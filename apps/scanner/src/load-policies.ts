import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPacks, type Pack } from '@staticfire/evaluate/packs';
import { factCatalogue } from '@staticfire/scan';

/** The packs that ship with staticfire: beside the bundle, or in the repository's `policies`. */
export function loadShippedPacks(): readonly Pack[] {
  const folder = policiesFolder();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
  return loadPacks(
    files.map((path) => ({ path: `policies/${relative(folder, path).split(sep).join('/')}`, text: readFileSync(path, 'utf8') })),
    factCatalogue,
  );
}

function policiesFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'policies');
    if (existsSync(join(candidate, 'baseline', 'pack.yaml'))) return candidate;
    if (dirname(folder) === folder) throw new Error('the policies folder of staticfire is missing; install it again');
  }
}
