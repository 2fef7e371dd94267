import type { UserData } from '@staticfire/analyze/settings';
import { type FactState, isUnreadable, object, optional, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';
import { readDefaultsInput, readSettingsInput, type SettingsStates, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type ConfigurationFile, configurationFiles } from './configuration-files.ts';
import { type OsRelease, templateContext } from './template-context.ts';
import { TemplateFiles, type TemplatesState, templatesNeed } from './template-files.ts';
import { findUnit, type UnitsState, unitsNeed } from './unit-input.ts';

/** Bottlerocket has some 60. */
const MAX_FILES = 300;

const identitySchema = object({
  buildId: optional(string('')),
  prettyName: optional(string('')),
  variantId: optional(string('')),
  versionId: optional(string('')),
});

/** What a derivation needs to render the files of a node. */
export const renderingNeeds = { ...settingsNeeds, templates: templatesNeed, units: unitsNeed, identity: needState('release.identity', identitySchema) };

export interface RenderingStates extends SettingsStates {
  readonly templates: TemplatesState;
  readonly units: UnitsState;
  readonly identity: FactState<OsRelease>;
}

/** Files that a node writes before it starts what they are for, and their templates. */
export interface Rendering {
  readonly files: readonly ConfigurationFile[];
  readonly templates: TemplateFiles;
}

/** An image without defaults renders nothing. */
export function openRendering(
  states: RenderingStates,
  userData: UserData | undefined,
  file: (sha256: string) => Uint8Array | undefined,
): Rendering | Unreadable {
  const defaults = readDefaultsInput(states);
  const settings = readSettingsInput(states, userData);
  if (defaults === undefined || settings === undefined) return { files: [], templates: new TemplateFiles(states.templates, new Map(), file) };
  if (isUnreadable(defaults)) return defaults;
  if (isUnreadable(settings)) return settings;
  const node = {
    hasPluto: mayHavePluto(states.units),
    hasUserData: userData !== undefined,
    release: states.identity.state === 'present' ? states.identity.value : {},
  };
  const files = configurationFiles(defaults);
  if (files.length > MAX_FILES) return tooMany(files[0]!.file);
  return { files, templates: new TemplateFiles(states.templates, templateContext(settings, node), file) };
}

function tooMany(structure: string): Unreadable {
  return { $unreadable: { kind: 'limit', structure, message: `more than ${MAX_FILES} configuration files` } };
}

function mayHavePluto(units: UnitsState): boolean {
  return units.state === 'unreadable' || findUnit(units, 'pluto.service') !== undefined;
}
