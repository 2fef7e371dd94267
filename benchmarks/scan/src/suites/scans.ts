import type { RowPlan } from '../bench-row.ts';
import { cold, debugfsDump, dumpTargets, scanOf, verifyTree } from '../contenders.ts';
import type { Contender } from '../measure.ts';
import type { Suite } from '../suite.ts';
import { constant, peakMegabytes, seconds, total } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const MEMORY_MB = 300;
const EROFS_SCAN_SECONDS = 6;
const LZ4_FACTOR = 2.5;

export const scansSuite: Suite = {
  name: 'scans',
  title: 'Whole scans',
  isChecked: true,
  plan: async (workbench) => ({ contenders: await contenders(workbench), rows: [...speedRows(workbench), ...memoryRows()] }),
};

async function contenders({ bundle, work, lab }: Workbench): Promise<readonly Contender[]> {
  const [ext4, erofs] = [await lab('large'), await lab('large-erofs')];
  const scan = (name: string, image: string) => scanOf(`scan ${name}`, bundle, image);
  return [
    scan('large', ext4.image),
    verifyTree('veritysetup', ext4),
    ...dumpTargets(work).map(({ suffix, folder }) => debugfsDump(`rdump${suffix}`, ext4.root, folder)),
    scan('large in LZ4', ext4.packed),
    scan('large-erofs', erofs.image),
    scan('large-erofs in LZ4', erofs.packed),
    cold(scan('large, cold', ext4.image), ext4.image),
    cold(scan('large-erofs, cold', erofs.image), erofs.image),
  ];
}

function speedRows({ work }: Workbench): readonly RowPlan[] {
  const whole = { how: 'process', unit: 's' } as const;
  return [
    ...dumpTargets(work).map(({ suffix }) => ({
      ...{ ...whole, what: 'whole scan of large', ours: seconds('scan large') },
      ...{ peer: `veritysetup verify + debugfs rdump${suffix}`, theirs: total(seconds('veritysetup'), seconds(`rdump${suffix}`)), bound: 1 },
    })),
    { ...whole, what: 'whole scan of large-erofs', ours: seconds('scan large-erofs'), peer: 'bound', theirs: constant(EROFS_SCAN_SECONDS), bound: 1 },
    ...['large', 'large-erofs'].flatMap((name): RowPlan[] => [
      {
        ...{ ...whole, what: `whole scan of ${name} in LZ4`, ours: seconds(`scan ${name} in LZ4`), check: true },
        ...{ peer: 'the same disk, raw', theirs: seconds(`scan ${name}`), bound: LZ4_FACTOR },
      },
      { ...whole, what: `whole scan of ${name}, cold`, ours: seconds(`scan ${name}, cold`), peer: 'the same, warm', theirs: seconds(`scan ${name}`) },
    ]),
  ];
}

function memoryRows(): readonly RowPlan[] {
  return ['large', 'large-erofs', 'large in LZ4', 'large-erofs in LZ4'].map((name) => ({
    ...{ what: `peak memory, scan of ${name}`, how: 'process', unit: 'MB', ours: peakMegabytes(`scan ${name}`) },
    ...{ peer: 'bound', theirs: constant(MEMORY_MB), bound: 1 },
  }));
}
