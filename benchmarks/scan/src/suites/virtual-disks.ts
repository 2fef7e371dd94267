import { join } from 'node:path';
import { packOva, packVirtualDisk } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { inProcess, program, scanOf } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { constant, peakMegabytes, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const RAW_FACTOR = 2;
const MEMORY_MB = 300;
const NAME = 'large';

export const virtualDisksSuite: Suite = {
  name: 'virtual-disks',
  title: 'Virtual disks, beside the raw disk and qemu-img',
  mostRounds: 3,
  plan: async (workbench) => {
    const { image } = await workbench.lab(NAME);
    const files = await packed(image, workbench);
    const scans = Object.entries(files).map(([form, file]) => scanOf(`scan ${form}`, workbench.bundle, file));
    const reads = Object.entries(files).filter(([form]) => form !== 'OVA');
    const raw = join(workbench.work, 'converted.img');
    return {
      contenders: [
        scanOf('scan raw', workbench.bundle, image),
        ...scans,
        ...reads.flatMap(([form, file]) => [
          inProcess(`read ${form}`, 'read-structure.ts', 'disk', file),
          program(`qemu-img ${form}`, 'qemu-img', 'convert', '-O', 'raw', file, raw),
        ]),
      ],
      rows: [...Object.keys(files).flatMap(scanRows), ...reads.map(([form]) => readRow(form))],
    };
  },
};

async function packed(image: string, { work }: Workbench): Promise<Readonly<Record<string, string>>> {
  const forms = ['qcow2', 'qcow2, deflate', 'qcow2, zstd', 'VMDK, sparse', 'VMDK, stream-optimised'] as const;
  const files: Record<string, string> = {};
  for (const form of forms) {
    files[form] = join(work, `${form.replaceAll(/\W+/g, '-')}.disk`);
    await packVirtualDisk(image, form, files[form]);
  }
  files['OVA'] = join(work, 'large.ova');
  await packOva([image], files['OVA']);
  return files;
}

function scanRows(form: string): readonly RowPlan[] {
  const scan = `scan ${form}`;
  return [
    {
      ...{ what: `whole scan of ${NAME} in ${form}`, how: 'process', unit: 's', ours: seconds(scan) },
      ...{ peer: 'the same disk, raw', theirs: seconds('scan raw'), bound: RAW_FACTOR },
    },
    {
      ...{ what: `peak memory, scan of ${NAME} in ${form}`, how: 'process', unit: 'MB', ours: peakMegabytes(scan) },
      ...{ peer: 'bound', theirs: constant(MEMORY_MB), bound: 1 },
    },
  ];
}

function readRow(form: string): RowPlan {
  return {
    ...{ what: `${NAME} in ${form}, from the first byte of the disk to the last`, how: 'in process', unit: 's', ours: seconds(`read ${form}`) },
    ...{ peer: 'qemu-img convert -O raw, which also writes it', theirs: seconds(`qemu-img ${form}`) },
  };
}
