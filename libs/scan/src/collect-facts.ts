import { collect } from '@staticfire/collect';
import { derive } from '@staticfire/derive';
import { FACTS_SCHEMA_ID, FACTS_VERSION, type FactsDocument, type InputHeader } from '@staticfire/facts';
import type { BlockSource } from '@staticfire/read/block-source';
import { digestSource, openFileSource, openWorkerPool, readFileIdentity, type WorkerPool } from '@staticfire/read/block-source/node';
import { ReadError } from '@staticfire/read/bytes';
import { hashLeavesInWorkers } from '@staticfire/read/formats/dm-verity';
import { openImage } from '@staticfire/read/image';
import { ImageError, toImageError } from './image-error.ts';
import { type Progress, type Stage, silent } from './progress.ts';
import { SharedCounters } from './shared-counters.ts';

export interface CollectOptions {
  readonly path: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly progress?: Progress;
  /** Take a second digest of the file after the scan. */
  readonly rehash?: boolean;
  /** Threads that the caller started before, and ends. */
  readonly pool?: WorkerPool;
}

/** Opens the image and makes document 1. Throws ImageError when the image cannot be opened or changes meanwhile. */
export async function collectFacts(options: CollectOptions): Promise<FactsDocument> {
  try {
    return await new Collection(options).run();
  } catch (error) {
    if (error instanceof ReadError) throw new ImageError(`${options.path}: ${error.message}`, { cause: error });
    throw toImageError(error, options.path) ?? error;
  }
}

class Collection {
  readonly #options: CollectOptions;
  readonly #counters = new SharedCounters();

  constructor(options: CollectOptions) {
    this.#options = options;
  }

  async run(): Promise<FactsDocument> {
    const before = readFileIdentity(this.#options.path);
    const source = openFileSource(this.#options.path);
    const pool = this.#options.pool ?? openWorkerPool();
    try {
      const { body, sha256 } = await this.#readImage(source, pool);
      const rehash = this.#options.rehash ? await this.#stage('digest', () => digestSource(pool, source, this.#counters.image)) : undefined;
      const after = readFileIdentity(this.#options.path);
      const unchanged = JSON.stringify(before) === JSON.stringify(after) && (rehash === undefined || rehash === sha256);
      if (!unchanged) throw new ImageError(`${this.#options.path} changed while it was read; nothing can be said about it`);
      const input: InputHeader = { path: this.#options.path, container: 'raw', sha256, ...(rehash === undefined ? {} : { rehash }), before, after, unchanged };
      return { $schema: FACTS_SCHEMA_ID, version: FACTS_VERSION, tool: this.#options.tool, input, body };
    } finally {
      source.close();
      if (this.#options.pool === undefined) await pool.close();
    }
  }

  /** The file's digest is taken by a thread of its own while the image is read. */
  async #readImage(source: BlockSource, pool: WorkerPool) {
    const image = await this.#stage('open', async () => openImage(source));
    this.#total('image', source.length);
    const digest = digestSource(pool, source, this.#counters.image);
    digest.catch(() => {});
    const collected = await this.#stage('collect', () =>
      collect(image, {
        leafHasher: (data, tree, parameters) => {
          this.#total('root', parameters.dataBlocks * parameters.dataBlockSize);
          return hashLeavesInWorkers(pool, data, tree, parameters, this.#counters.root);
        },
        onRead: (bytes) => this.#counters.addFiles(bytes),
      }),
    );
    const body = await this.#stage('derive', async () => derive(collected));
    return { body, sha256: await this.#stage('digest', () => digest) };
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
