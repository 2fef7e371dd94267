import type { FileContextType } from '@staticfire/read/formats/file-contexts';
import type { TranslatedSpec } from './translate-spec.ts';

/** A path that is looked up, as `lookupKey` gives it. */
export interface KeyedLookup {
  readonly key: string;
  readonly type: FileContextType | undefined;
}

/** What the worker is given. */
export interface LookupTask {
  readonly specs: readonly TranslatedSpec[];
  readonly lookups: readonly KeyedLookup[];
  /** Two numbers that the worker writes while it runs: the lookup it is at, and the spec it tries. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** What it sends back: for each lookup what `FileContextMatcher.find` gave, or why the spec it was at could not be tried. */
export type LookupReply = { readonly found: Int32Array } | { readonly failed: string };
