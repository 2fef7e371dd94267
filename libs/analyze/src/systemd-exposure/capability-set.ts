import { capabilityNames } from '@staticfire/read/formats/file-capabilities';
import { parseInteger } from './parse-integer.ts';
import { splitQuotedWords } from './split-words.ts';

const NUMBERS: ReadonlyMap<string, number> = new Map(capabilityNames.map((name, index) => [`CAP_${name.toUpperCase()}`, index]));
const BITS: readonly (readonly [string, bigint])[] = [...NUMBERS].map(([name, number]) => [name, 1n << BigInt(number)]);

export const everyCapability = (1n << 64n) - 1n;

/** The bits of capabilities, each as `CAP_SYS_ADMIN` or a number up to 63; others are passed over. */
export function capabilityBits(names: readonly string[]): bigint {
  return names.reduce((bits, name) => bits | bitOf(name), 0n);
}

/**
 * CapabilityBoundingSet= or AmbientCapabilities= after one more assignment (systemd src/core/load-fragment.c, `config_parse_capability_set`):
 * nothing, `~` alone, and the first assignment after `initial` replace what was there, others add to it or, after `~`, take away.
 */
export function assignCapabilities(current: bigint, value: string, initial: bigint): bigint {
  const inverted = value.startsWith('~');
  const sum = capabilityBits(splitQuotedWords(inverted ? value.slice(1) : value).words);
  const rest = everyCapability ^ sum;
  if (sum === 0n || current === initial) return inverted ? rest : sum;
  return inverted ? current & rest : current | sum;
}

/** Capabilities that Linux has, in the order of their numbers. */
export function namesOfCapabilities(bits: bigint): readonly string[] {
  return BITS.flatMap(([name, bit]) => ((bits & bit) === 0n ? [] : [name]));
}

function bitOf(word: string): bigint {
  const number = parseInteger(word) ?? NUMBERS.get(word.toUpperCase());
  return number === undefined || number < 0 || number > 63 ? 0n : 1n << BigInt(number);
}
