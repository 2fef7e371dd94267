import { encodeFileName } from '@staticfire/read/bytes';
import { parseSystemdConfigFile, takeSystemdWord } from '@staticfire/read/formats/linux-text';
import type { DocumentNode, MapNode } from './document-node.ts';

/** An assignment of a unit file or drop-in. */
export interface UnitAssignment {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** First of its lines, from 1. */
  readonly line: number;
}

export function readUnitText(text: string, file: string): readonly UnitAssignment[] {
  return parseSystemdConfigFile(encodeFileName(text), file).flatMap(({ kind, section, key, value = '', line }) =>
    kind === 'assignment' ? [{ section, key, value, line }] : [],
  );
}

/** The variables of Environment= lines, `Service` section; the last value of each counts, an empty line forgets those before it. */
export function environmentOf(assignments: readonly UnitAssignment[]): DocumentNode {
  const variables = new Map<string, { readonly text: string; readonly line: number }>();
  for (const { section, key, value, line } of assignments) {
    if (section !== 'Service' || key !== 'Environment') continue;
    if (value === '') variables.clear();
    for (const word of wordsOf(value) ?? []) {
      const at = word.indexOf('=');
      if (at > 0) variables.set(word.slice(0, at), { text: word.slice(at + 1), line });
    }
  }
  return { kind: 'map', line: 1, members: [...variables].map(([name, { text, line }]) => [name, { kind: 'scalar', type: 'string', text, line }]) };
}

/**
 * What a program is started with: `program`, and below `flag` by name its options, without the hyphens before them; one without a value is
 * `true` (spf13/pflag, which kubelet parses its arguments with: of an option that is given twice the last one counts). Other words are below
 * `word`. Specifiers and variables stand as written. A quote that is not closed → undefined. `lineOf` finds the line of a word.
 */
export function readCommandLine(value: string, lineOf: (word: string) => number): MapNode | undefined {
  const words = wordsOf(value);
  const [program, ...rest] = words ?? [];
  if (program === undefined) return undefined;
  const scalar = (text: string, word: string) => ({ kind: 'scalar', type: 'string', text, line: lineOf(word) }) as const;
  const flags = new Map<string, ReturnType<typeof scalar>>();
  const others: ReturnType<typeof scalar>[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    const option = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word);
    if (option === null) others.push(scalar(word, word));
    else if (option[2] !== undefined) flags.set(option[1]!, scalar(option[2], word));
    else {
      const next = rest[at + 1];
      const hasValue = next !== undefined && !/^--?[^-]/.test(next);
      if (hasValue) at++;
      flags.set(option[1]!, scalar(hasValue ? next : 'true', word));
    }
  }
  const members: [string, DocumentNode][] = [
    ['program', scalar(program.replace(/^[-@:+!]+/, ''), program)],
    ['flag', { kind: 'map', members: [...flags], line: lineOf(program) }],
  ];
  if (others.length > 0) members.push(['word', { kind: 'list', items: others, line: lineOf(program) }]);
  return { kind: 'map', line: lineOf(program), members };
}

function wordsOf(value: string): readonly string[] | undefined {
  const words: string[] = [];
  for (let rest = value.trimStart(); rest !== ''; ) {
    const taken = takeSystemdWord(rest, 'c-relaxed');
    if (taken === undefined) return undefined;
    words.push(taken.word);
    rest = taken.rest;
  }
  return words;
}
