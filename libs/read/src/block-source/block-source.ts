import { FormatError } from '../bytes/index.ts';

/** How a worker can open the same bytes again: plain data, safe to post. */
export type SourceDescription =
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'memory'; readonly bytes: Uint8Array };

/** Random-access, read-only bytes. All offsets and lengths are bytes; all reads are whole or throw. */
export interface BlockSource {
  readonly length: number;
  /** Absolute image offset of byte 0, for error messages. */
  readonly origin: number;
  /** Fills `target` from `offset`. */
  readInto(target: Uint8Array, offset: number): void;
  /** Fills the targets one after another from consecutive bytes at `offset`: strided reads without a copy. */
  readVector(targets: readonly Uint8Array[], offset: number): void;
  describe(): SourceDescription;
  close(): void;
}

/** A fresh buffer with `length` bytes from `offset`. Check `length` against a bound first when it comes from the image. */
export function readBytes(source: BlockSource, offset: number, length: number): Uint8Array {
  checkRange(source, offset, length);
  const target = new Uint8Array(length);
  source.readInto(target, offset);
  return target;
}

/** Throws a FormatError when `length` bytes at `offset` are not inside the source. */
export function checkRange(source: Pick<BlockSource, 'length' | 'origin'>, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= source.length) return;
  throw new FormatError({
    structure: 'image',
    offset: source.origin + offset,
    message: `${length} bytes wanted, but the readable range ends at byte ${source.origin + source.length}`,
  });
}
