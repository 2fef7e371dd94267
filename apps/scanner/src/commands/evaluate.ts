import { evaluateFacts } from '@staticfire/scan/judge';
import { loadChosenPolicies } from '../load-policies.ts';
import { parseOutputs } from '../output/output-files.ts';
import { TOOL } from '../tool.ts';
import { readFactsFile } from './read-facts-file.ts';
import { deliver, type ReportOptions, today } from './report-options.ts';

/** Judges saved facts and reports; the gate's exit code. */
export async function evaluate(path: string, options: ReportOptions): Promise<number> {
  const files = parseOutputs(options.output, path);
  const policies = loadChosenPolicies(options);
  const document = readFactsFile(path);
  const result = await evaluateFacts(document, { ...policies, mode: options.mode, tool: TOOL, today: today() });
  deliver(result, options, files);
  return result.gate.exitCode;
}
