import { parseTomlKey } from '@staticfire/analyze/settings';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { toValue } from '../rendered-files/document-values.ts';
import type { KubeletCommand } from './kubelet-command.ts';
import type { CommandVariables } from './kubelet-environment.ts';

interface Flag {
  readonly value: string;
  readonly file: string;
  readonly line: number;
}

/** Undefined: there is no command. */
export type Flags = Readonly<Record<string, Flag | Unreadable>> | Unreadable | undefined;

/** Options by name, with the variables in them replaced. */
export function flagsOf(command: KubeletCommand | Unreadable | undefined, variables: CommandVariables): Flags {
  if (command === undefined || isUnreadable(command)) return command;
  const { values, file } = command;
  const flags = [...values].flatMap(([path, value]): (readonly [string, Flag | Unreadable])[] => {
    const [kind, name] = parseTomlKey(path) ?? [];
    if (kind !== 'flag' || typeof name !== 'string') return [];
    const known = 'open' in value ? toValue(value, file) : variables.replace(value);
    return [[name, isUnreadable(known) ? known : { value: known.value ?? '', file, line: known.line }]];
  });
  const open = values.get('flag');
  return open !== undefined && 'open' in open ? (toValue(open, file) as Unreadable) : Object.fromEntries(flags);
}

export function programOf(command: KubeletCommand | Unreadable | undefined): string | Unreadable | undefined {
  if (command === undefined || isUnreadable(command)) return command;
  const program = command.values.get('program');
  const value = program && toValue(program, command.file);
  return value === undefined || isUnreadable(value) ? value : value.value;
}
