import { computeSysctl, isUnknown, type SysctlValue, type Unknown } from '@staticfire/analyze/kernel';
import type { Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type SysctlEffective, sysctlEffective } from './sysctl-effective.schema.ts';
import { readSysctlFiles, sysctlFilesNeed } from './sysctl-files-input.ts';
import { readSysctlSettings } from './sysctl-settings.ts';
import { readUnitWrites, unitNeeds } from './unit-writes.ts';

/** An image has about 60. */
const MAX_KEYS = 20_000;

export const deriveSysctlEffective = defineDerivation({
  fact: sysctlEffective,
  needs: { files: sysctlFilesNeed, ...unitNeeds, ...kernelNeeds, ...settingsNeeds },
  derive({ files, calls, units, config, cmdline, modules, ...states }, userData): SysctlEffective | Unreadable {
    const unit = readUnitWrites(calls, units);
    const values = computeSysctl({
      kernel: readKernelInput({ config, cmdline, modules }),
      ...readSysctlFiles(files),
      units: unit.writes,
      ...(unit.doubt === undefined ? {} : { unitDoubt: { unknown: unit.doubt } }),
      settings: readSysctlSettings(readSettingsInput(states, userData)),
    });
    if (values.size > MAX_KEYS) return unreadableOf({ unknown: `more than ${MAX_KEYS} keys` }, 'kernel parameters');
    const keys = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
    const missing = keys.flatMap(([key, value]) => (isUnknown(value) && value.missing !== undefined ? [{ key, because: value.missing }] : []));
    return { ...(missing.length === 0 ? {} : { missing }), keys: Object.fromEntries(keys.map(([key, value]) => [key, render(key, value)])) };
  },
});

function render(key: string, value: SysctlValue | Unknown): SysctlEffective['keys'][string] {
  return isUnknown(value) ? unreadableOf(value, 'kernel parameter', key) : value;
}
