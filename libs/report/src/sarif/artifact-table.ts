import type { PartitionText, ScanResult } from '@staticfire/findings';
import type { Artifact } from 'sarif';
import { ELSEWHERE, nestedUri, ownFileLocation, WORKING_FOLDER } from './file-uri.ts';
import { bagOf, INT32_LIMIT, inertText } from './inert.ts';

/** Where a file or range of the image lies, as evidence names it. */
export interface PlaceInImage {
  readonly bank?: string | undefined;
  readonly partition: string;
  readonly path?: string | undefined;
}

/** The role of the partition table and of what lies outside partitions. */
const DISK = 'DISK';

const IMAGE = 0;

/**
 * `run.artifacts`: the image, its partitions, the files inside them (SARIF 3.24.3), and files of the user; each once, in the order in
 * which results name them. Partitions go by the number of their entry: a label is text from the image and may look like a scheme.
 */
export class ArtifactTable {
  readonly #artifacts: (Artifact | NestedFile)[] = [];
  readonly #indexes = new Map<string, number>();
  /** Index of a partition → path → index: no key of its own for each of what may be tens of thousands of files. */
  readonly #files = new Map<number, Map<string, number>>();
  readonly #partitions = new Map<string, PartitionText>();
  readonly #hashes = new Map<string, string>();

  constructor({ input, image, userData }: ScanResult) {
    this.#artifacts.push(imageArtifact(input, image.diskLength));
    for (const partition of image.partitions) {
      const name = nameOfPlace({ bank: partition.bank, partition: partition.role });
      if (!this.#partitions.has(name)) this.#partitions.set(name, partition);
      this.#indexes.set(`partition ${partition.index}`, this.#artifacts.push(partitionArtifact(partition)) - 1);
    }
    for (const { bank, chain } of image.banks)
      for (const { partition, path, sha256 } of chain?.links ?? [])
        if (partition !== undefined && path !== undefined && sha256 !== undefined) this.#hashes.set(nameOfPlace({ bank, partition, path }), sha256);
    if (userData !== undefined) this.ownFile(userData.path, userData.sha256);
  }

  /** Files are described when they are written. */
  *list(): Generator<Artifact> {
    for (const artifact of this.#artifacts) yield artifact instanceof NestedFile ? artifact.describe() : artifact;
  }

  /** Bases that locations use, each with what it stands for. */
  get baseIds(): readonly string[] {
    const used = new Set(this.#artifacts.map((artifact) => (artifact instanceof NestedFile ? undefined : artifact.location?.uriBaseId)));
    return [ELSEWHERE, WORKING_FOLDER].filter((id) => used.has(id));
  }

  get image(): number {
    return IMAGE;
  }

  find({ bank, partition, path }: PlaceInImage): number {
    if (partition === DISK && path === undefined) return IMAGE;
    const parent = this.#partition(bank, partition);
    return path === undefined ? parent : this.#file(parent, path, this.#hashes.get(nameOfPlace({ bank, partition, path })));
  }

  /** A file of the user: user data, waivers. */
  ownFile(path: string, sha256?: string): number {
    return this.#once(`own ${path}`, () => ({
      location: ownFileLocation(path),
      roles: ['userSpecifiedConfiguration'],
      ...hashesOf(sha256),
      ...bagOf({ path }),
    }));
  }

  #partition(bank: string | undefined, role: string): number {
    const name = nameOfPlace({ bank, partition: role });
    const known = this.#partitions.get(name);
    // Evidence may name a partition of a table that could not be read.
    if (known === undefined)
      return this.#once(`role ${name}`, () => ({ location: { uri: nestedUri(`partitions/${name}`) }, parentIndex: IMAGE, ...bagOf({ role, bank }) }));
    return this.#indexes.get(`partition ${known.index}`)!;
  }

  #file(parentIndex: number, path: string, sha256: string | undefined): number {
    const siblings = this.#files.get(parentIndex) ?? new Map<string, number>();
    const known = siblings.get(path);
    if (known !== undefined) return known;
    const index = this.#artifacts.push(new NestedFile(parentIndex, path, sha256)) - 1;
    this.#files.set(parentIndex, siblings.set(path, index));
    return index;
  }

  #once(key: string, make: () => Artifact): number {
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.#artifacts.push(make()) - 1;
      this.#indexes.set(key, index);
    }
    return index;
  }
}

/** A file of the image. */
class NestedFile {
  readonly #parentIndex: number;
  readonly #path: string;
  readonly #sha256: string | undefined;

  constructor(parentIndex: number, path: string, sha256: string | undefined) {
    this.#parentIndex = parentIndex;
    this.#path = path;
    this.#sha256 = sha256;
  }

  describe(): Artifact {
    return {
      location: { uri: nestedUri(this.#path) },
      parentIndex: this.#parentIndex,
      roles: ['resultFile'],
      ...hashesOf(this.#sha256),
      ...bagOf({ path: this.#path }),
    };
  }
}

/** `ROOT-A:/usr/bin/su`, `HASH-A`, `DISK`: for people, never for a URI. */
export function nameOfPlace({ bank, partition, path }: PlaceInImage): string {
  return `${partition}${bank === undefined ? '' : `-${bank}`}${path === undefined ? '' : `:${path}`}`;
}

function imageArtifact({ path, sha256, container }: ScanResult['input'], diskLength: number | undefined): Artifact {
  return {
    description: { text: 'The image that was scanned' },
    location: ownFileLocation(path),
    roles: ['analysisTarget'],
    ...hashesOf(sha256),
    ...bagOf({ path, container, diskLength: diskLength === undefined ? undefined : String(diskLength) }),
  };
}

function partitionArtifact({ index, role, bank, label, guid, typeGuid, offset, length }: PartitionText): Artifact {
  return {
    description: { text: inertText(nameOfPlace({ bank, partition: role })) },
    location: { uri: nestedUri(`partitions/${index}`) },
    parentIndex: IMAGE,
    ...(offset < INT32_LIMIT ? { offset } : {}),
    ...(length < INT32_LIMIT ? { length } : {}),
    ...bagOf({ label, guid, typeGuid, offset: String(offset), length: String(length) }),
  };
}

function hashesOf(sha256: string | undefined): Pick<Artifact, 'hashes'> {
  return sha256 === undefined ? {} : { hashes: { 'sha-256': sha256 } };
}
