import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';
import { withWorkFolder } from '../work-folder.ts';

export type KernelCodec = 'gzip' | 'zstd' | 'xz' | 'lz4' | 'bzip2' | 'lzma';

/** The kernel's own build rules (Linux scripts/Makefile.lib, scripts/xz_wrap.sh), but for the effort. `FILE` is the input, `FILE.out` the output. */
const COMMANDS: Readonly<Record<KernelCodec, readonly [tool: string, ...args: string[]]>> = {
  gzip: ['gzip', '-n', '-9', '-k', '-S', '.out', 'FILE'],
  zstd: ['zstd', '-q', '-19', '--no-content-size', 'FILE', '-o', 'FILE.out'],
  xz: ['xz', '-k', '-T1', '-S', '.out', '--check=crc32', '--x86', '--lzma2=dict=8MiB', 'FILE'],
  lz4: ['lz4', '-q', '-l', '-9', 'FILE', 'FILE.out'],
  bzip2: ['bzip2', '-k', '-9', 'FILE'],
  lzma: ['xz', '-k', '-T1', '-S', '.out', '--format=lzma', 'FILE'],
};

/** The stream alone, as the standard tool writes it; the same bytes each time. */
export async function compressKernel(codec: KernelCodec, bytes: Uint8Array): Promise<Buffer> {
  return withWorkFolder(tmpdir(), async (folder) => {
    const file = join(folder, 'kernel');
    await writeFile(file, bytes);
    const [tool, ...args] = COMMANDS[codec];
    await runTool(
      tool,
      args.map((argument) => argument.replace('FILE', file)),
    );
    return readFile(codec === 'bzip2' ? `${file}.bz2` : `${file}.out`);
  });
}

/** The four bytes that the kernel's build appends: the inflated length. */
export function sizeWord(length: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(length);
  return word;
}
