import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Peak memory of the process. */
  readonly maxRssKib: number;
}

const COMMAND = fileURLToPath(new URL('../../../apps/scanner/src/staticfire.ts', import.meta.url));
/** Prints the peak memory of the process on file descriptor 3 when it ends. */
const PRELOAD = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

/** The command as a process of its own, from its sources or as the file `command`; ended after `timeout` milliseconds. */
export function runStaticfire(
  args: readonly string[],
  options: { readonly command?: string; readonly timeout?: number; readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', PRELOAD, options.command ?? COMMAND, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: options.timeout ?? 60_000,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
    });
    const outputs = [1, 2, 3].map((index) => {
      const chunks: Buffer[] = [];
      (child.stdio[index] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const [stdout, stderr, memory] = outputs.map((read) => read());
      resolve({ exitCode, stdout: stdout!, stderr: stderr!, maxRssKib: Number(memory) });
    });
  });
}
