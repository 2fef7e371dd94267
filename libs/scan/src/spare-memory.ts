import { setFlagsFromString } from 'node:v8';
import type { SourceDescription } from '@staticfire/read/block-source';

/** Disks that are read by decoders with windows of many megabytes. */
const WITH_DECODERS: ReadonlySet<SourceDescription['kind']> = new Set(['gzip', 'bzip2', 'xz', 'xz-points', 'zstd', 'lz4-stream']);

/** By how much the heap may grow between collections; compilers that think of size, and one less of them, are also worth it where other things take the time. */
const SOME = '--heap-growing-percent=40';
const MUCH = '--heap-growing-percent=20 --optimize-for-size --no-maglev';

/**
 * Where a disk is in a container, lets V8's heap grow less than V8 thinks: less memory for a little more time (libs/decisions/0024). `disks` are those
 * that one scan reads. Of the whole process, for good.
 */
export function spareMemory(disks: readonly SourceDescription[]): void {
  if (disks.every(isPlain)) return;
  setFlagsFromString(disks.length > 1 || disks.some(takesMuch) ? MUCH : SOME);
}

function isPlain({ kind }: SourceDescription): boolean {
  return kind === 'file' || kind === 'memory';
}

/** What comes over a network has a thread that fetches. */
function takesMuch(disk: SourceDescription): boolean {
  return WITH_DECODERS.has(disk.kind) || disk.kind === 'url' || ('file' in disk && takesMuch(disk.file));
}
