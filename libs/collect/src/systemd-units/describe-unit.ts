import { looksSecret } from '@staticfire/analyze/secrets';
import { mayNameSecret } from '@staticfire/analyze/settings';
import {
  type AnalyzedUnit,
  commandsOf,
  type LoadedUnit,
  lastValue,
  listenersOf,
  mountOf,
  timesOf,
  type UnitSetting,
  watchedPaths,
} from '@staticfire/analyze/systemd';
import type { FindProgram } from './find-program.ts';
import type { SystemdUnits } from './systemd-units.schema.ts';

type Unit = Exclude<SystemdUnits['units'][number], { readonly $unreadable: unknown }>;

/** Texts for people. */
const LEFT_OUT = new Set(['Description', 'Documentation']);
/** Their values are variables and credentials, which hold secrets under any name. */
const VARIABLES = new Set(['Environment', 'SetCredential', 'SetCredentialEncrypted']);

/** A unit as the fact has it. */
export function describeUnit({ unit, enablement, stage, startedBy, triggeredBy }: AnalyzedUnit, findProgram: FindProgram): Unit {
  const { name, loadState, reason, path, template, aliases, dropIns } = unit;
  const user = name.type === 'service' ? lastValue(unit.settings, 'Service', 'User')?.value : undefined;
  return {
    name: name.name,
    type: name.type,
    template: name.kind === 'template',
    loadState,
    ...(reason === undefined ? {} : { reason }),
    ...(path === undefined ? {} : { path }),
    ...(template === undefined ? {} : { instanceOf: template }),
    aliases: [...aliases],
    dropIns: [...dropIns],
    ...(enablement === undefined ? {} : { enablement }),
    started: stage !== undefined,
    ...(stage === undefined ? {} : { stage }),
    ...(startedBy === undefined ? {} : { startedBy }),
    triggeredBy: [...triggeredBy],
    ...(user === undefined ? {} : { user }),
    ...describeKind(unit, findProgram),
    settings: unit.settings.filter(({ key }) => !LEFT_OUT.has(key)).map(describeSetting),
  };
}

/** Whether the fact tells of a setting, and may show the line it stands on. */
export function isQuotable(setting: UnitSetting): boolean {
  return !LEFT_OUT.has(setting.key) && !isSecret(setting);
}

function isSecret({ key, value }: UnitSetting): boolean {
  return looksSecret(value) || (VARIABLES.has(key) && mayNameSecret(value));
}

function describeKind(unit: LoadedUnit, findProgram: FindProgram): Pick<Unit, 'commands' | 'listeners' | 'triggers' | 'mount'> {
  const { type } = unit.name;
  const mount = type === 'mount' ? mountOf(unit) : undefined;
  return {
    commands: commandsOf(unit).map(({ key, program, arguments: words, privileges, ignoreFailure, path, line }) => ({
      key,
      program,
      ...findProgram(program, unit),
      arguments: words.some(looksSecret) ? [] : [...words],
      privileges,
      ignoreFailure,
      file: path,
      line,
    })),
    listeners: (type === 'socket' ? listenersOf(unit) : []).map(({ path, ...listener }) => ({ ...listener, file: path })),
    triggers: (type === 'timer' ? timesOf(unit) : type === 'path' ? watchedPaths(unit) : []).map(({ path, ...trigger }) => ({ ...trigger, file: path })),
    ...(mount === undefined ? {} : { mount: { ...mount, options: [...mount.options] } }),
  };
}

function describeSetting(setting: UnitSetting): Unit['settings'][number] {
  const { section, key, value, path, line } = setting;
  const redacted = isSecret(setting);
  return { section, key, value: redacted ? '' : value, redacted, file: path, line };
}
