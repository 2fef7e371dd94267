import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { GRUB_CONFIG_PATH } from './read-grub-config.ts';

/** The command line as it is handed to the kernel, before the kernel adds what it finds itself. */
export interface PassedCommandLine {
  readonly from: 'grub.cfg' | 'uki';
  readonly partition: 'EFI' | 'BOOT';
  readonly path: string;
  readonly text: string;
  /** The line in `path` on which each word stands; empty where the file has no lines. */
  readonly wordLines: readonly number[];
}

/** No way to boot, no default entry with a kernel, or a UKI without one → undefined. */
export function readCommandLine({ grubConfig, ukiFile }: Pick<BankEvidence, 'grubConfig' | 'ukiFile'>, sources: SourceLog): PassedCommandLine | undefined {
  const file = ukiFile(sources);
  if (file !== undefined) {
    const { partition, path, uki } = file;
    return uki.cmdline === undefined ? undefined : { from: 'uki', partition, path, text: uki.cmdline, wordLines: [] };
  }
  const entry = grubConfig(sources)?.defaultEntry;
  if (entry?.kernel === undefined) return undefined;
  return { from: 'grub.cfg', partition: 'BOOT', path: GRUB_CONFIG_PATH, text: entry.commandLine, wordLines: entry.argumentLines };
}
