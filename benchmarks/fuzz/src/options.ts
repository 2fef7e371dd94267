import { parseArgs } from 'node:util';

export interface CampaignOptions {
  /** Decoders by name; all where there are none. */
  readonly only: readonly string[];
  /** Only decoders without a sufficient row. */
  readonly missing: boolean;
  /** A decoder ends after them. */
  readonly minutes: number;
  /** Decoders at a time. */
  readonly jobs: number;
  /** 32 bits. */
  readonly seed: number | undefined;
}

/** Throws on an unknown flag, and on numbers that are none or too small. */
export function parseOptions(argv: readonly string[]): CampaignOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      missing: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '20' },
      jobs: { type: 'string', default: '1' },
      seed: { type: 'string' },
    },
  });
  return {
    only: values.only.flatMap((names) => names.split(',')),
    missing: values.missing,
    minutes: numberOf('minutes', values.minutes, (value) => value > 0),
    jobs: numberOf('jobs', values.jobs, (value) => Number.isInteger(value) && value >= 1),
    seed: values.seed === undefined ? undefined : numberOf('seed', values.seed, Number.isInteger),
  };
}

function numberOf(name: string, text: string, isRight: (value: number) => boolean): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (!isRight(value)) throw new Error(`--${name} is ${text}, expected ${name === 'minutes' ? 'a number above 0' : 'a whole number'}`);
  return value;
}
