import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../lab/run-tool.ts';

const SOURCE = join(import.meta.dirname, 'libsepol-answers.c');
const FIVE_MINUTES = 300_000;

/** Answers of libsepol's own security server to questions of libsepol-answers.c, one line each. The program is compiled each time; takes a second. */
export async function libsepolAnswers(policy: string, questions: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'staticfire-libsepol-'));
  try {
    const program = join(folder, 'libsepol-answers');
    await runTool('gcc', ['-O1', '-Wall', '-o', program, SOURCE, '-l:libsepol.a']);
    const input = questions.map((question) => `${question}\n`).join('');
    const { stdout } = await runTool('env', [program, policy], { input, timeout: FIVE_MINUTES });
    return stdout.split('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}
