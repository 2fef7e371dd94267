import { decodeFileText, type FileLine, splitLines } from './file-text.ts';

const COMMANDS = ['alias', 'blacklist', 'options', 'install', 'remove', 'softdep', 'weakdep'] as const;

/** One command of a modprobe.d file. */
export interface ModprobeEntry {
  /** The first of its lines, where a backslash joins several. */
  readonly line: number;
  /** `ignored` is a line that kmod reports and skips. */
  readonly command: (typeof COMMANDS)[number] | 'ignored';
  /** Module, with `_` for `-`; of an alias the pattern. Of ignored lines the whole line. */
  readonly name: string;
  /** Module of an alias, options, command line (perhaps only blanks, then empty), dependencies; nothing for a blacklist. */
  readonly argument?: string;
}

/** A modprobe.d file as kmod reads it (modprobe.d(5); kmod libkmod/libkmod-config.c, `kmod_config_parse`). */
export function parseModprobeFile(bytes: Uint8Array, file: string): readonly ModprobeEntry[] {
  return joinLines(splitLines(decodeFileText(bytes, file), file)).flatMap(({ number, text: joined }) => {
    const text = joined.split('\0', 1)[0]!;
    if (text.startsWith('#') || /^[\t ]*$/.test(text)) return [];
    return [parseCommand(text, number) ?? { line: number, command: 'ignored' as const, name: text }];
  });
}

/** A backslash at the end of a line takes the next one in, also in comments; any other backslash is dropped, its character stays. */
function joinLines(lines: readonly FileLine[]): FileLine[] {
  const joined: FileLine[] = [];
  let open: { number: number; parts: string[] } | undefined;
  for (const { number, text } of lines) {
    open ??= { number, parts: [] };
    const continues = /(?<!\\)(?:\\\\)*\\$/.test(text);
    open.parts.push((continues ? text.slice(0, -1) : text).replaceAll(/\\(.)/gs, '$1'));
    if (continues) continue;
    joined.push({ number: open.number, text: open.parts.join('') });
    open = undefined;
  }
  if (open !== undefined) joined.push({ number: open.number, text: open.parts.join('') });
  return joined;
}

function parseCommand(text: string, line: number): ModprobeEntry | undefined {
  const match = /^[\t ]*([^\t ]+)[\t ]+([^\t ]+)(?:[\t ](.*))?$/s.exec(text);
  const command = COMMANDS.find((known) => known === match?.[1]);
  const name = underscores(match?.[2] ?? '');
  if (command === undefined || name === undefined) return undefined;
  const rest = match?.[3] ?? '';
  if (command === 'blacklist') return { line, command, name };
  if (command !== 'alias') return rest === '' ? undefined : { line, command, name, argument: argumentOf(command, rest) };
  const argument = underscores(/^[\t ]*([^\t ]*)/.exec(rest)![1]!);
  return argument === undefined || argument === '' ? undefined : { line, command, name, argument };
}

/** kmod takes tabs for spaces in options, and only there. */
function argumentOf(command: string, rest: string): string {
  return (command === 'options' ? rest.replaceAll('\t', ' ') : rest).replace(/^[\t ]+/, '');
}

/** kmod takes `-` for `_` outside of brackets; a bracket that is not closed or not opened spoils the name. */
function underscores(name: string): string | undefined {
  let result = '';
  for (let at = 0; at < name.length; at++) {
    if (name[at] === ']') return undefined;
    if (name[at] !== '[') {
      result += name[at] === '-' ? '_' : name[at];
      continue;
    }
    const end = name.indexOf(']', at);
    if (end < 0) return undefined;
    result += name.slice(at, end + 1);
    at = end;
  }
  return result;
}
