/** What a reader found wrong, and where. */
export interface ReadErrorDetail {
  /** The on-disk structure, in its specification's words: `gpt header`, `ext4 inode`. */
  readonly structure: string;
  /** The field inside the structure, in its specification's words: `s_magic`. */
  readonly field?: string;
  /** Absolute byte offset in the image of the field (or of the structure when no field is named). */
  readonly offset?: number;
  readonly found?: string | number | bigint;
  readonly expected?: string | number | bigint;
  /** A sentence that adds what the other members cannot say. */
  readonly message?: string;
  readonly cause?: unknown;
}

export type ReadErrorKind = 'format' | 'unsupported' | 'limit';

/** Base of the three errors a reader may throw; `catch` it, throw one of the three. */
export abstract class ReadError extends Error {
  abstract readonly kind: ReadErrorKind;
  readonly detail: ReadErrorDetail;

  constructor(detail: ReadErrorDetail) {
    super(describe(detail), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.detail = detail;
  }
}

/** The bytes contradict the specification: damaged or hostile. */
export class FormatError extends ReadError {
  override readonly name = 'FormatError';
  readonly kind = 'format';
}

/** The bytes are valid, but use a feature that staticfire does not read. */
export class UnsupportedError extends ReadError {
  override readonly name = 'UnsupportedError';
  readonly kind = 'unsupported';
}

/** A budget was exceeded: entries, depth, hops, bytes. */
export class LimitError extends ReadError {
  override readonly name = 'LimitError';
  readonly kind = 'limit';
}

function describe(detail: ReadErrorDetail): string {
  const place = detail.field === undefined ? detail.structure : `${detail.structure}, ${detail.field}`;
  const parts = [detail.message, compare(detail)].filter((part) => part !== undefined);
  const where = detail.offset === undefined ? '' : ` at byte ${detail.offset}`;
  return parts.length === 0 ? `${place}${where}` : `${place}${where}: ${parts.join('; ')}`;
}

function compare({ found, expected }: ReadErrorDetail): string | undefined {
  if (found !== undefined && expected !== undefined) return `found ${found}, expected ${expected}`;
  if (found !== undefined) return `found ${found}`;
  return expected === undefined ? undefined : `expected ${expected}`;
}
