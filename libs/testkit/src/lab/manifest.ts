import { readFile, rename, writeFile } from 'node:fs/promises';

/** What stands beside a built image: what it is, what it was built from, and its digests. */
export interface Manifest {
  readonly name: string;
  readonly about: string;
  readonly recipe: string;
  readonly files: Readonly<Record<string, string>>;
  readonly packages: readonly { readonly file: string; readonly sha256: string }[];
  readonly tools: Readonly<Record<string, string>>;
}

export async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(`${path}.tmp`, path);
}
