import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RowPlan } from '../bench-row.ts';
import { dumpTargets, erofsExtract, readTree } from '../contenders.ts';
import { extractedTree } from '../extracted-tree.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';

/** At least 0.7 times a peer's speed. */
const SLOWER = 1 / 0.7;
/** What `mkfs.erofs` is told, with the physical clusters that a build has where the codec takes them. */
const CODECS: Readonly<Record<string, readonly string[]>> = {
  uncompressed: [],
  LZ4: ['-zlz4', '-C262144'],
  LZ4HC: ['-zlz4hc,12', '-C262144'],
  LZMA: ['-zlzma', '-C262144'],
  DEFLATE: ['-zdeflate', '-C262144'],
  zstd: ['-zzstd', '-C262144'],
};

export const erofsSuite: Suite = {
  name: 'erofs-filesystems',
  title: 'Every file of an EROFS, by codec',
  plan: async ({ work, lab }) => {
    const tree = extractedTree((await lab('large-erofs')).root, work);
    const known = Object.keys(CODECS).filter(isPacked);
    const images = known.map((codec) => [codec, packed(tree, codec, work)] as const);
    const targets = dumpTargets(work);
    return {
      contenders: images.flatMap(([codec, image]) => [
        readTree(`read erofs ${codec}`, image, 1),
        ...targets.map(({ suffix, folder }) => erofsExtract(`fsck.erofs --extract ${codec}${suffix}`, image, folder)),
      ]),
      rows: images.flatMap(([codec]) =>
        targets.map(({ suffix }): RowPlan => {
          const peer = `fsck.erofs --extract ${codec}${suffix}`;
          const ours = seconds(`read erofs ${codec}`);
          return {
            ...{ what: `EROFS ${codec}: root of large-erofs, one thread`, how: 'in process', unit: 's', ours, peer, theirs: seconds(peer), bound: SLOWER },
          };
        }),
      ),
      skipped: Object.keys(CODECS)
        .filter((codec) => !isPacked(codec))
        .map((codec) => ({ what: `EROFS ${codec}`, reason: 'this mkfs.erofs has no such compressor (erofs-utils 1.8 and later, built with it, has)' })),
    };
  },
};

/** The help of mkfs.erofs ends with its compressors; version 1.5 writes it to stderr. */
function isPacked(codec: string): boolean {
  const { stdout, stderr } = spawnSync('mkfs.erofs', ['--help'], { encoding: 'utf8' });
  return codec === 'uncompressed' || `${stdout}${stderr}`.includes(codec.toLowerCase());
}

function packed(tree: string, codec: string, work: string): string {
  const image = join(work, `${codec}.erofs`);
  execFileSync('mkfs.erofs', ['--quiet', ...CODECS[codec]!, image, tree], { stdio: 'ignore' });
  return image;
}
