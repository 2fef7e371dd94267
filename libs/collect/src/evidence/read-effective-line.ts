import { FormatError } from '@staticfire/read/bytes';
import { commandLineWithBootConfig } from '@staticfire/read/formats/bootconfig';
import type { SourceLog } from '../collector.ts';
import type { BankEvidence } from './bank-evidence.ts';

/**
 * The command line as the kernel goes by it. A boot configuration that contradicts its format is refused by the kernel as well, which then goes
 * without; one that is only not read here leaves the line open, and that is thrown. No command line → undefined.
 */
export function readEffectiveLine({ commandLine, bootConfig }: Pick<BankEvidence, 'commandLine' | 'bootConfig'>, sources: SourceLog): string | undefined {
  const passed = commandLine(sources);
  if (passed === undefined) return undefined;
  try {
    const config = bootConfig(sources);
    return config?.applies ? commandLineWithBootConfig(passed.text, config.parameters) : passed.text;
  } catch (error) {
    if (error instanceof FormatError) return passed.text;
    throw error;
  }
}
