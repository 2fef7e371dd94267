import type { UserData } from '@staticfire/analyze/settings';
import { collect, type CollectOptions as RunOptions } from '@staticfire/collect';
import { derive } from '@staticfire/derive';
import { FACTS_SCHEMA_ID, FACTS_VERSION, type FactsBody, type FactsDocument, type InputHeader } from '@staticfire/facts';
import type { DiskContainer } from '@staticfire/read/block-source';
import { openWorkerPool, readInputIdentity, showLocation, verifyContent, type WorkerPool } from '@staticfire/read/block-source/node';
import { hashLeavesInWorkers } from '@staticfire/read/formats/dm-verity';
import type { Image } from '@staticfire/read/image';
import { buildArtifacts } from './build-artifacts.ts';
import { digestFile, type ImageDigest, startImageDigest } from './image-digest.ts';
import { ImageError } from './image-error.ts';
import type { ScanInput } from './input/scan-input.ts';
import { aboutFile, type OpenedInput, openImageOf, openInput, otherPaths, toInputError } from './open-input.ts';
import { type Progress, type Stage, silent } from './progress.ts';
import type { Reader } from './readers/reader.ts';
import type { SharedCounters } from './shared-counters.ts';
import { spareMemory } from './spare-memory.ts';

export interface CollectOptions extends ScanInput {
  readonly tool: { readonly name: string; readonly version: string };
  readonly progress?: Progress;
  /** Take a second digest of every file after the scan. */
  readonly rehash?: boolean;
  /** Also tell what the node would be with it. */
  readonly userData?: UserData | undefined;
  /** `ours` when absent. */
  readonly reader?: Reader;
  /** Threads that the caller started before, and ends; and the digest of `path` that they were given first. */
  readonly started?: { readonly pool: WorkerPool; readonly digest: ImageDigest };
}

/** Opens the image and makes document 1. Throws ImageError when the image cannot be opened or changes meanwhile. */
export async function collectFacts(options: CollectOptions): Promise<FactsDocument> {
  try {
    return await new Collection(options).run();
  } catch (error) {
    throw toInputError(error, options.path) ?? error;
  }
}

/** What is known of a file once it is open. */
interface Opened {
  readonly container: DiskContainer;
  readonly notes: readonly string[];
}
type ReadFile = Omit<InputHeader, 'unchanged'>;

class Collection {
  readonly #options: CollectOptions;
  readonly #pool: WorkerPool;
  readonly #digest: ImageDigest;
  readonly #otherDigests: readonly ImageDigest[];
  readonly #counters: SharedCounters;

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#pool = options.started?.pool ?? openWorkerPool(options.path);
    this.#digest = options.started?.digest ?? startImageDigest(options.path, this.#pool);
    this.#counters = this.#digest.counters;
    this.#otherDigests = otherPaths(options).map(({ path }) => startImageDigest(path, this.#pool, this.#counters));
  }

  async run(): Promise<FactsDocument> {
    try {
      for (const { before, path } of this.#digests()) await aboutFile(path, () => before);
      const { body, containers: opened } = await this.#readImage();
      const files: ReadFile[] = [];
      for (const [index, digest] of this.#digests().entries()) files.push(await this.#checkFile(digest, opened[index]!));
      return { $schema: FACTS_SCHEMA_ID, version: FACTS_VERSION, tool: this.#options.tool, input: this.#header(files), body };
    } finally {
      if (this.#options.started === undefined) await this.#pool.close();
    }
  }

  #digests(): readonly ImageDigest[] {
    return [this.#digest, ...this.#otherDigests];
  }

  async #readImage(): Promise<{ readonly body: FactsBody; readonly containers: readonly Opened[] }> {
    const input = await this.#stage('unpack', () => openInput(this.#options));
    const closers = [() => input.close()];
    try {
      const files = [input.main, ...input.others];
      spareMemory(files.map(({ source }) => source.describe()));
      this.#total(
        'image',
        files.reduce((sum, { file }) => sum + file.length, 0),
      );
      const own = await this.#stage('open', () => openImageOf(input));
      const chosen = await this.#chooseReader(own, input);
      closers.unshift(chosen.close);
      const { image } = chosen;
      const content = Promise.all(
        files.map(({ path, source }) => aboutFile(path, () => verifyContent(this.#pool, source, new Int32Array(new SharedArrayBuffer(4))))),
      );
      content.catch(() => {});
      const collected = await this.#stage('collect', () => collect(image, this.#collectOptions()));
      const body = await this.#stage('derive', async () => derive(collected, this.#options.userData));
      await this.#stage('content', () => content);
      await this.#stage('digest', () => Promise.all(this.#digests().map(({ path, sha256 }) => aboutFile(path, () => sha256))));
      return { body, containers: files.map(({ container, notes }) => ({ container, notes })) };
    } finally {
      for (const close of closers) close();
    }
  }

  /** The code of the second reader, which takes time to load, is loaded when it is asked for. */
  async #chooseReader(image: Image, input: OpenedInput): Promise<{ readonly image: Image; readonly close: () => void }> {
    if (this.#options.reader !== 'guestfs') return { image, close: () => {} };
    const { openSecondReader } = await import('./readers/open-second-reader.ts');
    return this.#stage('guestfs', () => openSecondReader(input, image));
  }

  /** A file that changed is none that anything can be said about. */
  async #checkFile(digest: ImageDigest, { container, notes }: Opened): Promise<ReadFile> {
    const { path } = digest;
    const shown = showLocation(path);
    const [before, sha256] = [await digest.before, await digest.sha256];
    const rehash = this.#options.rehash ? await this.#stage('digest', () => aboutFile(path, () => digestFile(path, this.#pool, this.#counters))) : undefined;
    const after = await aboutFile(path, async () => readInputIdentity(path));
    const unchanged = JSON.stringify(before) === JSON.stringify(after) && (rehash === undefined || rehash === sha256);
    if (!unchanged) throw new ImageError(`${shown} changed while it was read; nothing can be said about it`);
    const named = { path: shown, container, ...(notes.length === 0 ? {} : { containerNotes: notes }) };
    return { ...named, sha256, ...(rehash === undefined ? {} : { rehash }), before, after };
  }

  #header([main, ...others]: readonly ReadFile[]): InputHeader {
    const { folder } = this.#options;
    const holds = otherPaths(this.#options).map((other) => other.holds);
    return {
      ...main!,
      unchanged: true,
      ...(folder === undefined ? {} : { folder }),
      ...(others.length === 0 ? {} : { others: others.map((file, index) => ({ holds: holds[index]!, ...file })) }),
    };
  }

  #collectOptions(): RunOptions {
    return {
      leafHasher: (data, tree, parameters) => {
        this.#total('root', parameters.dataBlocks * parameters.dataBlockSize);
        return hashLeavesInWorkers(this.#pool, data, tree, parameters, this.#counters.root);
      },
      onRead: (bytes) => this.#counters.addFiles(bytes),
      artifacts: buildArtifacts(this.#options, this.#pool),
    };
  }

  async #stage<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const { onEvent } = this.#options.progress ?? silent;
    onEvent({ kind: 'stage', stage, state: 'started' }, this.#counters);
    const result = await work();
    onEvent({ kind: 'stage', stage, state: 'done' }, this.#counters);
    return result;
  }

  #total(counter: 'image' | 'root', bytes: number): void {
    (this.#options.progress ?? silent).onEvent({ kind: 'total', counter, bytes }, this.#counters);
  }
}
