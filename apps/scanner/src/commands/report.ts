import { deliver, type FormatOptions, planReports } from '../output/deliver-reports.ts';
import { readResultFile } from './read-result-file.ts';

/** Renders a saved result again; the exit code of its gate. */
export async function report(path: string, options: FormatOptions): Promise<number> {
  const plan = await planReports(options, [path]);
  const result = readResultFile(path);
  await deliver(result, plan);
  return result.gate.exitCode;
}
