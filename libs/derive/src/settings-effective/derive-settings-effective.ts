import { settingsModel } from '@staticfire/analyze/settings';
import { isUnreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { renderTable } from './render-settings.ts';
import { settingsEffective } from './settings-effective.schema.ts';

export const deriveSettingsEffective = defineDerivation({
  fact: settingsEffective,
  needs: settingsNeeds,
  derive(states, userData) {
    const settings = readSettingsInput(states, userData);
    return settings === undefined || isUnreadable(settings) ? settings : renderTable(settingsModel, settings.tree);
  },
});
