import type { SourceDescription } from '../block-source.ts';
import { verifyLz4Content } from '../compressed/verify-lz4-content.ts';
import type { XzIndex } from '../compressed/xz-index.ts';
import { verifyXzBlocks } from '../compressed/xz-pieces.ts';
import type { ZstdIndex } from '../compressed/zstd-index.ts';
import { verifyZstdFrames } from '../compressed/zstd-source.ts';
import { openSource } from './open-source.ts';
import { toOutcome, type WorkerOutcome } from './worker-outcome.ts';

/** `verifyLz4Content`, or `verifyXzBlocks` or `verifyZstdFrames` where there is an index, in a thread of its own. `progress[0]` counts the KiB inflated. */
export default function verifyContent(input: { file: SourceDescription; xz?: XzIndex; zstd?: ZstdIndex; progress: Int32Array }): WorkerOutcome<null> {
  return toOutcome(() => {
    const file = openSource(input.file);
    const count = (length: number) => Atomics.add(input.progress, 0, Math.ceil(length / 1024));
    try {
      if (input.zstd !== undefined) verifyZstdFrames(file, input.zstd, count);
      else if (input.xz !== undefined) verifyXzBlocks(file, input.xz, count);
      else verifyLz4Content(file, count);
      return null;
    } finally {
      file.close();
    }
  });
}
