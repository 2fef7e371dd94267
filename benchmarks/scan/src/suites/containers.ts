import { execFileSync } from 'node:child_process';
import { existsSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RowPlan } from '../bench-row.ts';
import { inProcess, program, scanOf } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const COMMANDS = {
  gzip: { suffix: 'gz', args: ['-6nc'] },
  zstd: { suffix: 'zst', args: ['-9qc', '--single-thread'] },
  xz: { suffix: 'xz', args: ['-6qc', '--threads=2'] },
  bzip2: { suffix: 'bz2', args: ['-9qc'] },
} as const;

export const containersSuite: Suite = {
  name: 'containers',
  title: 'Compressed disks, from the first byte of the disk to the last',
  mostRounds: 3,
  plan: async (workbench) => {
    const { image, packed } = await workbench.lab('large-erofs');
    const others = Object.keys(COMMANDS).map((tool) => [tool, packedCopy(image, tool as keyof typeof COMMANDS, workbench)] as const);
    const entries = [['lz4', packed] as const, ...others];
    return {
      contenders: [
        ...entries.flatMap(([name, file]) => [inProcess(`read ${name}`, 'read-structure.ts', 'disk', file), program(`${name} -t`, name, '-tq', file)]),
        ...entries.map(([name, file]) => scanOf(`scan ${name}`, workbench.bundle, file)),
        scanOf('scan raw', workbench.bundle, image),
      ],
      rows: entries.flatMap(([name]): RowPlan[] => [
        {
          ...{
            what: `large-erofs in ${name}${name === 'lz4' ? ', without the checksum of the content, which a scan checks in a thread' : ''}`,
            how: 'in process',
            unit: 's',
          },
          ...{ ours: seconds(`read ${name}`), peer: `${name} -t`, theirs: seconds(`${name} -t`) },
        },
        {
          ...{ what: `whole scan of large-erofs in ${name}`, how: 'process', unit: 's' },
          ...{ ours: seconds(`scan ${name}`), peer: 'the same disk, raw', theirs: seconds('scan raw') },
        },
      ]),
    };
  },
};

/** The image in another container; kept until the image is another. */
function packedCopy(image: string, tool: keyof typeof COMMANDS, { images }: Workbench): string {
  const { size, mtimeMs } = statSync(image);
  const { suffix, args } = COMMANDS[tool];
  const path = join(images, `${basename(image)}-${size}-${Math.round(mtimeMs)}.${suffix}`);
  if (existsSync(path)) return path;
  for (const name of readdirSync(images)) if (name.startsWith(basename(image)) && name.endsWith(`.${suffix}`)) rmSync(join(images, name));
  execFileSync(tool, [...args, image], { stdio: ['ignore', openSync(`${path}.tmp`, 'w'), 'inherit'] });
  renameSync(`${path}.tmp`, path);
  return path;
}
