import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Only the rows that CI holds; nothing is written. */
  readonly check: boolean;
  /** Only suites whose name contains it; nothing is written. */
  readonly only: string | undefined;
  /** Counted rounds of each suite. */
  readonly rounds: number;
}

const ROUNDS = 5;
const CHECK_ROUNDS = 3;

/** `STATICFIRE_BENCH_ROUNDS` sets the rounds. Throws on an unknown flag, and on rounds that are no whole number from 1. */
export function parseOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): BenchOptions {
  const { values } = parseArgs({ args: [...argv], options: { check: { type: 'boolean', default: false }, only: { type: 'string' } } });
  const rounds = Number(env['STATICFIRE_BENCH_ROUNDS'] ?? (values.check ? CHECK_ROUNDS : ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`STATICFIRE_BENCH_ROUNDS is ${env['STATICFIRE_BENCH_ROUNDS']}, expected a whole number from 1`);
  return { check: values.check, only: values.only, rounds };
}
