import { setFlagsFromString } from 'node:v8';
import type { SourceDescription } from '@staticfire/read/block-source';

/** Disks that are read by decoders with windows of many megabytes. */
const WITH_DECODERS: ReadonlySet<SourceDescription['kind']> = new Set(['gzip', 'bzip2', 'xz', 'xz-points', 'zstd', 'lz4-stream']);

/** Where a disk takes decoders, lets V8's heap grow by 20 % between collections, not by what V8 thinks, and its compilers think of size: less memory for a little more time (libs/decisions/0024). Of the whole process, for good. */
export function spareMemory(disks: readonly SourceDescription[]): void {
  if (disks.some(({ kind }) => WITH_DECODERS.has(kind))) setFlagsFromString('--heap-growing-percent=20 --optimize-for-size');
}
