import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type SettingsOrigins, settingsOrigins } from './settings-origins.schema.ts';

export const deriveSettingsOrigins = defineDerivation({
  fact: settingsOrigins,
  needs: settingsNeeds,
  derive(states, userData): SettingsOrigins | Unreadable | undefined {
    const settings = readSettingsInput(states, userData);
    if (settings === undefined || isUnreadable(settings)) return settings;
    const { entries, unknown, wrong, generated } = settings;
    return { entries, unknown, wrong, generated: generated.map(({ key, generator, file, line }) => ({ key, generator, file, line })) };
  },
});
