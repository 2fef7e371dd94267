import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.ts';
import { explainFailure } from './failure.ts';
import { refuseNode } from './node-version.ts';
import { removeUnfinished } from './output/write-file.ts';
import { buildProgram } from './program.ts';

/** Runs one command line; the result is the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const refusal = refuseNode(process.versions.node);
  if (refusal !== undefined) {
    process.stderr.write(`staticfire: ${refusal}\n`);
    return ExitCode.usage;
  }
  const state: { exitCode: number } = { exitCode: ExitCode.passed };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await buildProgram((exitCode) => {
      state.exitCode = exitCode;
    }).parseAsync(argv, { from: 'user' });
    return state.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.passed : ExitCode.usage;
    const { lines, exitCode } = explainFailure(error);
    for (const line of lines) process.stderr.write(`staticfire: ${line}\n`);
    return exitCode;
  }
}

/** Files are written under another name and renamed at the end, so nothing half-written stays. */
function interrupt(): void {
  removeUnfinished();
  process.stderr.write('\nstaticfire: interrupted\n');
  process.exit(ExitCode.interrupted);
}

/** The reader of our output may close it early, as `head` does. Anything else is an output error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`staticfire: stdout: ${error.message}\n`);
  process.exit(ExitCode.undelivered);
}
