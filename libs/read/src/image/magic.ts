import { type BlockSource, readBytes } from '../block-source/index.ts';

/** Bytes by which a format is recognised. */
export interface Magic {
  /** As a message names the format. */
  readonly name: string;
  readonly offset: number;
  readonly bytes: readonly number[];
}

/** The name of the first format whose magic is there; a source that is too short has none. */
export function findMagic(source: BlockSource, formats: readonly Magic[]): string | undefined {
  return formats.find(({ offset, bytes }) => {
    if (source.length < offset + bytes.length) return false;
    const found = readBytes(source, offset, bytes.length);
    return bytes.every((byte, index) => found[index] === byte);
  })?.name;
}
