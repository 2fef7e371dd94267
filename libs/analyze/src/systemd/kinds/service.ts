import type { LoadedUnit } from '../load/loaded-unit.ts';
import { lastValid, lastValue } from '../settings/unit-setting.ts';
import { booleanOf } from '../values/boolean.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { plainWords } from '../values/words.ts';
import { commandsOf } from './commands.ts';

const TYPES = ['simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'notify-reload', 'idle'] as const;
export type ServiceType = (typeof TYPES)[number];

const RESTARTS = new Set(['no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always']);
const ACTIONS = /^(?:none|(?:reboot|poweroff|exit|kexec|soft-reboot|halt)(?:-force|-immediate)?)$/;
const KILL_MODES = new Set(['control-group', 'process', 'mixed', 'none']);
/** sd_bus_service_name_is_valid. */
const BUS_NAME = /^(?::(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]+|(?:[A-Za-z_-][A-Za-z0-9_-]*\.)+[A-Za-z_-][A-Za-z0-9_-]*)$/;

type Service = Pick<LoadedUnit, 'name' | 'realPath' | 'settings'>;

const oneOf = (words: { has(word: string): boolean }) => (value: string) => (words.has(value) ? value : undefined);

/** The type that counts: without Type= it follows from BusName= and ExecStart=. */
export function serviceType(unit: Service): ServiceType {
  const type = lastValid(unit.settings, 'Service', 'Type', (value) => TYPES.find((each) => each === value));
  if (type !== undefined) return type;
  if (busName(unit) !== undefined) return 'dbus';
  return commandsOf(unit).some(({ key }) => key === 'ExecStart') ? 'simple' : 'oneshot';
}

export function busName(unit: Service): string | undefined {
  const value = lastValue(unit.settings, 'Service', 'BusName')?.value;
  const name = value === undefined ? undefined : expandSpecifiers(value, unit)?.text;
  return name !== undefined && name.length <= 255 && BUS_NAME.test(name) ? name : undefined;
}

/** src/core/service.c, `service_verify`. */
export function refuseService(unit: Service): string | undefined {
  const { settings } = unit;
  const keys = commandsOf(unit).map(({ key }) => key);
  const starts = keys.filter((key) => key === 'ExecStart').length;
  const isOneshot = serviceType(unit) === 'oneshot';
  const acts = (lastValid(settings, 'Unit', 'SuccessAction', (value) => (ACTIONS.test(value) ? value : undefined)) ?? 'none') !== 'none';
  if (starts === 0 && !keys.includes('ExecStop') && !acts) return 'it has no ExecStart=, ExecStop= or SuccessAction=';
  if (!isOneshot && starts === 0) return 'it has no ExecStart=, which only Type=oneshot may lack';
  if (starts === 0 && !booleanOf(settings, 'Service', 'RemainAfterExit') && !acts) return 'it has no ExecStart=, and no RemainAfterExit=yes';
  if (!isOneshot && starts > 1) return 'it has more than one ExecStart=, which only Type=oneshot may have';
  return isOneshot ? refuseOneshot(unit) : refuseOthers(unit);
}

function refuseOneshot(unit: Service): string | undefined {
  const restart = lastValid(unit.settings, 'Service', 'Restart', oneOf(RESTARTS));
  if (restart === 'always' || restart === 'on-success') return `Restart=${restart}, which Type=oneshot must not have`;
  if (lastValid(unit.settings, 'Service', 'RestartForceExitStatus', statusList) === true) return 'RestartForceExitStatus=, which Type=oneshot must not have';
  const exit = lastValid(unit.settings, 'Service', 'ExitType', oneOf(new Set(['main', 'cgroup'])));
  return exit === 'cgroup' ? 'ExitType=cgroup, which Type=oneshot must not have' : refusePam(unit, 'Service', ['control-group', 'mixed']);
}

function refuseOthers(unit: Service): string | undefined {
  if (serviceType(unit) === 'dbus' && busName(unit) === undefined) return 'Type=dbus without a BusName=';
  return refusePam(unit, 'Service', ['control-group', 'mixed']);
}

/** Whether there are codes; an empty value takes them all away. */
function statusList(value: string): boolean {
  return plainWords(value).length > 0;
}

/** A unit with a session must end all of its processes. */
export function refusePam({ settings }: Pick<Service, 'settings'>, section: string, modes: readonly string[]): string | undefined {
  if (lastValue(settings, section, 'PAMName') === undefined) return undefined;
  const mode = lastValid(settings, section, 'KillMode', oneOf(KILL_MODES)) ?? 'control-group';
  return modes.includes(mode) ? undefined : `PAMName= with KillMode=${mode}`;
}
