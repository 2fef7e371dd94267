import type { BankName } from '@staticfire/facts';
import type { FileSystem } from '@staticfire/read/filesystem';
import { type GrubConfig, parseGrubConfig } from '@staticfire/read/formats/grub-config';
import type { SourceLog } from '../collector.ts';
import { quoteLines } from './quote-lines.ts';
import { readTextFile } from './read-text-file.ts';

export const GRUB_CONFIG_PATH = '/grub/grub.cfg';
/** Bottlerocket's has about 2 KiB. */
const MAX_LENGTH = 1024 * 1024;

/** The boot loader configuration of a bank; of its lines those with the command line that boots are quoted. Missing → undefined. */
export function readGrubConfig(bank: BankName, fs: FileSystem | undefined, sources: SourceLog): GrubConfig | undefined {
  const file = readTextFile({ fs, bank, partition: 'BOOT' }, GRUB_CONFIG_PATH, MAX_LENGTH, sources);
  if (file === undefined) return undefined;
  const config = parseGrubConfig(file.text);
  const quoted = { bank, partition: 'BOOT', path: GRUB_CONFIG_PATH, text: file.text, lineEnds: 'line-feed' } as const;
  sources.quote(quoteLines(quoted, config.defaultEntry?.argumentLines ?? []));
  return config;
}
