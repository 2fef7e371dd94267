import type { FileContextType } from '@staticfire/read/formats/file-contexts';
import type { LabelAnswer } from './label-answer.ts';

export interface CheckedEntry {
  readonly path: string;
  readonly type: FileContextType;
  /** security.selinux as stored, with or without the NUL that setfiles writes at its end. Absent: no such attribute. */
  readonly label?: string | Uint8Array;
}

/** What the policy knows about contexts. */
export interface LabelKnowledge {
  /** Whether user, role, type and range exist and belong together. */
  readonly isValid?: (context: string) => boolean;
  /** The context with its aliases resolved. */
  readonly canonical?: (context: string) => string;
}

export interface LabelDifference {
  readonly path: string;
  readonly type: FileContextType;
  /**
   * `missing`: a label is expected, none is there. `invalid`: the policy does not know the label, whatever is expected. `different`: another
   * label than expected. `unexpected`: a label where the table says `<<none>>` or nothing.
   */
  readonly kind: 'missing' | 'invalid' | 'different' | 'unexpected';
  /** As the table has it. */
  readonly expected?: string;
  /** Without the NUL at the end; each character is one byte. */
  readonly found?: string;
  /** The spec that decided; absent when none fits. */
  readonly file?: string;
  readonly line?: number;
}

export interface LabelCheck {
  readonly checked: number;
  readonly differing: number;
  /** Sorted by path in code units; of each directory and kind the first `perDirectory`. */
  readonly differences: readonly LabelDifference[];
  /** How many are left out there, sorted. */
  readonly omitted: readonly { readonly directory: string; readonly kind: LabelDifference['kind']; readonly count: number }[];
}

const PER_DIRECTORY = 5;

/** The labels that differ from what a table says; `answers` are those of `lookUpLabels` for the entries, in their order. */
export function checkLabels(
  entries: readonly CheckedEntry[],
  answers: readonly LabelAnswer[],
  knowledge: LabelKnowledge = {},
  perDirectory = PER_DIRECTORY,
): LabelCheck {
  if (entries.length !== answers.length) throw new RangeError(`${entries.length} entries, ${answers.length} answers`);
  const checks = new LabelChecks(knowledge, perDirectory);
  const pairs = entries.map((entry, at) => [entry, answers[at]!] as const);
  for (const [entry, answer] of pairs.sort(([one], [other]) => compare(one.path, other.path))) checks.add(entry, answer);
  return checks.result();
}

/** The same one entry at a time; those of one directory come sorted by path. What is left out is not kept. */
export class LabelChecks {
  readonly #knowledge: LabelKnowledge;
  readonly #perDirectory: number;
  readonly #differences: LabelDifference[] = [];
  readonly #groups = new Map<string, { readonly directory: string; readonly kind: LabelDifference['kind']; count: number }>();
  #checked = 0;
  #differing = 0;

  constructor(knowledge: LabelKnowledge = {}, perDirectory = PER_DIRECTORY) {
    this.#knowledge = knowledge;
    this.#perDirectory = perDirectory;
  }

  add(entry: CheckedEntry, answer: LabelAnswer): void {
    this.#checked++;
    const difference = compareLabel(entry, answer, this.#knowledge);
    if (difference === undefined) return;
    this.#differing++;
    if (this.#countIn(difference) <= this.#perDirectory) this.#differences.push(difference);
  }

  result(): LabelCheck {
    const perDirectory = this.#perDirectory;
    const omitted = [...this.#groups.values()].flatMap(({ count, ...group }) => (count > perDirectory ? [{ ...group, count: count - perDirectory }] : []));
    return {
      checked: this.#checked,
      differing: this.#differing,
      differences: this.#differences.toSorted((one, other) => compare(one.path, other.path)),
      omitted: omitted.sort((one, other) => compare(one.directory, other.directory) || compare(one.kind, other.kind)),
    };
  }

  /** How many of its kind its directory has by now. */
  #countIn({ path, kind }: LabelDifference): number {
    const directory = path.slice(0, Math.max(1, path.lastIndexOf('/')));
    const key = `${directory}\0${kind}`;
    const group = this.#groups.get(key) ?? { directory, kind, count: 0 };
    group.count++;
    this.#groups.set(key, group);
    return group.count;
  }
}

function compareLabel({ path, type, label }: CheckedEntry, answer: LabelAnswer, knowledge: LabelKnowledge): LabelDifference | undefined {
  const expected = answer.kind === 'context' ? answer.context : undefined;
  const found = label === undefined ? undefined : labelText(label);
  const kind = kindOf(expected, found, knowledge);
  if (kind === undefined) return undefined;
  const decided = answer.kind === 'no-match' ? {} : { file: answer.file, line: answer.line };
  return { path, type, kind, ...(expected === undefined ? {} : { expected }), ...(found === undefined ? {} : { found }), ...decided };
}

function kindOf(expected: string | undefined, found: string | undefined, { isValid, canonical = same }: LabelKnowledge): LabelDifference['kind'] | undefined {
  if (found === undefined) return expected === undefined ? undefined : 'missing';
  if (isValid?.(found) === false) return 'invalid';
  if (expected === undefined) return 'unexpected';
  return canonical(found) === canonical(expected) ? undefined : 'different';
}

/** A label as stored, without the NUL that setfiles writes at its end; each character is one byte. */
export function labelText(label: string | Uint8Array): string {
  const text = typeof label === 'string' ? label : Buffer.from(label.buffer, label.byteOffset, label.byteLength).toString('latin1');
  return text.endsWith('\0') ? text.slice(0, -1) : text;
}

function same(context: string): string {
  return context;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
