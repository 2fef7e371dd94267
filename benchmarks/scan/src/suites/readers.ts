import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFileSource } from '@staticfire/read/block-source/node';
import { readKernelImage } from '@staticfire/read/formats/kernel-image';
import { debianFolder, debianPolicy, sizeWord, wrapBzImage } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { inProcess, node, program } from '../contenders.ts';
import { copyRange } from '../extract-partition.ts';
import type { Contender } from '../measure.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const UKI_PATH = '::/EFI/BOOT/BOOTX64.EFI';
/** Behind a bzImage's payload stands its inflated size (Documentation/arch/x86/boot.rst, payload_length). */
const SIZE_WORD = 4;

export const readersSuite: Suite = {
  name: 'readers',
  title: 'Single structures and digests',
  isChecked: true,
  plan: async (workbench) => {
    const { image, efi } = await workbench.lab('uki-2026');
    const uki = join(workbench.work, 'uki.efi');
    execFileSync('mcopy', ['-n', '-i', efi, UKI_PATH, uki]);
    const policy = await debianPolicy('default');
    const kernel = await debianKernel();
    const kernels = [kernelPair(kernel, workbench), kernelPair(packedWithZstd(kernel, workbench), workbench)];
    return {
      contenders: [
        ...[inProcess('gpt', 'read-structure.ts', 'gpt', image), program('sgdisk --print', 'sgdisk', '--print', image)],
        ...[node('partitions', workbench.bundle, 'partitions', image)],
        ...[inProcess('uki', 'read-structure.ts', 'uki', uki), { ...program('osslsigncode verify', 'osslsigncode', 'verify', uki), acceptsExitCodes: [1] }],
        ...kernels.flatMap(({ contenders }) => contenders),
        ...[inProcess('policy', 'read-structure.ts', 'policy', policy), program('seinfo', 'seinfo', policy)],
        ...[inProcess('digest', 'read-structure.ts', 'digest', image), program('sha256sum', 'sha256sum', image)],
        program('true', 'true'),
      ],
      rows: [
        row('GPT, both copies', 'gpt', 'sgdisk --print'),
        { ...row('GPT: staticfire partitions', 'partitions', 'sgdisk --print'), how: 'process' },
        row('PE and UKI, with the Authenticode digest', 'uki', 'osslsigncode verify'),
        ...kernels.map((kernel) => kernel.row),
        row("SELinux policy, Debian's default: parsed, validated, rules indexed", 'policy', 'seinfo'),
        { ...row('SHA-256 of a disk of 2 GiB, in its thread', 'digest', 'sha256sum'), bound: 1, check: true },
        { what: 'for comparison: the start of a program that does nothing (true)', how: 'process', unit: 's', ours: seconds('true') },
      ],
    };
  },
};

function row(what: string, ours: string, peer: string): RowPlan {
  return { what, how: 'in process', unit: 's', ours: seconds(ours), peer, theirs: seconds(peer) };
}

/** A real kernel, from Debian. */
async function debianKernel(): Promise<string> {
  const folder = await debianFolder('linux-image-amd64', 'boot');
  return join(folder, readdirSync(folder).find((name) => name.startsWith('vmlinuz'))!);
}

/** The same kernel in the codec of Bottlerocket's. The level is lower than Kbuild's 22, which inflates as fast and packs for minutes. */
function packedWithZstd(path: string, { work }: Workbench): string {
  const { file, headerRelease, inflatedLength } = payloadOf(path, work);
  const inflated = execFileSync('sh', ['-c', 'xz -dc "$1" | zstd -9qc', 'sh', file], { maxBuffer: inflatedLength });
  const target = join(work, 'vmlinuz.zstd');
  writeFileSync(target, wrapBzImage(`${headerRelease} (bench)`, Buffer.concat([inflated, sizeWord(inflatedLength)])));
  return target;
}

/** The compressed kernel inside a bzImage as a file of its own. */
function payloadOf(path: string, work: string) {
  const source = openFileSource(path);
  const { payload, headerRelease } = readKernelImage(source);
  source.close();
  const { codec, offset, length, inflatedLength } = payload!;
  const file = join(work, `payload.${codec}`);
  copyRange(path, offset, length - SIZE_WORD, file);
  return { file, codec, headerRelease, inflatedLength };
}

/** The reader on a kernel file, and the program that inflates its payload alone. */
function kernelPair(path: string, { work }: Workbench): { readonly contenders: readonly Contender[]; readonly row: RowPlan } {
  const { file, codec, headerRelease, inflatedLength } = payloadOf(path, work);
  const [ours, theirs] = [`kernel in ${codec}`, `${codec} -t of its payload`];
  const what = `kernel ${headerRelease} in ${codec}: ${Math.round(inflatedLength / 1e6)} MB inflated, banner and configuration searched`;
  return { contenders: [inProcess(ours, 'read-structure.ts', 'kernel', path), program(theirs, codec, '-tq', file)], row: row(what, ours, theirs) };
}
