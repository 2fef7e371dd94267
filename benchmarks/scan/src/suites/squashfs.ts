import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { RowPlan } from '../bench-row.ts';
import { dumpTargets, readTree, squashfsExtract } from '../contenders.ts';
import { extractedTree } from '../extracted-tree.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';

/** At least 0.7 times a peer's speed. */
const SLOWER = 1 / 0.7;
const COMPRESSORS = ['lz4', 'gzip', 'zstd', 'xz'] as const;

export const squashfsSuite: Suite = {
  name: 'squashfs-filesystems',
  title: 'Every file of a squashfs',
  plan: async ({ work, lab }) => {
    const tree = extractedTree((await lab('large-erofs')).root, work);
    const images = COMPRESSORS.map((compressor) => ({ compressor, image: packed(tree, compressor, work) }));
    const targets = dumpTargets(work);
    return {
      contenders: images.flatMap(({ compressor, image }) => [
        readTree(`read squashfs ${compressor}`, image, 1),
        ...targets.map(({ suffix, folder }) => squashfsExtract(`unsquashfs ${compressor}${suffix}`, image, folder)),
      ]),
      rows: images.flatMap(({ compressor }) =>
        targets.map(({ suffix }): RowPlan => {
          const peer = `unsquashfs ${compressor}${suffix}`;
          const ours = seconds(`read squashfs ${compressor}`);
          return { what: `root of large-erofs in ${compressor}, one thread`, how: 'in process', unit: 's', ours, peer, theirs: seconds(peer), bound: SLOWER };
        }),
      ),
    };
  },
};

function packed(tree: string, compressor: string, work: string): string {
  const image = join(work, `${compressor}.squashfs`);
  execFileSync('mksquashfs', [tree, image, '-comp', compressor, '-noappend', '-no-recovery', '-quiet', '-no-progress', '-all-root'], { stdio: 'ignore' });
  return image;
}
