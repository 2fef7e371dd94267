import { crc32 } from 'node:zlib';

/** The CRC32 of everything up to each multiple of this many bytes is kept: 2 MiB of them for a disk of 64 GiB. */
export const CHECKED_LENGTH = 128 * 1024;

/** The CRC32 of a disk as it goes on. */
export class RunningChecksum {
  readonly marks: number[] = [];
  /** Of the first `length` bytes. */
  value = 0;
  length = 0;

  append(piece: Uint8Array): void {
    for (let done = 0; done < piece.length; ) {
      const count = Math.min(piece.length - done, CHECKED_LENGTH - (this.length % CHECKED_LENGTH));
      this.value = crc32(piece.subarray(done, done + count), this.value);
      this.length += count;
      done += count;
      if (this.length % CHECKED_LENGTH === 0) this.marks.push(this.value);
    }
  }
}
