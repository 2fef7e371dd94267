import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import { decodeFileName, ReadError, UnsupportedError } from '@staticfire/read/bytes';
import { type FileSystem, openFileContent, withFileOffsets } from '@staticfire/read/filesystem';
import { type BootConfig, type BootConfigParameters, bootConfigParameters, readBootConfig } from '@staticfire/read/formats/bootconfig';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { digestOf } from './digest-of.ts';
import { quoteLines } from './quote-lines.ts';

export const BOOT_CONFIG_PATH = '/bootconfig.data';
const GRUB_PATH = `($private)${BOOT_CONFIG_PATH}`;

export interface AppliedBootConfig {
  /** Absent when the file has no trailer: the kernel then finds no configuration in it. */
  readonly config?: BootConfig;
  readonly length: number;
  readonly parameters: BootConfigParameters;
  /** The kernel reads it: the boot loader hands it over as initrd, and the command line asks for it. */
  readonly applies: boolean;
  /** Why, in words for users. */
  readonly reason: string;
}

type Evidence = Pick<BankEvidence, 'fileSystem' | 'bootPath' | 'grubConfig' | 'commandLine'>;

/** bootconfig.data on PRIVATE. No such file → undefined. Damage that makes the kernel refuse it is thrown, as the reader does. */
export function readAppliedBootConfig(evidence: Evidence, sources: SourceLog): AppliedBootConfig | undefined {
  const applied = decideWhetherItApplies(evidence, sources);
  const fs = openPrivate(evidence);
  const source = fs && openFileContent(fs, BOOT_CONFIG_PATH);
  if (source === undefined) return undefined;
  sources.add({ partition: 'PRIVATE', path: BOOT_CONFIG_PATH, offset: 0, length: source.length, sha256: digestOf(source) });
  const config = withFileOffsets(BOOT_CONFIG_PATH, () => readBootConfig(source));
  if (config !== undefined) quoteKeys(config, source, sources);
  const parameters = config === undefined ? { kernel: [], init: [] } : bootConfigParameters(config.keys);
  return { ...(config === undefined ? {} : { config }), length: source.length, parameters, ...applied };
}

function quoteKeys({ keys, precedingBytes, textLength }: BootConfig, source: BlockSource, sources: SourceLog): void {
  const text = decodeFileName(readBytes(source, precedingBytes, textLength));
  const lines = keys.map(({ line }) => line);
  sources.quote(quoteLines({ partition: 'PRIVATE', path: BOOT_CONFIG_PATH, text, lineEnds: 'line-feed' }, lines));
}

/** Where a UKI boots nothing reads PRIVATE for the kernel, and with keys that live for one boot it is noise. */
function openPrivate({ fileSystem, bootPath }: Evidence): FileSystem | undefined {
  if (bootPath()?.kind !== 'uki') return fileSystem('PRIVATE');
  try {
    return fileSystem('PRIVATE');
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

/**
 * Linux init/main.c, `setup_boot_config`: the parameter must stand before `--`; without an initrd there is nothing to read. The kernel looks at the
 * end of what all initrds make together: where one of them is something else, what it finds is not read here → UnsupportedError.
 */
export function decideWhetherItApplies(evidence: Omit<Evidence, 'fileSystem'>, sources: SourceLog): { applies: boolean; reason: string } {
  const initrds = findInitrds(evidence, sources);
  if (initrds.length === 0) return { applies: false, reason: whyNoInitrd(evidence) };
  const { parameters } = parseKernelCommandLine(evidence.commandLine(sources)?.text ?? '');
  if (!parameters.some(({ name }) => name === 'bootconfig')) return { applies: false, reason: 'the command line does not have the word bootconfig' };
  const other = initrds.find((path) => path !== GRUB_PATH);
  if (other !== undefined) throw new UnsupportedError({ structure: 'initrd', field: 'path', found: other, expected: GRUB_PATH });
  return { applies: true, reason: 'the default entry hands it over as initrd, and the command line has the word bootconfig' };
}

/** What the kernel is handed as initial ramdisks: paths of GRUB, or the section of a UKI. */
function findInitrds({ bootPath, grubConfig }: Omit<Evidence, 'fileSystem'>, sources: SourceLog): readonly string[] {
  const path = bootPath();
  if (path?.kind !== 'uki') return grubConfig(sources)?.defaultEntry?.initrds ?? [];
  return path.pe.sections.filter(({ name }) => name === '.initrd').map(({ name }) => name);
}

function whyNoInitrd({ bootPath }: Omit<Evidence, 'fileSystem'>): string {
  if (bootPath()?.kind === 'uki') return 'a UKI without an initrd boots: nothing hands the file to the kernel';
  return `the default entry has no initrd ${GRUB_PATH}`;
}
