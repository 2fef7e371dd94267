import { FormatError, LimitError } from '@staticfire/read/bytes';
import { NO_RECORDS, type PaxRecords, parsePaxRecords } from './pax-records.ts';
import type { TarSink } from './tar-entry.ts';
import { BLOCK, decodeTarEntry, readTarKind } from './tar-header.ts';

const EXTENDED = 'x';
/** Attributes of one file: Linux lets a list of them have 64 KiB of names, and each 64 KiB of value. */
const MAX_EXTENDED = 8 * 1024 * 1024;

/** Reads an archive in the POSIX format as GNU tar writes it, in pieces of any length. */
export class TarReader {
  readonly #sink: TarSink;
  readonly #header = new Uint8Array(BLOCK);
  /** What is being gathered: a header, or an extended one. */
  #gathering: Uint8Array = this.#header;
  #filled = 0;
  /** Bytes of content still to come, and of padding after it. */
  #content = 0;
  #padding = 0;
  #records: PaxRecords = NO_RECORDS;
  #ended = false;

  constructor(sink: TarSink) {
    this.#sink = sink;
  }

  /** Throws what decoding throws, and what the sink throws. Bytes after the archive's end are passed over. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#ended; ) at += this.#take(bytes.subarray(at));
  }

  /** Throws when the archive is not whole. */
  end(): void {
    if (!this.#ended) throw new FormatError({ structure: 'tar archive', message: 'it ends before its end mark' });
  }

  #take(bytes: Uint8Array): number {
    if (this.#content > 0) return this.#takeContent(bytes);
    if (this.#padding > 0) return this.#skip(bytes);
    const length = Math.min(this.#gathering.length - this.#filled, bytes.length);
    this.#gathering.set(bytes.subarray(0, length), this.#filled);
    this.#filled += length;
    if (this.#filled === this.#gathering.length) this.#complete();
    return length;
  }

  #takeContent(bytes: Uint8Array): number {
    const length = Math.min(this.#content, bytes.length);
    this.#content -= length;
    this.#sink.content(bytes.subarray(0, length));
    return length;
  }

  #skip(bytes: Uint8Array): number {
    const length = Math.min(this.#padding, bytes.length);
    this.#padding -= length;
    return length;
  }

  #complete(): void {
    this.#filled = 0;
    if (this.#gathering !== this.#header) {
      this.#padding = paddingOf(this.#gathering.length);
      this.#records = parsePaxRecords(this.#gathering);
      this.#gathering = this.#header;
    } else if (this.#header.every((byte) => byte === 0)) this.#ended = true;
    else this.#readHeader();
  }

  #readHeader(): void {
    const { typeflag, size } = readTarKind(this.#header);
    if (typeflag === EXTENDED) return this.#gatherExtended(size);
    const entry = decodeTarEntry(this.#header, this.#records);
    this.#records = NO_RECORDS;
    this.#content = entry.size;
    this.#padding = paddingOf(entry.size);
    this.#sink.entry(entry);
  }

  #gatherExtended(size: number): void {
    if (size > MAX_EXTENDED) throw new LimitError({ structure: 'pax extended header', found: size, expected: `at most ${MAX_EXTENDED} bytes` });
    if (size === 0) throw new FormatError({ structure: 'pax extended header', message: 'it is empty' });
    this.#gathering = new Uint8Array(size);
  }
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
