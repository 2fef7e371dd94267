import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { digestFile } from '../lab/digest.ts';
import { runTool } from '../lab/run-tool.ts';
import { manifestLine, ovfText } from './ova-file.ts';

const TEN_MINUTES = 600_000;

/** What `qemu-img convert` is told, for each form of a virtual disk. */
const FORMS = {
  qcow2: ['-O', 'qcow2'],
  'qcow2, version 2': ['-O', 'qcow2', '-o', 'compat=0.10'],
  'qcow2, small clusters': ['-O', 'qcow2', '-o', 'cluster_size=4k'],
  'qcow2, deflate': ['-O', 'qcow2', '-c'],
  'qcow2, zstd': ['-O', 'qcow2', '-c', '-o', 'compression_type=zstd'],
  'VMDK, sparse': ['-O', 'vmdk', '-o', 'subformat=monolithicSparse'],
  'VMDK, stream-optimised': ['-O', 'vmdk', '-o', 'subformat=streamOptimized'],
} as const;

export type VirtualDiskForm = keyof typeof FORMS;

export const virtualDiskForms = Object.keys(FORMS) as readonly VirtualDiskForm[];

/** Writes the raw disk `image` to `path` in another form. */
export async function packVirtualDisk(image: string, form: VirtualDiskForm, path: string): Promise<void> {
  await runTool('qemu-img', ['convert', '-f', 'raw', ...FORMS[form], image, path], { timeout: TEN_MINUTES });
}

/**
 * Writes an OVA to `path` as a build does: a tar archive of descriptor, manifest (SHA-256) and stream-optimised disks, in the order of
 * `images`, which the hardware has too.
 */
export async function packOva(images: readonly string[], path: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(path), 'ova-'));
  try {
    const disks = await Promise.all(images.map((image) => packOvaDisk(image, folder)));
    const ovf = ovfText(disks);
    const digests = [...disks.map(({ name, digest }) => ({ name, digest })), { name: 'disk.ovf', digest: createHash('sha256').update(ovf).digest('hex') }];
    await writeFile(join(folder, 'disk.ovf'), ovf);
    await writeFile(join(folder, 'disk.mf'), digests.map(({ name, digest }) => manifestLine('SHA256', name, digest)).join(''));
    const names = ['disk.ovf', 'disk.mf', ...disks.map(({ name }) => name)];
    await runTool('tar', ['--create', '--format=gnu', '--owner=0', '--group=0', '--mtime=@0', '--file', path, '--directory', folder, ...names], {
      timeout: TEN_MINUTES,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packOvaDisk(image: string, folder: string): Promise<{ name: string; size: number; digest: string }> {
  const name = `${basename(image, '.img')}.vmdk`;
  const path = join(folder, name);
  await packVirtualDisk(image, 'VMDK, stream-optimised', path);
  return { name, size: (await stat(path)).size, digest: await digestFile(path) };
}
