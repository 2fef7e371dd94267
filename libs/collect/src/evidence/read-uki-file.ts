import { createHash } from 'node:crypto';
import type { BlockSource } from '@staticfire/read/block-source';
import type { PeImage, Uki } from '@staticfire/read/formats/pe';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';

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

const CHUNK = 1024 * 1024;

/** SHA-256 of a whole source, hexadecimal, one MiB at a time. */
export function digestOf(source: BlockSource): string {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(Math.min(CHUNK, source.length));
  for (let at = 0; at < source.length; at += chunk.length) {
    const part = chunk.subarray(0, Math.min(chunk.length, source.length - at));
    source.readInto(part, at);
    hash.update(part);
  }
  return hash.digest('hex');
}
