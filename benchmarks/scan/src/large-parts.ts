import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openFileSource } from '@staticfire/read/block-source/node';
import { readVeritySuperblock } from '@staticfire/read/formats/dm-verity';
import { readPartitionTable } from '@staticfire/read/formats/gpt';

export interface LargeParts {
  readonly root: string;
  readonly hash: string;
  readonly rootHash: string;
  readonly dataBytes: number;
}

const ROOT_TYPE = '5526016a-1a97-4ea4-b39a-b7c8c6ca4502';
const HASH_TYPE = '598f10af-c955-4456-6a99-7720068a6cea';
const CHUNK = 4 * 1024 * 1024;

/** ROOT and HASH of bank A as files of their own, for the peers that want them so. */
export function extractParts(image: string, rootHash: string, folder: string): LargeParts {
  mkdirSync(folder, { recursive: true });
  const source = openFileSource(image);
  const { entries, sectorSize } = readPartitionTable(source);
  source.close();
  const extract = (typeGuid: string, name: string) => {
    const entry = entries.find((each) => each.typeGuid === typeGuid)!;
    const path = join(folder, name);
    copyRange(image, entry.firstLba * sectorSize, (entry.lastLbaInclusive - entry.firstLba + 1) * sectorSize, path);
    return path;
  };
  const parts = { root: extract(ROOT_TYPE, 'root.img'), hash: extract(HASH_TYPE, 'hash.img') };
  const hashSource = openFileSource(parts.hash);
  const superblock = readVeritySuperblock(hashSource)!;
  hashSource.close();
  return { ...parts, rootHash, dataBytes: superblock.dataBlocks * superblock.dataBlockSize };
}

function copyRange(from: string, offset: number, length: number, to: string): void {
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
