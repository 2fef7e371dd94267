import { ReadError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, walk } from '@staticfire/read/filesystem';
import { type ContentReader, defineDiskCollector } from '../collector.ts';
import { openPrivate } from '../evidence/open-private.ts';
import { SecretFingerprints } from '../evidence/secret-fingerprints.ts';
import { SecretScan } from '../evidence/secret-scan.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type SecretsPrivate, secretsPrivate } from './secrets-private.schema.ts';

const MAX_FILES = 1000;
const HEAD = 4096;

export const collectSecretsPrivate = defineDiskCollector({
  fact: secretsPrivate,
  reads: ['image'],
  collect({ image }, sources): SecretsPrivate | undefined {
    const fs = openPrivate(image, sources);
    if (fs === undefined) return undefined;
    const scan = new SecretScan<{ readonly path: string }>({ binaryToo: true });
    let files = 0;
    for (const { path, stat, error } of walk(fs)) {
      if (error !== undefined) scan.addUnreadable({ $unreadable: toFailure(error) });
      if (stat?.type !== 'file') continue;
      if (++files > MAX_FILES) {
        scan.addUnreadable({ $unreadable: { kind: 'limit', structure: 'PRIVATE', message: `more than ${MAX_FILES} files; the rest is not looked at` } });
        break;
      }
      scanFile(fs, path, stat, scan);
    }
    return { secrets: scan.secrets(new SecretFingerprints(image.partitions)), coverage: scan.coverage() };
  },
});

function scanFile(fs: FileSystem, path: string, stat: FileStat, scan: SecretScan<{ readonly path: string }>): void {
  try {
    const reader = scan.reader({ path }, stat.size, stat);
    if (reader !== undefined) showContent(fs, stat, reader);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    scan.addUnreadable({ $unreadable: { ...toFailure(error), message: `${path}: ${error.message}` } });
  }
}

/** The first bytes, and the rest where they are wanted, which no more than a text of 4 MiB has. */
function showContent(fs: FileSystem, { inode, size }: FileStat, reader: ContentReader): void {
  const head = Math.min(HEAD, size);
  if (reader(fs.read(inode, 0, head))) reader(fs.read(inode, head, size - head));
}
