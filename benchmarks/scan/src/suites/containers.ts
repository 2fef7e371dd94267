import type { RowPlan } from '../bench-row.ts';
import { inProcess, program, scanOf } from '../contenders.ts';
import { packedCopy, plainPackers } from '../packed-copy.ts';
import type { Suite } from '../suite.ts';
import { constant, peakMegabytes, seconds } from '../term.ts';

const MEMORY_MB = 300;

export const containersSuite: Suite = {
  name: 'containers',
  title: 'Compressed disks, from the first byte of the disk to the last',
  mostRounds: 3,
  plan: async (workbench) => {
    const { image, packed } = await workbench.lab('large-erofs');
    const others = plainPackers.map((tool) => [tool, packedCopy(image, tool, workbench)] as const);
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
        {
          ...{ what: `peak memory, scan of large-erofs in ${name}`, how: 'process', unit: 'MB', ours: peakMegabytes(`scan ${name}`) },
          ...{ peer: 'bound', theirs: constant(MEMORY_MB), bound: 1 },
        },
      ]),
    };
  },
};
