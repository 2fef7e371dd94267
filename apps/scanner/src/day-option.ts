import { InvalidArgumentError, Option } from 'commander';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `--day`: what depends on the day is the same again with the same one. */
export function dayOption(): Option {
  return new Option('--day <day>', 'the day in UTC that expiry, waivers and attestations are held against, as 2026-11-26')
    .argParser(parseDay)
    .default(new Date().toISOString().slice(0, 10), 'today');
}

function parseDay(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!DAY.test(text) || Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) throw new InvalidArgumentError(`There is no day ${text}.`);
  return text;
}
