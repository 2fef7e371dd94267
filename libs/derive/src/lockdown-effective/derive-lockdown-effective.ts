import { decideLockdown, isUnknown, type LockdownMode, type Unknown } from '@staticfire/analyze/kernel';
import { findReading, type ResolvedSettings, type SettingOrigin } from '@staticfire/analyze/settings';
import { type FactState, type Infer, isUnreadable, list, object, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, needState } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type LockdownEffective, lockdownEffective } from './lockdown-effective.schema.ts';

const inventorySchema = object({ packages: list(object({ name: string('') }), '') });

/** Anatomy 5.8: their object files are linked at boot, which leaves them unsigned. Packages from outside of the core kit keep a prefix. */
const DRIVERS = /^(?:bottlerocket-)?kmod-[0-9.]+-nvidia/;

export const deriveLockdownEffective = defineDerivation({
  fact: lockdownEffective,
  needs: { ...kernelNeeds, ...settingsNeeds, inventory: needState('identity.inventory', inventorySchema) },
  derive({ config, cmdline, modules, inventory, ...states }, userData): LockdownEffective | Unreadable {
    const setting = settingOf(readSettingsInput(states, userData));
    const decision = decideLockdown(readKernelInput({ config, cmdline, modules }), setting.mode);
    if (isUnknown(decision)) return unreadableOf(decision, 'lockdown');
    return { ...decision, drivers: driversOf(inventory), ...(decision.decidedBy === 'settings' ? placeOf(setting.origin) : {}) };
  },
});

/** An image without an inventory names none. */
function driversOf(inventory: FactState<Infer<typeof inventorySchema>>): LockdownEffective['drivers'] {
  if (inventory.state === 'unreadable') return [{ $unreadable: inventory.error }];
  const packages = inventory.state === 'present' ? inventory.value.packages : [];
  return packages.flatMap((each): LockdownEffective['drivers'] => (isUnreadable(each) ? [each] : DRIVERS.test(each.name) ? [{ package: each.name }] : []));
}

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
