import { type BlockSource, sliceSource } from '@staticfire/read/block-source';
import { ReadError, UnsupportedError } from '@staticfire/read/bytes';
import { openFileContent, withFileOffsets } from '@staticfire/read/filesystem';
import { type KernelImage, readKernelImage } from '@staticfire/read/formats/kernel-image';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { digestOf } from './digest-of.ts';

export const KERNEL_PATH = '/vmlinuz';
const GRUB_PATH = `($root)${KERNEL_PATH}`;

/** The kernel that boots: a file on BOOT, or the section .linux of a UKI. */
export interface KernelFile {
  readonly partition: 'EFI' | 'BOOT';
  readonly path: string;
  readonly insideUki: boolean;
  readonly source: BlockSource;
  /** Of the kernel alone. */
  readonly sha256: string;
  /** Decoded on first use; throws what the reader throws. */
  readonly image: () => KernelImage;
}

/** No kernel where the boot path says → undefined. A grub.cfg that names another file → UnsupportedError. */
export function readKernelFile(
  { bank, fileSystem, bootPath, grubConfig, ukiFile }: Pick<BankEvidence, 'bank' | 'fileSystem' | 'bootPath' | 'grubConfig' | 'ukiFile'>,
  sources: SourceLog,
): KernelFile | undefined {
  const uki = ukiFile(sources);
  if (uki !== undefined) {
    const range = uki.uki.linux;
    return range && describe({ ...uki, insideUki: true }, sliceSource(uki.pe.source, range.offset, range.length));
  }
  const fs = bootPath()?.kind === 'grub' ? fileSystem('BOOT') : undefined;
  const named = namedByGrub(grubConfig, sources) ?? GRUB_PATH;
  if (named !== GRUB_PATH) throw new UnsupportedError({ structure: 'grub.cfg', field: 'linux', found: named, expected: GRUB_PATH });
  const source = fs && openFileContent(fs, KERNEL_PATH);
  if (source === undefined) return undefined;
  const file = describe({ partition: 'BOOT', path: KERNEL_PATH, insideUki: false }, source);
  sources.add({ bank, partition: 'BOOT', path: KERNEL_PATH, offset: 0, length: source.length, sha256: file.sha256 });
  return file;
}

/** What is wrong with grub.cfg itself is told by the facts about it. */
function namedByGrub(grubConfig: BankEvidence['grubConfig'], sources: SourceLog): string | undefined {
  try {
    return grubConfig(sources)?.defaultEntry?.kernel;
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

function describe({ partition, path, insideUki }: Pick<KernelFile, 'partition' | 'path' | 'insideUki'>, source: BlockSource): KernelFile {
  let image: KernelImage | undefined;
  const decode = () => {
    image ??= withFileOffsets(path, () => readKernelImage(source));
    return image;
  };
  return { partition, path, insideUki, source, sha256: digestOf(source), image: decode };
}
