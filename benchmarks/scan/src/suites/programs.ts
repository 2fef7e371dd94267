import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openFileSource } from '@staticfire/read/block-source/node';
import { walk } from '@staticfire/read/filesystem';
import { bundleProcess } from '../bundle-process.ts';
import { inProcess, node, program, scanOf } from '../contenders.ts';
import { openTree } from '../processes/read-files.ts';
import type { Suite } from '../suite.ts';
import { constant, difference, printed, scaled, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

/** What collecting may add to the recomputation of the hash tree; the digest of the file and the report are in it as well. */
const COLLECT_SECONDS = 4;
const MILLISECONDS_PER_THOUSAND = 1000;
/** checksec takes six files a second. */
const SAMPLE = 40;
const PROGRAMS = /^\/(?:[^/]+\/sys-root\/)?usr\/(?:s?bin|libexec(?:\/[^/]+)*)\/[^/]+$/;

export const programsSuite: Suite = {
  name: 'programs',
  title: 'What all facts cost, and programs among them',
  plan: async (workbench) => {
    const large = await workbench.lab('large');
    const verify = await bundleProcess('verify-process', workbench.work, {
      'leaf-ranges-worker': '../../../libs/read/src/formats/dm-verity/leaf-ranges-worker.ts',
    });
    const folder = dumpSample(workbench, large.root);
    return {
      contenders: [
        scanOf('scan large', workbench.bundle, large.image),
        node('verity', verify, large.root, large.hash, large.rootHash),
        inProcess('programs', 'describe-programs.ts', large.root),
        { ...program('checksec', 'checksec', '--format=json', `--dir=${folder}`), once: true, acceptsExitCodes: [1] },
      ],
      rows: [
        {
          ...{ what: 'whole scan of large, over its dm-verity recomputation alone', how: 'difference', unit: 's' },
          ...{ ours: difference(seconds('scan large'), seconds('verity')), peer: 'bound', theirs: constant(COLLECT_SECONDS), bound: 1 },
        },
        {
          ...{ what: 'hardening of a thousand programs and libraries of large', how: 'in process', unit: 'ms' },
          ...{ ours: printed('programs', 'perThousand'), peer: 'bound', theirs: constant(MILLISECONDS_PER_THOUSAND), bound: 1 },
        },
        {
          ...{ what: 'the same', how: 'in process', unit: 'ms', ours: printed('programs', 'perThousand') },
          ...{ peer: `checksec, by ${SAMPLE} of them`, theirs: scaled(seconds('checksec'), MILLISECONDS_PER_THOUSAND * (1000 / SAMPLE)) },
        },
      ],
    };
  },
};

/** Programs of the image as files of this machine, spread over all of them. */
function dumpSample({ work }: Workbench, root: string): string {
  const folder = join(work, 'programs');
  mkdirSync(folder, { recursive: true });
  const source = openFileSource(root);
  const paths = [...walk(openTree(source))].flatMap(({ path, stat }) => (stat?.type === 'file' && PROGRAMS.test(path) ? [path] : []));
  source.close();
  const step = Math.max(1, Math.floor(paths.length / SAMPLE));
  const sample = paths.filter((_, index) => index % step === 0).slice(0, SAMPLE);
  if (sample.length < SAMPLE) throw new Error(`${root} has ${paths.length} programs, fewer than ${SAMPLE}`);
  for (const [index, path] of sample.entries()) execFileSync('debugfs', ['-R', `dump ${path} ${join(folder, String(index))}`, root], { stdio: 'ignore' });
  return folder;
}
