import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { openFileSource } from '@staticfire/read/block-source/node';
import { readPartitionTable } from '@staticfire/read/formats/gpt';

export const ROOT_TYPE = '5526016a-1a97-4ea4-b39a-b7c8c6ca4502';
export const HASH_TYPE = '598f10af-c955-4456-6a99-7720068a6cea';
export const EFI_TYPE = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';

const CHUNK = 4 * 1024 * 1024;

/** The first partition of a type as a file of its own at `path`, for the peers that want it so. Returns `path`. */
export function extractPartition(image: string, typeGuid: string, path: string): string {
  const source = openFileSource(image);
  const { entries, sectorSize } = readPartitionTable(source);
  source.close();
  const entry = entries.find((each) => each.typeGuid === typeGuid);
  if (entry === undefined) throw new Error(`${image} has no partition of type ${typeGuid}`);
  copyRange(image, entry.firstLba * sectorSize, (entry.lastLbaInclusive - entry.firstLba + 1) * sectorSize, path);
  return path;
}

/** `length` bytes of the file `from` at `offset` become the file `to`. */
export function copyRange(from: string, offset: number, length: number, to: string): void {
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')];
  const chunk = Buffer.alloc(CHUNK);
  for (let done = 0; done < length; ) {
    const got = readSync(input, chunk, 0, Math.min(CHUNK, length - done), offset + done);
    if (got === 0) throw new Error(`${from} ended early`);
    writeSync(output, chunk, 0, got);
    done += got;
  }
  closeSync(input);
  closeSync(output);
}
