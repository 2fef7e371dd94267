import type { UserData } from '@staticfire/analyze/settings';
import { collect, type CollectOptions as RunOptions } from '@staticfire/collect';
import { derive } from '@staticfire/derive';
import { FACTS_SCHEMA_ID, FACTS_VERSION, type FactsDocument, type InputHeader } from '@staticfire/facts';
import type { DiskContainer } from '@staticfire/read/block-source';
import {
  inputFailure,
  openDiskSource,
  openWorkerPool,
  readInputIdentity,
  showLocation,
  verifyContent,
  type WorkerPool,
} from '@staticfire/read/block-source/node';
import { hashLeavesInWorkers } from '@staticfire/read/formats/dm-verity';
import { type Image, openImage } from '@staticfire/read/image';
import { digestFile, type ImageDigest, startImageDigest } from './image-digest.ts';
import { ImageError, toImageError } from './image-error.ts';
import { type Progress, type Stage, silent } from './progress.ts';
import type { Reader } from './readers/reader.ts';
import type { SharedCounters } from './shared-counters.ts';

export interface CollectOptions {
  readonly path: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly progress?: Progress;
  /** Take a second digest of the file after the scan. */
  readonly rehash?: boolean;
  /** Also tell what the node would be with it. */
  readonly userData?: UserData | undefined;
  /** `ours` when absent. */
  readonly reader?: Reader;
  /** Threads that the caller started before, and ends; and the digest that they were given first. */
  readonly started?: { readonly pool: WorkerPool; readonly digest: ImageDigest };
}

/** Opens the image and makes document 1. Throws ImageError when the image cannot be opened or changes meanwhile. */
export async function collectFacts(options: CollectOptions): Promise<FactsDocument> {
  try {
    return await new Collection(options).run();
  } catch (error) {
    throw toImageError(inputFailure(options.path) ?? error, showLocation(options.path)) ?? error;
  }
}

class Collection {
  readonly #options: CollectOptions;
  readonly #pool: WorkerPool;
  readonly #digest: ImageDigest;
  readonly #counters: SharedCounters;

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#pool = options.started?.pool ?? openWorkerPool();
    this.#digest = options.started?.digest ?? startImageDigest(options.path, this.#pool);
    this.#counters = this.#digest.counters;
  }

  async run(): Promise<FactsDocument> {
    try {
      const before = await this.#digest.before;
      const { body, sha256, container, notes } = await this.#readImage();
      const rehash = this.#options.rehash ? await this.#stage('digest', () => digestFile(this.#options.path, this.#pool, this.#counters)) : undefined;
      const after = readInputIdentity(this.#options.path);
      const unchanged = JSON.stringify(before) === JSON.stringify(after) && (rehash === undefined || rehash === sha256);
      if (!unchanged) throw new ImageError(`${showLocation(this.#options.path)} changed while it was read; nothing can be said about it`);
      const named = { path: showLocation(this.#options.path), container, ...(notes.length === 0 ? {} : { containerNotes: notes }) };
      const input: InputHeader = { ...named, sha256, ...(rehash === undefined ? {} : { rehash }), before, after, unchanged };
      return { $schema: FACTS_SCHEMA_ID, version: FACTS_VERSION, tool: this.#options.tool, input, body };
    } finally {
      if (this.#options.started === undefined) await this.#pool.close();
    }
  }

  async #readImage() {
    const { source, container, notes, file } = await this.#stage('unpack', () => openDiskSource(this.#options.path));
    const closers = [() => source.close(), () => file.close()];
    try {
      this.#total('image', file.length);
      const own = await this.#stage('open', async () => openImage(source));
      const { image, close } = await this.#chooseReader(own, container);
      closers.unshift(close);
      const content = verifyContent(this.#pool, source, new Int32Array(new SharedArrayBuffer(4)));
      content.catch(() => {});
      const collected = await this.#stage('collect', () => collect(image, this.#collectOptions()));
      const body = await this.#stage('derive', async () => derive(collected, this.#options.userData));
      await this.#stage('content', () => content);
      return { body, container, notes, sha256: await this.#stage('digest', () => this.#digest.sha256) };
    } finally {
      for (const close of closers) close();
    }
  }

  /** The code of the second reader, which takes time to load, is loaded when it is asked for. */
  async #chooseReader(image: Image, container: DiskContainer): Promise<{ readonly image: Image; readonly close: () => void }> {
    if (this.#options.reader !== 'guestfs') return { image, close: () => {} };
    const { openSecondReader } = await import('./readers/open-second-reader.ts');
    return this.#stage('guestfs', () => openSecondReader(this.#options.path, container, image));
  }

  #collectOptions(): RunOptions {
    return {
      leafHasher: (data, tree, parameters) => {
        this.#total('root', parameters.dataBlocks * parameters.dataBlockSize);
        return hashLeavesInWorkers(this.#pool, data, tree, parameters, this.#counters.root);
      },
      onRead: (bytes) => this.#counters.addFiles(bytes),
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
