import { decodeFileName, LimitError } from '@staticfire/read/bytes';

const MAX_LENGTH = 64 * 1024 * 1024;

/** Names that end with a NUL each, as `find0` writes them, gathered from pieces of any length. */
export class NameList {
  readonly #pieces: Buffer[] = [];
  #length = 0;

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length > MAX_LENGTH) throw new LimitError({ structure: 'filesystem', message: `its names have more than ${MAX_LENGTH} bytes` });
    this.#pieces.push(Buffer.from(bytes));
  }

  /** Absolute. */
  paths(): string[] {
    const all = Buffer.concat(this.#pieces);
    const paths: string[] = [];
    for (let at = 0; at < all.length; ) {
      const end = all.indexOf(0, at);
      if (end < 0) break;
      paths.push(`/${decodeFileName(all.subarray(at, end))}`);
      at = end + 1;
    }
    return paths;
  }
}
