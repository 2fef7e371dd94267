import { findReading, type ResolvedSettings, type SettingOrigin, type SettingReading } from '@staticfire/analyze/settings';

/** What settings.kernel.modules says of one module. */
export interface ModuleSetting {
  readonly name: string;
  readonly origin: SettingOrigin;
  readonly rule: 'install' | 'blacklist' | 'none';
  readonly autoload: boolean;
  /** Why it cannot be told what it says. */
  readonly problem?: string;
}

/** Bottlerocket renders `install <name> /bin/true` for modules that are not allowed (templates modprobe-conf and modules-load). */
export function readModuleSettings({ tree }: ResolvedSettings): readonly ModuleSetting[] | { readonly problem: string } {
  for (const path of [['kernel'], ['kernel', 'modules']]) {
    const reading = findReading(tree, path);
    if (reading === undefined) return [];
    if (reading.kind === 'problem') return { problem: reading.message };
    if (path.length === 2 && reading.kind === 'table') return [...reading.members].map(([name, member]) => settingOf(name.replaceAll('-', '_'), member));
  }
  return [];
}

function settingOf(name: string, reading: SettingReading): ModuleSetting {
  if (reading.kind !== 'table') return { ...NOTHING, name, origin: reading.origin, problem: reading.kind === 'problem' ? reading.message : 'it is no table' };
  const fields = [...reading.members.values()];
  const problem = fields.find((field) => field.kind === 'problem');
  const origin = originOf(reading.members.get('allowed') ?? fields[0]);
  if (problem !== undefined) return { ...NOTHING, name, origin, problem: problem.message };
  const [allowed, autoload, blacklist] = ['allowed', 'autoload', 'blacklist'].map((field) => flag(reading.members.get(field)));
  if (allowed === undefined && blacklist !== true && fields.length > 0) {
    return {
      ...NOTHING,
      name,
      origin,
      problem: `settings.kernel.modules.${name} does not say whether it is allowed, and templates differ in what they make of that`,
    };
  }
  return { name, origin, rule: allowed === false ? 'install' : blacklist === true ? 'blacklist' : 'none', autoload: allowed === true && autoload === true };
}

const NOTHING = { rule: 'none', autoload: false } as const;

function flag(reading: SettingReading | undefined): boolean | undefined {
  return reading?.kind === 'value' ? reading.value === true : undefined;
}

function originOf(reading: SettingReading | undefined): SettingOrigin {
  return reading === undefined || reading.kind === 'table' ? { layer: 'defaults', file: '', line: 0 } : reading.origin;
}
