import { decideLockdown, isUnknown, type LockdownMode, type Unknown } from '@staticfire/analyze/kernel';
import { findReading, type ResolvedSettings, type SettingOrigin } from '@staticfire/analyze/settings';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type LockdownEffective, lockdownEffective } from './lockdown-effective.schema.ts';

export const deriveLockdownEffective = defineDerivation({
  fact: lockdownEffective,
  needs: { ...kernelNeeds, ...settingsNeeds },
  derive({ config, cmdline, modules, ...states }, userData): LockdownEffective | Unreadable {
    const setting = settingOf(readSettingsInput(states, userData));
    const decision = decideLockdown(readKernelInput({ config, cmdline, modules }), setting.mode);
    if (isUnknown(decision)) return unreadableOf(decision, 'lockdown');
    return { ...decision, ...(decision.decidedBy === 'settings' ? placeOf(setting.origin) : {}) };
  },
});

interface LockdownSetting {
  readonly mode: LockdownMode | undefined | Unknown;
  readonly origin?: SettingOrigin;
}

function settingOf(settings: ResolvedSettings | Unreadable | undefined): LockdownSetting {
  if (settings === undefined) return { mode: undefined };
  if (isUnreadable(settings)) return { mode: { unknown: settings.$unreadable.message } };
  const kernel = findReading(settings.tree, ['kernel']);
  const reading = kernel?.kind === 'problem' ? kernel : findReading(settings.tree, ['kernel', 'lockdown']);
  if (reading?.kind === 'problem') return { mode: { unknown: reading.message } };
  return reading?.kind === 'value' ? { mode: reading.value as LockdownMode, origin: reading.origin } : { mode: undefined };
}

function placeOf(origin: SettingOrigin | undefined): Partial<LockdownEffective> {
  if (origin === undefined) return {};
  const { layer, file, line } = origin;
  return { layer: layer === 'defaults' ? 'settings-defaults' : layer, file, line };
}
