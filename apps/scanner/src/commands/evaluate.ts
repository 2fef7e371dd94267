import { evaluateFacts } from '@staticfire/scan/judge';
import { loadChosenPolicies } from '../load-policies.ts';
import { deliver, planReports } from '../output/deliver-reports.ts';
import { TOOL } from '../tool.ts';
import { readFactsFile } from './read-facts-file.ts';
import type { ReportOptions } from './report-options.ts';

/** Judges saved facts and reports; the gate's exit code. */
export async function evaluate(path: string, options: ReportOptions): Promise<number> {
  const plan = await planReports(options, [path]);
  const policies = loadChosenPolicies(options);
  const document = readFactsFile(path);
  const result = await evaluateFacts(document, { ...policies, mode: options.mode, tool: TOOL, today: options.day });
  await deliver(result, plan);
  return result.gate.exitCode;
}
