import { errnoNames } from './errno-names.ts';
import { parseInteger } from './parse-integer.ts';
import { splitPlainWords } from './split-words.ts';
import { systemCallGroups } from './system-call-groups.ts';
import { architectureBits, type ScoredArchitecture, systemCalls } from './system-calls.ts';

const MAX_ERRNO = 4095;
const ALWAYS_ALLOWED = '@default';

interface FilterWord {
  readonly bits: bigint;
  /** Its calls fail with an error of their own. */
  readonly fails: boolean;
}

/** SystemCallFilter= (systemd src/core/load-fragment.c, `config_parse_syscall_filter`; src/shared/seccomp-util.c). */
export class SystemCallFilter {
  /** An allow list: what stands on it is allowed. Else what stands on it is denied. */
  #allows = false;
  /** Calls on the list; undefined before the first assignment. */
  #listed: bigint | undefined;
  /** Calls of an allow list that fail all the same. */
  #failing = 0n;

  assign(value: string): void {
    if (value === '') {
      this.#listed = undefined;
      this.#allows = false;
      return;
    }
    const inverted = value.startsWith('~');
    if (this.#listed === undefined) {
      this.#allows = !inverted;
      this.#listed = inverted ? 0n : systemCallGroups.get(ALWAYS_ALLOWED)!.bits;
      this.#failing = 0n;
    }
    for (const text of splitPlainWords(inverted ? value.slice(1) : value).words) this.#put(readWord(text, inverted), inverted);
  }

  get kind(): 'none' | 'allow' | 'deny' {
    return this.#allows ? 'allow' : (this.#listed ?? 0n) === 0n ? 'none' : 'deny';
  }

  /** The first call of a group that the service can make. */
  firstAllowed(group: string, architecture: ScoredArchitecture): string | undefined {
    const { names, bits } = systemCallGroups.get(group) ?? { names: [], bits: 0n };
    const listed = this.#listed ?? 0n;
    const allowed = bits & architectureBits[architecture] & (this.#allows ? listed & ~this.#failing : ~listed);
    return allowed === 0n ? undefined : names.find((name) => (allowed & systemCalls.get(name)!) !== 0n);
  }

  /** As one assignment would have it, whatever error a call fails with: the groups of systemd that are on the list whole, then other calls. */
  get text(): string | undefined {
    if (this.kind === 'none') return undefined;
    const listed = this.#listed ?? 0n;
    return this.#allows ? wordsFor(listed & ~this.#failing) : `~${wordsFor(listed)}`;
  }

  #put(word: FilterWord | undefined, inverted: boolean): void {
    if (word === undefined) return;
    const { bits, fails } = word;
    const listed = this.#listed ?? 0n;
    this.#listed = inverted !== this.#allows || fails ? listed | bits : listed & ~bits;
    this.#failing = fails ? this.#failing | bits : this.#failing & ~bits;
  }
}

/** The largest groups first. */
const BY_SIZE = [...systemCallGroups].sort(([, a], [, b]) => b.names.length - a.names.length);

function wordsFor(calls: bigint): string {
  const groups: string[] = [];
  let covered = 0n;
  for (const [name, { bits }] of BY_SIZE) {
    if ((bits & ~calls) !== 0n || (bits & ~covered) === 0n) continue;
    groups.push(name);
    covered |= bits;
  }
  const rest = calls & ~covered;
  const single = rest === 0n ? [] : [...systemCalls].flatMap(([name, bit]) => ((rest & bit) === 0n ? [] : [name]));
  return [...groups.sort(), ...single.sort()].join(' ');
}

/** `name`, `@group`, and with an error (`name:EPERM`) only on a deny list or to take away from an allow list. */
function readWord(word: string, inverted: boolean): FilterWord | undefined {
  const [, name = '', error] = /^([^:]*)(?::([\s\S]*))?$/.exec(word) ?? [];
  if (error !== undefined && !(inverted && isError(error))) return undefined;
  const bits = systemCallGroups.get(name)?.bits ?? systemCalls.get(name);
  return bits === undefined ? undefined : { bits, fails: error !== undefined };
}

function isError(text: string): boolean {
  if (text === 'kill' || errnoNames.has(text.toUpperCase())) return true;
  const number = parseInteger(text);
  return number !== undefined && number >= 0 && number <= MAX_ERRNO;
}
