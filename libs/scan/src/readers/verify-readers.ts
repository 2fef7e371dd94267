import { openWorkerPool } from '@staticfire/read/block-source/node';
import { type CollectOptions, collectFacts } from '../collect-facts.ts';
import { startImageDigest } from '../image-digest.ts';
import { compareFacts, type FactDifference } from './compare-facts.ts';

/** What two readers of one image agree on. */
export interface ReaderComparison {
  readonly path: string;
  readonly sha256: string;
  readonly facts: number;
  readonly differences: readonly FactDifference[];
  /** What both readings have from staticfire's own reader, so that their agreement says nothing of it. */
  readonly notCompared: readonly string[];
}

const NOT_COMPARED = [
  'the GPT header: its checksums, the two copies, the GUID of the disk',
  'dm-verity: the superblock, the hash tree, and who owns a block that does not match',
  'where on the disk something lies: byte ranges of partitions are read with our own reader, also for their digests',
  'superblocks beyond what blkid, tune2fs and statvfs tell: features and build time of EROFS, everything of FAT, XFS and squashfs but their ids and labels',
  'labels with control characters, or with other characters than ASCII',
  'the second, short names of FAT, and the order of names in a directory',
  'how compressed images, OVA archives and URLs are unpacked or fetched: libguestfs is given what staticfire found in them',
  'what files mean: both readings go through the same parsers, from contents of their own',
] as const;

/** Reads the image twice, with our own reader and with libguestfs. Throws ImageError when one of them cannot, GuestfsError when libguestfs is not there. */
export async function verifyReaders(options: Omit<CollectOptions, 'reader' | 'started'>): Promise<ReaderComparison> {
  const pool = openWorkerPool(options.path);
  try {
    const started = { pool, digest: startImageDigest(options.path, pool) };
    const theirs = await collectFacts({ ...options, started, reader: 'guestfs' });
    const ours = await collectFacts({ ...options, started, reader: 'ours' });
    const differences = compareFacts(ours.body, theirs.body);
    return { path: ours.input.path, sha256: ours.input.sha256, facts: ours.body.facts.length, differences, notCompared: NOT_COMPARED };
  } finally {
    await pool.close();
  }
}
