import type { FoundSecret } from '@staticfire/analyze/secrets';
import { findSecrets } from '@staticfire/analyze/secrets/search';
import type { Unreadable } from '@staticfire/facts';
import type { ContentReader } from '../collector.ts';
import { BoundedList } from './bounded-list.ts';
import type { SecretFingerprints } from './secret-fingerprints.ts';
import { MAX_TEXT_LENGTH } from './secret-schemas.ts';

/** A fingerprint takes 40 ms, so that guessing takes long. */
const MAX_SECRETS = 100;
/** Bytes that rules may be shown in one walk; what Debian has in /usr/share and /etc (309 MB of text) takes one megabyte; of the worst that a file can hold a MiB takes 0.4 s. */
const MAX_SHOWN = 8 * 1024 * 1024;

/** Where a secret stands, as facts tell it. */
export interface SecretPlace extends FoundSecret {
  readonly fingerprint: string;
}

interface FoundIn<F> {
  readonly file: F;
  readonly place: FoundSecret;
  readonly secret: Uint8Array;
}

/** Collects secrets of files that are shown one after the other; `F` is what a fact says of a file. */
export class SecretScan<F extends { readonly path: string }> {
  readonly #binaryToo: boolean;
  readonly #entries: (FoundIn<F> | Unreadable)[] = [];
  #buffer = new Uint8Array(0);
  #shown = 0;
  /** The file whose content is being read. */
  #open: object | undefined;
  #scanned = 0;
  #scannedBytes = 0;
  #binary = 0;
  #tooLarge = 0;
  #overBudget = 0;

  /** `binaryToo`: files are looked at whatever they hold. */
  constructor({ binaryToo = false } = {}) {
    this.#binaryToo = binaryToo;
  }

  /** For a regular file of that many bytes; `key` stands for it in `isOpen`. */
  reader(file: F, size: number, key: object): ContentReader | undefined {
    if (size === 0) {
      this.#scanned += 1;
      return undefined;
    }
    let filled = 0;
    this.#open = key;
    return (chunk) => {
      if (filled === 0 && !this.#begins(file, chunk, size)) return false;
      this.#buffer.set(chunk.subarray(0, size - filled), filled);
      filled += chunk.length;
      if (filled < size) return true;
      this.#search(file, this.#buffer.subarray(0, size));
      return false;
    };
  }

  /** Whether the content of that file is still wanted. */
  isOpen(key: object): boolean {
    return this.#open === key;
  }

  addUnreadable(unreadable: Unreadable): void {
    this.#add(unreadable);
  }

  coverage() {
    const counts = { scanned: this.#scanned, scannedBytes: this.#scannedBytes, binary: this.#binary, tooLarge: this.#tooLarge };
    return { ...counts, overBudget: this.#overBudget, maxLength: MAX_TEXT_LENGTH };
  }

  /** In the order of the walk. */
  secrets(fingerprints: SecretFingerprints): readonly ((F & SecretPlace) | Unreadable)[] {
    const list = new BoundedList<F & SecretPlace>(MAX_SECRETS, 'secrets');
    for (const entry of this.#entries) {
      list.add('$unreadable' in entry ? entry : { ...entry.file, ...entry.place, fingerprint: fingerprints.of(entry.secret) });
    }
    return list.elements;
  }

  /** Looks at the first bytes of a file: whether the rest is wanted. */
  #begins(file: F, head: Uint8Array, size: number): boolean {
    if (!this.#binaryToo && head.includes(0)) this.#binary += 1;
    else if (size > MAX_TEXT_LENGTH) this.#skip(this.#tooLarge++, file, `texts of more than ${MAX_TEXT_LENGTH} bytes are not looked at`);
    else if (this.#shown > MAX_SHOWN) this.#skip(this.#overBudget++, file, 'texts before it were full of what has to be looked at closely');
    else {
      if (this.#buffer.length < size) this.#buffer = new Uint8Array(Math.min(MAX_TEXT_LENGTH, 2 * size));
      return true;
    }
    this.#open = undefined;
    return false;
  }

  /** The first of a kind stands for all, so that secrets are not crowded out; coverage counts them. */
  #skip(before: number, { path }: F, why: string): void {
    if (before === 0) this.#add({ $unreadable: { kind: 'limit', structure: path, message: `${path} was not searched: ${why}` } });
  }

  /** One more than are listed, to say that there are more. */
  #add(entry: FoundIn<F> | Unreadable): void {
    if (this.#entries.length <= MAX_SECRETS) this.#entries.push(entry);
  }

  #search(file: F, text: Uint8Array): void {
    this.#open = undefined;
    this.#scanned += 1;
    this.#scannedBytes += text.length;
    const { found, shown } = findSecrets(text);
    this.#shown += shown;
    for (const place of found) this.#add({ file, place, secret: text.slice(place.offset, place.offset + place.length) });
  }
}
