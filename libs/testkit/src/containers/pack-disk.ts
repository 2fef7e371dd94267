import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { MissingToolError } from '../lab/run-tool.ts';
import { toolPath } from '../tool-path.ts';
import { packOva, packVirtualDisk, type VirtualDiskForm, virtualDiskForms } from '../virtual-disks/index.ts';
import { writeSeekableZstd } from './zstd-seekable.ts';

const TEN_MINUTES = 600_000;

/** Commands that write the archive of their last argument to stdout, as fast as they can. */
const COMMANDS = {
  gzip: ['gzip', '-1nc'],
  'zstd, one frame': ['zstd', '-1qc', '--single-thread'],
  'zstd, frames of pzstd': ['pzstd', '-1qc', '-p', '2'],
  'xz, blocks': ['xz', '-0qc', '--threads=1', '--block-size=8388608'],
  'xz, one block': ['xz', '-0qc', '--threads=1'],
  bzip2: ['bzip2', '-1qc'],
  lz4: ['lz4', '-1qc'],
  'lz4, dependent blocks': ['lz4', '-1qc', '-BD'],
} as const;

type CommandForm = keyof typeof COMMANDS;

/** A file that a disk can be packed in. */
export type DiskForm = CommandForm | 'zstd, seekable' | VirtualDiskForm | 'OVA';

export const diskForms: readonly DiskForm[] = [...(Object.keys(COMMANDS) as CommandForm[]), 'zstd, seekable', ...virtualDiskForms, 'OVA'];

/** Writes the raw disk `image` to `path` in another form. */
export function packDisk(image: string, form: DiskForm, path: string): Promise<void> {
  if (form === 'zstd, seekable') return writeSeekableZstd(image, path);
  if (form === 'OVA') return packOva([image], path);
  return isCommandForm(form) ? compressDisk(image, form, path) : packVirtualDisk(image, form, path);
}

function isCommandForm(form: CommandForm | VirtualDiskForm): form is CommandForm {
  return form in COMMANDS;
}

async function compressDisk(image: string, form: CommandForm, path: string): Promise<void> {
  const [tool, ...args] = COMMANDS[form];
  const command = toolPath(tool);
  if (command === undefined) throw new MissingToolError([tool]);
  const child = execa(command, [...args, image], { buffer: false, timeout: TEN_MINUTES });
  await Promise.all([pipeline(child.stdout, createWriteStream(path)), child]);
}
