import { seedOf } from './random.ts';

/** What a run of fuzz suites is told through its environment. */
export interface FuzzSettings {
  /** Time of one suite: all targets of one file. */
  readonly seconds: number;
  readonly seed: number;
  /** Only targets of this decoder run. */
  readonly decoder: string | undefined;
  /** The file that gets a line of JSON for each target. */
  readonly record: string | undefined;
  /** Only the input that failed, with `seed` as its failure gave it. */
  readonly path: string | undefined;
}

const SECONDS = 2;
/** Of `npm test`; campaigns bring other ones. */
const SEED = 20261126;

/** Throws where a number is none. */
export function fuzzSettings(env: Readonly<Record<string, string | undefined>>): FuzzSettings {
  return {
    seconds: numberOf(env, 'STATICFIRE_FUZZ_SECONDS') ?? SECONDS,
    seed: numberOf(env, 'STATICFIRE_FUZZ_SEED') ?? SEED,
    decoder: env['STATICFIRE_FUZZ_DECODER'],
    record: env['STATICFIRE_FUZZ_RECORD'],
    path: env['STATICFIRE_FUZZ_PATH'],
  };
}

/** Of one target of the decoder: every target has inputs of its own. */
export function targetSeed({ seed, path }: FuzzSettings, decoder: string, target: string): number {
  return path === undefined ? (seed ^ seedOf(`${decoder}: ${target}`)) | 0 : seed;
}

function numberOf(env: Readonly<Record<string, string | undefined>>, name: string): number | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Error(`${name} is '${text}', expected a number`);
  return value;
}
