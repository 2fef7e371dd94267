import { join } from 'node:path';
import { runTool } from '../lab/run-tool.ts';

const SOURCE = join(import.meta.dirname, 'setools-answers.py');
const FIVE_MINUTES = 300_000;

/** The lines that setools-answers.py prints for a question, sorted. Needs Debian's own python3 and its module. */
export async function setoolsAnswers(...question: readonly string[]): Promise<string[]> {
  const { stdout } = await runTool('/usr/bin/python3', ['-W', 'ignore', SOURCE, ...question], { timeout: FIVE_MINUTES });
  return stdout === '' ? [] : stdout.split('\n').sort();
}
