import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { type BootCommandLine, bootCommandLine } from './boot-command-line.schema.ts';

export const collectBootCommandLine = defineBankCollector({
  fact: bootCommandLine,
  reads: ['grubConfig'],
  collect({ grubConfig }, sources): BootCommandLine | undefined {
    const entry = grubConfig(sources)?.defaultEntry;
    if (entry?.kernel === undefined) return undefined;
    return { text: entry.commandLine, ...parseKernelCommandLine(entry.commandLine) };
  },
});
