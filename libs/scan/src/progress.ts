/** What a scan tells while it runs. */
export type ProgressEvent =
  | { readonly kind: 'stage'; readonly stage: Stage; readonly state: 'started' | 'done' }
  | { readonly kind: 'total'; readonly counter: Counter; readonly bytes: number };

export type Stage = 'unpack' | 'open' | 'guestfs' | 'collect' | 'content' | 'derive' | 'evaluate' | 'digest';
/** image: the file's digest; root: data hashed for dm-verity; files: contents read. */
export type Counter = 'image' | 'root' | 'files';

/** Live byte counts, readable at any time; hashing threads add to them. */
export interface ByteCounters {
  bytes(counter: Counter): number;
}

export interface Progress {
  readonly onEvent: (event: ProgressEvent, counters: ByteCounters) => void;
}

export const silent: Progress = { onEvent: () => {} };
