import { spawn } from 'node:child_process';
import { type Answer, answerOf } from './answer.ts';
import type { Measurements } from './term.ts';

export interface Measurement {
  /** Of the whole process from start to end, or what it times itself. */
  readonly seconds: number;
  /** Peak memory of the process with all its threads in MB (10^6 bytes); 0 where it does not tell. */
  readonly peakMegabytes: number;
  /** What it prints about itself, by name. */
  readonly printed: Readonly<Record<string, number>>;
  /** What it found out, of a contender that says how to read that. */
  readonly answer?: Answer;
}

export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before each measurement, outside of it. */
  readonly prepare?: () => void;
  /** It measures itself, without its start, and prints figures as one JSON object; `seconds` among them replaces ours. */
  readonly printsFigures?: true;
  /** The lines of its output that are its answer, in any order. */
  readonly readAnswer?: (stdout: string) => readonly string[];
  /** It takes so long that one run, in the first counted round, has to do. */
  readonly once?: true;
  /** Exit codes that are no failure beside 0. */
  readonly acceptsExitCodes?: readonly number[];
  /** Milliseconds, when two minutes are not right. */
  readonly timeout?: number;
}

export interface Rounds {
  readonly counted: number;
  /** Before them, not counted. */
  readonly warmUp: number;
}

const PRELOAD = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;
const TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 64 * 1024;
const MAX_ANSWER = 64 * 1024 * 1024;
const OUTPUTS = ['stdout', 'stderr', 'memory'] as const;

/** Runs the contenders in turn, round after round. */
export async function measureInTurn(contenders: readonly Contender[], rounds: Rounds): Promise<Measurements> {
  const results = new Map<string, Measurement[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    for (const contender of contenders) {
      if (contender.once && round !== rounds.warmUp) continue;
      const measurement = await measure(contender);
      if (round >= rounds.warmUp) results.get(contender.name)!.push(measurement);
    }
  }
  return results;
}

/** One run. Throws when the process fails or takes too long. */
export async function measure(contender: Contender): Promise<Measurement> {
  contender.prepare?.();
  const start = performance.now();
  const { stdout, memory } = await run(contender);
  const whole = (performance.now() - start) / 1000;
  const printed = contender.printsFigures ? (JSON.parse(stdout) as Record<string, number>) : {};
  const answer = contender.readAnswer === undefined ? {} : { answer: answerOf(contender.readAnswer(stdout)) };
  return { seconds: printed['seconds'] ?? whole, peakMegabytes: Math.round((Number(memory) * 1024) / 1e6), printed, ...answer };
}

/** Resolves when the program ends well, with at most 64 KiB of each output, 64 MiB where it is read; `memory` is the peak in KiB, of Node only. */
function run({ command, args, env, readAnswer, acceptsExitCodes = [], timeout = TIMEOUT_MS }: Contender): Promise<Record<(typeof OUTPUTS)[number], string>> {
  return new Promise((resolve, reject) => {
    const words = command === process.execPath ? ['--import', PRELOAD, ...args] : args;
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout, env: { ...process.env, ...env } });
    const texts = { stdout: '', stderr: '', memory: '' };
    const most = readAnswer === undefined ? MAX_OUTPUT : MAX_ANSWER;
    OUTPUTS.forEach((name, index) => {
      (child.stdio[index + 1] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => {
        if (texts[name].length < most) texts[name] += chunk.toString();
      });
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== null && [0, ...acceptsExitCodes].includes(code)) resolve(texts);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}: ${texts.stderr.slice(0, 500)}`));
    });
  });
}
