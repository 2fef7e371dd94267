import { Worker } from 'node:worker_threads';
import type { BlockSource } from '../block-source.ts';
import type { FetchInput } from './fetch-worker.ts';
import { parseImageUrl } from './image-url.ts';
import type { UrlIdentity } from './range-client.ts';
import type { UrlError } from './url-error.ts';
import { patienceOf, URL_LIMITS, type UrlLimits } from './url-limits.ts';
import { urlSource } from './url-source.ts';
import { createUrlStore, type UrlStore, UrlStoreReader } from './url-store.ts';

/** So that whoever opens the same file next finds it open. */
const LINGER_MS = 2000;
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 };

interface Connection {
  readonly store: UrlStore;
  readonly reader: UrlStoreReader;
  readonly worker: Worker;
  readonly patience: number;
  users: number;
}

const connections = new Map<string, Connection>();
const plainHttpAllowed = new Set<string>();

/** From now on this URL may be fetched by plain HTTP. */
export function allowPlainHttp(url: string): void {
  plainHttpAllowed.add(url);
}

/** The bytes behind a URL, by HTTP range requests. Waits for the first answer. Throws UrlError. Closing the last one ends the connection. */
export function openUrlSource(url: string, limits: UrlLimits = URL_LIMITS): BlockSource {
  const connection = connect(url, limits);
  try {
    connection.reader.identity(connection.patience);
    return { ...urlSource(connection.store, 0, undefined, connection.patience), close: once(() => release(url, connection)) };
  } catch (error) {
    release(url, connection);
    throw error;
  }
}

/** What the server says of the file now. A UrlError when it is no longer the one that is open. */
export function readUrlIdentity(url: string, limits: UrlLimits = URL_LIMITS): UrlIdentity {
  const known = connections.has(url);
  const connection = connect(url, limits);
  try {
    const identity = connection.reader.identity(connection.patience);
    if (known) connection.reader.check(connection.patience);
    return JSON.parse(identity) as UrlIdentity;
  } finally {
    release(url, connection);
  }
}

/** Why a URL that is open can no longer be read, in whatever thread that was found. */
export function urlFailure(url: string): UrlError | undefined {
  return connections.get(url)?.reader.failure();
}

function connect(url: string, limits: UrlLimits): Connection {
  const connection = connections.get(url) ?? start(url, limits);
  connections.set(url, connection);
  connection.users += 1;
  return connection;
}

function start(url: string, limits: UrlLimits): Connection {
  const store = createUrlStore();
  const workerData: FetchInput = { url: parseImageUrl(url, plainHttpAllowed.has(url)), store, limits };
  const file = new URL(`./fetch-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
  // No environment: what is fetched does not depend on variables that name proxies.
  const worker = new Worker(file, { workerData, env: {}, execArgv: [], resourceLimits: RESOURCE_LIMITS });
  worker.unref();
  return { store, reader: new UrlStoreReader(store), worker, patience: patienceOf(limits), users: 0 };
}

function release(url: string, connection: Connection): void {
  connection.users -= 1;
  setTimeout(() => {
    if (connection.users > 0) return;
    if (connections.get(url) === connection) connections.delete(url);
    void connection.worker.terminate();
  }, LINGER_MS).unref();
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
