import { UsageError } from '../../failure.ts';

/** A number that an option gives, from 1 to `most`; else a UsageError. */
export function checkLimit(option: string, value: number, most = 100_000): number {
  if (!(value >= 1 && value <= most)) throw new UsageError(`${option} takes a number from 1 to ${most}`);
  return value;
}
