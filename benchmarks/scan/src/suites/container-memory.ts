import { join } from 'node:path';
import { buildFolder, recipes } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { scanOf } from '../contenders.ts';
import { packedCopy, packers } from '../packed-copy.ts';
import { serveFile } from '../serve-file.ts';
import type { Suite } from '../suite.ts';
import { constant, peakMegabytes } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const MEMORY_MB = 300;
const NAME = 'large';
const TEN_MINUTES = 600_000;
/** Partition images do not tell everything. */
const WITH_UNKNOWNS = 3;

/** qcow2, VMDK and OVA are measured with the virtual disks. */
export const containerMemorySuite: Suite = {
  name: 'container-memory',
  title: 'Peak memory of a scan, by what the disk comes in',
  mostRounds: 1,
  withoutWarmUp: true,
  plan: async (workbench) => {
    const inputs = await inputsOf(workbench);
    return {
      contenders: inputs.map(([form, ...paths]) => ({
        ...{ ...scanOf(`scan ${form}`, workbench.bundle, ...paths), timeout: TEN_MINUTES },
        acceptsExitCodes: paths.length > 1 ? [WITH_UNKNOWNS] : [],
      })),
      rows: inputs.map(([form]): RowPlan => {
        const ours = peakMegabytes(`scan ${form}`);
        return { what: `peak memory, scan of ${NAME} in ${form}`, how: 'process', unit: 'MB', ours, peer: 'bound', theirs: constant(MEMORY_MB), bound: 1 };
      }),
    };
  },
};

async function inputsOf(workbench: Workbench): Promise<readonly (readonly [form: string, ...paths: string[]])[]> {
  const { image, packed } = await workbench.lab(NAME);
  const { boot, root, verity } = await buildFolder({ ...recipes.get(NAME)!, withDataDisk: false }, join(workbench.work, 'build-folder'), 'lz4');
  return [
    ['no container', image],
    ['lz4', packed],
    ...packers.map((tool) => [tool, packedCopy(image, tool, workbench)] as const),
    ['lz4 behind a URL', await serveFile(packed)],
    ['a raw disk behind a URL', await serveFile(image)],
    ['partition images in lz4', boot!, root, verity],
  ];
}
