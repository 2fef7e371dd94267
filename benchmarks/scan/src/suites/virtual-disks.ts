import { join } from 'node:path';
import { packOva, packVirtualDisk } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { inProcess, program, scanOf } from '../contenders.ts';
import type { Purpose, Suite } from '../suite.ts';
import { constant, peakMegabytes, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const RAW_FACTOR = 2;
const MEMORY_MB = 300;
const NAME = 'large';
const FORMS = ['qcow2', 'qcow2, deflate', 'qcow2, zstd', 'VMDK, sparse', 'VMDK, stream-optimised'] as const;
/** Whose memory CI holds: nearest to the bound, and what a build publishes for VMware. */
const CHECKED: readonly string[] = ['qcow2, zstd', 'VMDK, stream-optimised'];

export const virtualDisksSuite: Suite = {
  name: 'virtual-disks',
  title: 'Virtual disks, beside the raw disk and qemu-img',
  mostRounds: 3,
  isChecked: true,
  plan: async (workbench, purpose) => {
    const { image } = await workbench.lab(NAME);
    const files = await packed(image, workbench, purpose);
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

async function packed(image: string, { work }: Workbench, purpose: Purpose): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const form of FORMS.filter((each) => purpose === 'report' || CHECKED.includes(each))) {
    files[form] = join(work, `${form.replaceAll(/\W+/g, '-')}.disk`);
    await packVirtualDisk(image, form, files[form]);
  }
  if (purpose === 'check') return files;
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
      ...(CHECKED.includes(form) ? { check: true } : {}),
    },
  ];
}

function readRow(form: string): RowPlan {
  return {
    ...{ what: `${NAME} in ${form}, from the first byte of the disk to the last`, how: 'in process', unit: 's', ours: seconds(`read ${form}`) },
    ...{ peer: 'qemu-img convert -O raw, which also writes it', theirs: seconds(`qemu-img ${form}`) },
  };
}
