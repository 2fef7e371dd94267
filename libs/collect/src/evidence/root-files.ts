import { createHash } from 'node:crypto';
import type { BankName } from '@staticfire/facts';
import { LimitError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, lookup, readFile } from '@staticfire/read/filesystem';
import type { SourceLog } from '../collector.ts';

/** Reads whole files of ROOT for one fact and logs them as its sources; all together at most `total` bytes. */
export class RootFiles {
  readonly fs: FileSystem;
  readonly #bank: BankName;
  readonly #sources: SourceLog;
  readonly #total: number;
  #left: number;

  constructor(fs: FileSystem, bank: BankName, sources: SourceLog, total: number) {
    this.fs = fs;
    this.#bank = bank;
    this.#sources = sources;
    this.#total = total;
    this.#left = total;
  }

  /** A regular file; links are followed. */
  exists(path: string): boolean {
    return lookup(this.fs, path)?.type === 'file';
  }

  /** A regular file; links are followed. Missing → undefined; above `maxLength` bytes, or above what is left for all files → LimitError. */
  read(path: string, maxLength: number): Uint8Array | undefined {
    return this.readDigested(path, maxLength)?.bytes;
  }

  /** The same with the SHA-256 of the bytes, hexadecimal. */
  readDigested(path: string, maxLength: number): { readonly bytes: Uint8Array; readonly sha256: string } | undefined {
    this.#reserve(path, lookup(this.fs, path)?.size ?? 0, maxLength);
    const bytes = readFile(this.fs, path, maxLength);
    return bytes === undefined ? undefined : { bytes, sha256: this.#log(path, bytes) };
  }

  /** A regular file whose inode is known, without looking for it again. */
  readInode(path: string, { inode, size }: FileStat, maxLength: number): Uint8Array {
    this.#reserve(path, size, maxLength);
    if (size > maxLength) throw new LimitError({ structure: 'file', message: `${path} has ${size} bytes, at most ${maxLength} are read` });
    const bytes = this.fs.read(inode, 0, size);
    this.#log(path, bytes);
    return bytes;
  }

  #reserve(path: string, size: number, maxLength: number): void {
    if (size <= maxLength && size > this.#left) {
      throw new LimitError({ structure: 'file', message: `${path}: the files of this fact have more than the ${this.#total} bytes that are read` });
    }
  }

  #log(path: string, bytes: Uint8Array): string {
    this.#left -= bytes.length;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#sources.add({ bank: this.#bank, partition: 'ROOT', path, offset: 0, length: bytes.length, sha256 });
    return sha256;
  }
}
