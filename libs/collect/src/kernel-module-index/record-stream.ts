import { LimitError } from '@staticfire/read/bytes';

/** The longest line of modules.dep names a few dozen paths. */
const MAX_LENGTH = 64 * 1024;

/** Cuts what comes in pieces at one byte; what is behind the last one counts too. A record of more than 64 KiB → LimitError. */
export class RecordStream {
  readonly #end: number;
  readonly #structure: string;
  readonly #take: (record: string) => void;
  #rest = Buffer.alloc(0);
  #offset = 0;

  constructor(end: number, structure: string, take: (record: string) => void) {
    this.#end = end;
    this.#structure = structure;
    this.#take = take;
  }

  add(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(this.#end); at >= 0; at = bytes.indexOf(this.#end, from)) {
      this.#give(bytes.subarray(from, at));
      from = at + 1;
    }
    this.#rest = bytes.subarray(from);
    this.#offset += from;
    this.#check(this.#rest.length);
  }

  finish(): void {
    if (this.#rest.length > 0) this.#give(this.#rest);
  }

  #give(record: Buffer): void {
    this.#check(record.length);
    this.#take(record.toString('latin1'));
  }

  #check(length: number): void {
    if (length <= MAX_LENGTH) return;
    throw new LimitError({ structure: this.#structure, field: 'line', offset: this.#offset, found: length, expected: `at most ${MAX_LENGTH} bytes` });
  }
}
