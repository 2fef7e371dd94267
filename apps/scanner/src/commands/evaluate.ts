import { evaluateFacts } from '@staticfire/scan';
import { loadShippedPacks } from '../load-policies.ts';
import { parseOutputs } from '../output/output-files.ts';
import { TOOL } from '../tool.ts';
import { readFactsFile } from './read-facts-file.ts';
import { deliver, type ReportOptions } from './report-options.ts';

/** Judges saved facts and reports; the gate's exit code. */
export async function evaluate(path: string, options: ReportOptions): Promise<number> {
  const files = parseOutputs(options.output, path);
  const packs = loadShippedPacks();
  const document = readFactsFile(path);
  const result = evaluateFacts(document, { packs, failOn: options.failOn, mode: options.mode, tool: TOOL });
  deliver(result, options, files);
  return result.gate.exitCode;
}
