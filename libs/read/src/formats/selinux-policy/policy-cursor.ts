import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';

type Found = string | number | bigint;

/**
 * One forward pass over a binary policy: little-endian, packed, without lengths of sections (libsepol `next_entry`). Every read is bounds-checked;
 * errors name the section, the field and the absolute offset of the field that was read last.
 */
export class PolicyCursor {
  /** The part of the policy that is read, for errors. */
  section = '';
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #base: number;
  #at = 0;
  #fieldAt = 0;

  /** `base` is the absolute offset of the first byte. */
  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  /** Absolute offset of the next byte. */
  get offset(): number {
    return this.#base + this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#take(2, field), true);
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#take(4, field), true);
  }

  /** The number of records that follow, each of at least `recordLength` bytes: a number for which too few bytes are left is a FormatError. */
  count(field: string, recordLength: number): number {
    const count = this.u32(field);
    if (count * recordLength > this.remaining) throw this.error(field, count, `at most ${Math.floor(this.remaining / recordLength)}`);
    return count;
  }

  /** Bytes as they are, not copied. */
  bytes(length: number, field: string): Uint8Array {
    const at = this.#take(length, field);
    return this.#bytes.subarray(at, at + length);
  }

  /** The same as DataView. */
  view(length: number, field: string): DataView {
    const at = this.#take(length, field);
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  /** A name of `length` bytes, one character for each; empty ones and those that hold NUL are a FormatError. */
  name(length: number, field = 'name'): string {
    const at = this.#take(length, field);
    if (length === 0) throw this.error(field, 'no byte', 'a name');
    const name = this.#bytes.toString('latin1', at, at + length);
    if (name.includes('\0')) throw this.error(field, 'NUL', 'a name');
    return name;
  }

  /** A FormatError at the field that was read last. */
  error(field: string, found?: Found, expected?: Found): FormatError {
    return new FormatError(this.#detail(field, found, expected));
  }

  unsupported(field: string, found: Found): UnsupportedError {
    return new UnsupportedError(this.#detail(field, found));
  }

  limit(field: string, found: Found, expected: Found): LimitError {
    return new LimitError(this.#detail(field, found, expected));
  }

  #take(length: number, field: string): number {
    const at = this.#at;
    this.#fieldAt = at;
    if (length > this.remaining) {
      const message = `${length} bytes lie outside the ${this.remaining} that are left`;
      throw new FormatError({ ...this.#detail(field), message });
    }
    this.#at = at + length;
    return at;
  }

  #detail(field: string, found?: Found, expected?: Found) {
    const structure = policyPart(this.section);
    const place = { structure, field, offset: this.#base + this.#fieldAt };
    return { ...place, ...(found === undefined ? {} : { found }), ...(expected === undefined ? {} : { expected }) };
  }
}

/** How errors name a part of a policy. */
export function policyPart(section: string): string {
  return section === '' ? 'SELinux policy' : `SELinux policy, ${section}`;
}
