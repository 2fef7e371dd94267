import type { LoadedUnit } from '../load/loaded-unit.ts';
import { parseUnitName, withType } from '../names/unit-name.ts';
import { allValues } from '../settings/unit-setting.ts';
import { booleanOf } from '../values/boolean.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { parseTimeSpan } from '../values/time-span.ts';
import { readUnitPath } from '../values/unit-path-value.ts';

const TIMES = ['OnCalendar', 'OnActiveSec', 'OnBootSec', 'OnStartupSec', 'OnUnitActiveSec', 'OnUnitInactiveSec'] as const;
const PATHS = ['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'] as const;

/** When a timer goes off, or what a path unit watches. */
export interface Trigger {
  readonly on: string;
  readonly value: string;
  readonly path: string;
  readonly line: number;
}

type TriggerUnit = Pick<LoadedUnit, 'name' | 'aliases' | 'realPath' | 'settings'>;

/** Times that systemd can read; of calendar expressions every text counts as one. An empty time of any kind takes all before it away. */
export function timesOf(unit: TriggerUnit): readonly Trigger[] {
  return allValues(unit.settings, 'Timer', ...TIMES).flatMap(({ key, value, path, line }) => {
    const text = expandSpecifiers(value, unit)?.text;
    const isTime = text !== undefined && (key === 'OnCalendar' || parseTimeSpan(text) !== undefined);
    return isTime ? [{ on: key, value: text, path, line }] : [];
  });
}

export function watchedPaths(unit: TriggerUnit): readonly Trigger[] {
  return allValues(unit.settings, 'Path', ...PATHS).flatMap(({ key, value, path, line }) => {
    const watched = readUnitPath(value, unit);
    return watched === undefined ? [] : [{ on: key, value: watched, path, line }];
  });
}

/** The unit that a timer or path unit starts: the first Unit= that systemd takes, or the service of the same name. */
export function triggeredUnit(unit: TriggerUnit, section: 'Timer' | 'Path'): string | undefined {
  const own = [unit.name.name, ...unit.aliases];
  const named = unit.settings.flatMap(({ section: each, key, value }) =>
    each === section && key === 'Unit' ? [expandSpecifiers(value, unit, 'unit-name')?.text ?? ''] : [],
  );
  return named.find((name) => parseUnitName(name) !== undefined && !own.includes(name)) ?? withType(unit.name, 'service');
}

/** src/core/timer.c, `timer_verify`. */
export function refuseTimer(unit: TriggerUnit): string | undefined {
  const changes = ['OnClockChange', 'OnTimezoneChange'].some((key) => booleanOf(unit.settings, 'Timer', key));
  return changes || timesOf(unit).length > 0 ? undefined : 'it has no time that systemd can read';
}

/** src/core/path.c, `path_verify`. */
export function refusePathUnit(unit: TriggerUnit): string | undefined {
  return watchedPaths(unit).length > 0 ? undefined : 'it has no path to watch';
}
