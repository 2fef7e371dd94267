import type { LoadedUnit } from '../load/loaded-unit.ts';
import { privateSection } from '../settings/known-settings.ts';
import { allValues } from '../settings/unit-setting.ts';
import { type ExecCommand, parseExecLine } from '../values/exec-command.ts';

/** In the order in which a service runs them; sockets have some of them. */
export const commandKeys = ['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost', 'ExecReload', 'ExecStopPre', 'ExecStop', 'ExecStopPost'] as const;
export type CommandKey = (typeof commandKeys)[number];

export interface UnitCommand extends ExecCommand {
  readonly key: CommandKey;
  readonly path: string;
  readonly line: number;
}

const OF_TYPE: Readonly<Record<string, readonly CommandKey[]>> = {
  service: commandKeys.filter((key) => key !== 'ExecStopPre'),
  socket: ['ExecStartPre', 'ExecStartPost', 'ExecStopPre', 'ExecStopPost'],
};

/** What a service or a socket unit runs, by key; other units run nothing of their own. */
export function commandsOf(unit: Pick<LoadedUnit, 'name' | 'realPath' | 'settings'>): readonly UnitCommand[] {
  const section = privateSection(unit.name.type);
  return (OF_TYPE[unit.name.type] ?? []).flatMap((key) =>
    allValues(unit.settings, section, key).flatMap(({ value, path, line }) =>
      parseExecLine(value, unit).commands.map((command) => ({ key, ...command, path, line })),
    ),
  );
}
