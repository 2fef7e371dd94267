import { execa } from 'execa';
import { oracleTools } from '../oracle-tools.ts';
import { missingPackages, toolPath } from '../tool-path.ts';
import { clockEnvironment, LAB_TIME } from './clock.ts';

export interface ToolOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  /** Exit codes that are no failure; 0 always is none. */
  readonly accept?: readonly number[];
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const FIXED_ENVIRONMENT = {
  LC_ALL: 'C',
  TZ: 'UTC',
  ...clockEnvironment(LAB_TIME),
  MTOOLS_SKIP_CHECK: '1',
};

/** Runs one tool with a pinned clock, locale and time zone. Throws with its output when it fails or takes too long. */
export async function runTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolOutput> {
  const path = toolPath(command);
  if (path === undefined) throw new MissingToolError([command]);
  const env = { ...FIXED_ENVIRONMENT, ...options.env };
  const result = await execa(path, args, { env, input: options.input ?? '', timeout: options.timeout ?? 120_000, reject: false });
  const exitCode = result.exitCode ?? -1;
  if (exitCode === 0 || options.accept?.includes(exitCode)) return { stdout: result.stdout, stderr: result.stderr, exitCode };
  throw new Error(`${command} ${args.join(' ')}: ${result.timedOut ? 'timed out' : `exit ${exitCode}`}\n${result.stdout}\n${result.stderr}`);
}

/** Tools a lab image needs are not installed. */
export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';

  constructor(commands: readonly string[]) {
    const packages = missingPackages(Object.fromEntries(commands.map((command) => [command, packageOf(command)])));
    super(`missing ${commands.join(', ')}: install the Debian packages ${packages.join(' ')} (npm run oracles)`);
  }
}

/** Throws when one of the tools is not installed. */
export function requireTools(commands: readonly string[]): void {
  const missing = commands.filter((command) => toolPath(command) === undefined);
  if (missing.length > 0) throw new MissingToolError(missing);
}

function packageOf(command: string): string {
  return (oracleTools as Readonly<Record<string, string>>)[command] ?? command;
}
