import type { PeImage, Uki } from '@staticfire/read/formats/pe';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { digestOf } from './digest-of.ts';

/** The unified kernel image that boots. */
export interface UkiFile {
  readonly startedBy: 'firmware' | 'systemd-boot';
  readonly partition: 'EFI' | 'BOOT';
  readonly path: string;
  readonly sha256: string;
  readonly pe: PeImage;
  readonly uki: Uki;
}

/** Another way to boot → undefined. */
export function readUkiFile({ bank, bootPath }: Pick<BankEvidence, 'bank' | 'bootPath'>, sources: SourceLog): UkiFile | undefined {
  const boot = bootPath();
  if (boot?.kind !== 'uki') return undefined;
  const { startedBy, partition, path, pe, uki } = boot;
  const sha256 = digestOf(pe.source);
  sources.add({ bank, partition, path, offset: 0, length: pe.source.length, sha256 });
  return { startedBy, partition, path, sha256, pe, uki };
}
