import { spawn } from 'node:child_process';

export interface Measurement {
  /** Seconds from start to end of the whole process. */
  readonly seconds: number;
  /** Peak memory in MB (10^6 bytes); 0 where the process does not tell. */
  readonly peakMegabytes: number;
}

export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Runs before each measurement, outside of it. */
  readonly prepare?: () => void;
  /** It measures itself, without its start, and prints `{"seconds": …}`. */
  readonly reportsSeconds?: true;
}

const PRELOAD = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;
const TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 64 * 1024;

/** Runs the contenders in turn, `rounds` times after one round that is not counted. */
export async function measureInTurn(contenders: readonly Contender[], rounds: number): Promise<ReadonlyMap<string, readonly Measurement[]>> {
  const results = new Map<string, Measurement[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const contender of contenders) {
      const measurement = await measure(contender);
      if (round > 0) results.get(contender.name)!.push(measurement);
    }
  }
  return results;
}

async function measure({ command, args, prepare, reportsSeconds }: Contender): Promise<Measurement> {
  prepare?.();
  const isNode = command === process.execPath;
  const start = performance.now();
  const { memory, output } = await run(command, isNode ? ['--import', PRELOAD, ...args] : args);
  const whole = (performance.now() - start) / 1000;
  const seconds = reportsSeconds ? (JSON.parse(output) as { seconds: number }).seconds : whole;
  return { seconds, peakMegabytes: Math.round((memory * 1024) / 1e6) };
}

/** Resolves with the peak memory in KiB and what it printed, at most 64 KiB, when the program ends with 0. */
function run(command: string, args: readonly string[]): Promise<{ memory: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    const texts = ['', '', '', ''];
    for (const index of [1, 2, 3]) {
      (child.stdio[index] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => {
        if (texts[index]!.length < MAX_OUTPUT) texts[index] += chunk.toString();
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ memory: Number(texts[3]), output: texts[1]! });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${texts[2]!.slice(0, 500)}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
