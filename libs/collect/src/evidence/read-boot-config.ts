import { ReadError } from '@staticfire/read/bytes';
import { type FileSystem, openFileContent } from '@staticfire/read/filesystem';
import { type BootConfig, type BootConfigParameters, bootConfigParameters, readBootConfig } from '@staticfire/read/formats/bootconfig';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { withFileOffsets } from './error-in-file.ts';
import { digestOf } from './read-uki-file.ts';

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
  const fs = openPrivate(evidence);
  const source = fs && openFileContent(fs, BOOT_CONFIG_PATH);
  if (source === undefined) return undefined;
  sources.add({ partition: 'PRIVATE', path: BOOT_CONFIG_PATH, offset: 0, length: source.length, sha256: digestOf(source) });
  const config = withFileOffsets(BOOT_CONFIG_PATH, () => readBootConfig(source));
  const parameters = config === undefined ? { kernel: [], init: [] } : bootConfigParameters(config.keys);
  return { ...(config === undefined ? {} : { config }), length: source.length, parameters, ...decideWhetherItApplies(evidence, sources) };
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

/** Linux init/main.c, `setup_boot_config`: the parameter must stand before `--`; without an initrd there is nothing to read. */
export function decideWhetherItApplies(
  { bootPath, grubConfig, commandLine }: Omit<Evidence, 'fileSystem'>,
  sources: SourceLog,
): { applies: boolean; reason: string } {
  if (bootPath()?.kind === 'uki') return { applies: false, reason: 'a UKI without an initrd boots: nothing hands the file to the kernel' };
  const initrds = grubConfig(sources)?.defaultEntry?.initrds ?? [];
  if (!initrds.includes(GRUB_PATH)) return { applies: false, reason: `the default entry has no initrd ${GRUB_PATH}` };
  const { parameters } = parseKernelCommandLine(commandLine(sources)?.text ?? '');
  if (!parameters.some(({ name }) => name === 'bootconfig')) return { applies: false, reason: 'the command line does not have the word bootconfig' };
  return { applies: true, reason: 'the default entry hands it over as initrd, and the command line has the word bootconfig' };
}
