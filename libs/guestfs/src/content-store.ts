import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const ZEROS = new Uint8Array(1024 * 1024);

/** Contents of files, one after the other in a file that has no name any more: the system takes it away with this process. Zeros take no room. */
export class ContentStore {
  readonly #descriptor: number;
  #length = 0;

  /** In a folder that only this user can write to. */
  constructor(folder: string) {
    const path = join(folder, 'contents');
    this.#descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  /** Bytes so far: where the next ones will stand. */
  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += ZEROS.length) this.#appendPiece(bytes.subarray(at, at + ZEROS.length));
  }

  #appendPiece(piece: Uint8Array): void {
    const isZero = Buffer.compare(piece, ZEROS.subarray(0, piece.length)) === 0;
    if (!isZero) for (let done = 0; done < piece.length; ) done += writeSync(this.#descriptor, piece, done, piece.length - done, this.#length + done);
    this.#length += piece.length;
  }

  /** Fills `target` from what was appended at `offset`; the range lies inside of it. */
  readInto(target: Uint8Array, offset: number): void {
    for (let done = 0; done < target.length; ) {
      const got = readSync(this.#descriptor, target, done, target.length - done, offset + done);
      // After the last byte that was written there are zeros only.
      if (got === 0) return void target.fill(0, done);
      done += got;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
