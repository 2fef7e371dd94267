import { createHash } from 'node:crypto';
import type { BankName } from '@staticfire/facts';
import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import type { SourceLog } from '../collector.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A UTF-8 text file of at most `maxLength` bytes, and its source. Missing → undefined; other encodings are a FormatError. */
export function readTextFile(
  place: { readonly fs: FileSystem | undefined; readonly bank: BankName; readonly partition: string },
  path: string,
  maxLength: number,
  sources: SourceLog,
): TextFile | undefined {
  const bytes = place.fs && readFile(place.fs, path, maxLength);
  if (bytes === undefined) return undefined;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  sources.add({ bank: place.bank, partition: place.partition, path, offset: 0, length: bytes.length, sha256 });
  return { path, text: decodeText(bytes, path) };
}

function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError({ structure: path, message: 'the text is not UTF-8' });
  }
}
