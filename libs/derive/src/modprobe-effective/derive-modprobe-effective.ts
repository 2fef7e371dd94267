import { decideModule, isUnknown, type ModuleDecision, type ModuleKnowledge, moduleOptions, type Unknown } from '@staticfire/analyze/kernel';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type ModprobeEffective, modprobeEffective } from './modprobe-effective.schema.ts';
import { modprobeFilesNeed, RENDERED, readModprobeConfig, readModuleFiles } from './modprobe-input.ts';
import { type ModuleSetting, readModuleSettings } from './module-settings.ts';

type Entry = ModprobeEffective['modules'][string];
type ModuleEntry = Exclude<Entry, Unreadable>;

/** Modules of a kernel are about 3000. */
const MAX_MODULES = 20_000;

export const deriveModprobeEffective = defineDerivation({
  fact: modprobeEffective,
  needs: { rules: modprobeFilesNeed, ...kernelNeeds, ...settingsNeeds },
  derive({ rules, config, cmdline, modules, ...states }, userData): ModprobeEffective | Unreadable {
    const read = readSettingsInput(states, userData);
    const found = read === undefined ? [] : isUnreadable(read) ? { problem: read.$unreadable.message } : readModuleSettings(read);
    const settings = 'problem' in found ? [] : found;
    const modprobe = 'problem' in found ? { unknown: found.problem } : readModprobeConfig(rules, settings);
    const knowledge: ModuleKnowledge = { kernel: readKernelInput({ config, cmdline, modules }), ...readModuleFiles(modules), config: modprobe };
    const names = namesOf(knowledge, settings);
    if (names.length > MAX_MODULES) return unreadableOf({ unknown: `more than ${MAX_MODULES} modules` }, 'modules');
    return { modules: Object.fromEntries(names.map((name) => [name, entryOf(name, knowledge, settings)])) };
  },
});

function namesOf({ files, builtin, config }: ModuleKnowledge, settings: readonly ModuleSetting[]): readonly string[] {
  const ruled = isUnknown(config) ? [] : config.names;
  const names = [...files.keys(), ...(isUnknown(builtin) ? [] : builtin), ...ruled, ...settings.map(({ name }) => name), ...Object.keys(moduleOptions)];
  return [...new Set(names)].sort();
}

function entryOf(name: string, knowledge: ModuleKnowledge, settings: readonly ModuleSetting[]): Entry {
  const setting = settings.findLast((each) => each.name === name);
  const decision = decideModule(name, knowledge);
  if (isUnknown(decision)) return unreadableOf(decision, 'module', name);
  const problem = unclear(decision, setting);
  return problem === undefined ? describe(decision, settings, setting?.autoload ?? false) : unreadableOf(problem, 'module', name);
}

/** A setting that cannot be told matters only where there is something to load, and nothing before it decides. */
function unclear({ state, file }: ModuleDecision, setting: ModuleSetting | undefined): Unknown | undefined {
  const open = state === 'loadable' || state === 'command' || file === RENDERED;
  return setting?.problem !== undefined && open ? { unknown: setting.problem } : undefined;
}

function describe({ file, line, ...decision }: ModuleDecision, settings: readonly ModuleSetting[], autoload: boolean): ModuleEntry {
  const common = { ...decision, autoload };
  if (file === undefined) return common;
  const origin = file === RENDERED && line !== undefined ? settings[line]?.origin : undefined;
  if (origin !== undefined) return { ...common, layer: origin.layer === 'defaults' ? 'settings-defaults' : origin.layer, file: origin.file, line: origin.line };
  return line === undefined ? { ...common, file } : { ...common, layer: 'modprobe.d', file, line };
}
