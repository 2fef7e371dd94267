import { takeSystemdWord } from '@staticfire/read/formats/linux-text';
import { canBeOpened, isFileNameLength, simplifyPath } from '../names/unit-path.ts';
import { expandSpecifiers, type SpecifierUnit } from './specifiers.ts';

/** One program that a unit runs. */
export interface ExecCommand {
  /** Absolute, or a name that is looked for in the folders for programs. */
  readonly program: string;
  /** What the program is told its name is, where that differs: `@`. */
  readonly argv0?: string;
  /** Without the name of the program. Variables stand as written. */
  readonly arguments: readonly string[];
  /** `-`: that it fails, or does not exist, does not matter. */
  readonly ignoreFailure: boolean;
  /** `:`: variables in arguments are not replaced. */
  readonly keepsVariables: boolean;
  /** `+`: none of the unit's restrictions hold; `!`: all but its user; `!!`: the same where the kernel has no ambient capabilities. */
  readonly privileges: 'unit' | 'full' | 'no-setuid' | 'ambient';
  /** It has specifiers that only the node decides. */
  readonly open: boolean;
}

/** The commands of an assignment. With a `fatal` reason systemd refuses the unit, and nothing after it counts. */
export interface ExecLine {
  readonly commands: readonly ExecCommand[];
  readonly fatal?: string;
}

type Prefixes = Pick<ExecCommand, 'ignoreFailure' | 'keepsVariables' | 'privileges'> & { readonly separateArgv0: boolean; readonly length: number };
type Taken = { readonly command: ExecCommand; readonly rest: string; readonly more: boolean } | { readonly refused: string; readonly ignored: boolean };

const UNSAFE = /[\x01-\x1f"'\\\x7f]/;
const MAX_COMMANDS = 1000;

/** systemd.service(5), "Command lines" (src/core/load-fragment.c, `config_parse_exec`). */
export function parseExecLine(value: string, unit: SpecifierUnit): ExecLine {
  const commands: ExecCommand[] = [];
  let rest = value;
  for (let more = true; more && commands.length < MAX_COMMANDS; ) {
    const first = takeWord(rest);
    if (first === undefined || rest === '') return { commands };
    if (first.word === ';') {
      rest = first.rest;
      continue;
    }
    const taken = takeCommand(first, unit);
    if ('refused' in taken) return taken.ignored ? { commands } : { commands, fatal: taken.refused };
    commands.push(taken.command);
    ({ rest, more } = taken);
  }
  return { commands };
}

/** An escape that does not exist stays; an open quote → undefined. */
function takeWord(line: string): { readonly word: string; readonly rest: string } | undefined {
  return takeSystemdWord(line, 'c') ?? takeSystemdWord(line, 'c-relaxed');
}

function takeCommand(first: { readonly word: string; readonly rest: string }, unit: SpecifierUnit): Taken {
  const { length, separateArgv0, ...prefixes } = readPrefixes(first.word);
  const refuse = (refused: string): Taken => ({ refused, ignored: prefixes.ignoreFailure });
  const path = expandSpecifiers(first.word.slice(length), unit);
  if (path === undefined) return refuse('a specifier that does not exist');
  const bad = refuseProgram(path.text);
  if (bad !== undefined) return refuse(bad);
  const rest = takeArguments(first.rest, unit);
  if ('refused' in rest) return refuse(rest.refused);
  if (separateArgv0 && rest.words.length === 0) return refuse('@ without a name for the program');
  const [argv0, others] = separateArgv0 ? [rest.words[0]!, rest.words.slice(1)] : [undefined, rest.words];
  const command = { program: simplifyPath(path.text), ...(argv0 === undefined ? {} : { argv0 }), arguments: others, ...prefixes, open: path.open || rest.open };
  return { command, rest: rest.rest, more: rest.more };
}

function readPrefixes(word: string): Prefixes {
  let prefixes = { ignoreFailure: false, keepsVariables: false, separateArgv0: false, privileges: 'unit' as ExecCommand['privileges'] };
  for (let length = 0; ; length++) {
    const { ignoreFailure, keepsVariables, separateArgv0, privileges } = prefixes;
    const sign = word[length];
    if (sign === '-' && !ignoreFailure) prefixes = { ...prefixes, ignoreFailure: true };
    else if (sign === '@' && !separateArgv0) prefixes = { ...prefixes, separateArgv0: true };
    else if (sign === ':' && !keepsVariables) prefixes = { ...prefixes, keepsVariables: true };
    else if (sign === '+' && privileges === 'unit') prefixes = { ...prefixes, privileges: 'full' };
    else if (sign === '!' && privileges === 'unit') prefixes = { ...prefixes, privileges: 'no-setuid' };
    else if (sign === '!' && privileges === 'no-setuid') prefixes = { ...prefixes, privileges: 'ambient' };
    else return { ...prefixes, length };
  }
}

function refuseProgram(path: string): string | undefined {
  if (path === '') return 'no program';
  if (UNSAFE.test(path)) return 'a program with a quote, a backslash or a control character';
  if (path.endsWith('/')) return 'a folder, not a program';
  const parts = path.split('/');
  const isAbsolute = path.startsWith('/') && canBeOpened(path);
  const isName = parts.length === 1 && isFileNameLength(path) && path !== '.' && path !== '..';
  return isAbsolute || isName ? undefined : 'neither an absolute path nor a name';
}

interface Arguments {
  readonly words: readonly string[];
  readonly rest: string;
  /** A `;` ended them. */
  readonly more: boolean;
  readonly open: boolean;
}

function takeArguments(line: string, unit: SpecifierUnit): Arguments | { readonly refused: string } {
  const words: string[] = [];
  let open = false;
  let rest = line;
  while (rest !== '') {
    const end = /^(\\?);(?:[ \t\n\r]+|$)/.exec(rest);
    if (end?.[1] === '') return { words, rest: rest.slice(end[0].length), more: true, open };
    const taken = end === null ? takeWord(rest) : { word: ';', rest: rest.slice(end[0].length) };
    if (taken === undefined) return { refused: 'a quote that is not closed' };
    const expanded = end === null ? expandSpecifiers(taken.word, unit) : { text: ';', open: false };
    if (expanded === undefined) return { refused: `a specifier that does not exist in ${taken.word}` };
    words.push(expanded.text);
    open ||= expanded.open;
    rest = taken.rest;
  }
  return { words, rest, more: false, open };
}
