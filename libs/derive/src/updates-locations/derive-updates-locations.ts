import { findReading, type ResolvedSettings, type SettingReading } from '@staticfire/analyze/settings';
import { describeUpdateUrl, expandTemplate, templateOf } from '@staticfire/analyze/update-locations';
import { type Infer, isUnreadable, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, needIfPresent } from '../derivation.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { failureOf } from '../settings-effective/render-settings.ts';
import { type UpdatesLocations, updatesLocations } from './updates-locations.schema.ts';

const URLS = ['metadata-base-url', 'targets-base-url'] as const;
const CHOICES = ['seed', 'version-lock', 'ignore-waves'] as const;

const releaseSchema = object({
  versionId: optional(string('')),
  variantId: optional(string('')),
  buildId: optional(string('')),
  prettyName: optional(string('')),
});
const kernelSchema = object({ architecture: optional(string('')) });

type Location = Exclude<UpdatesLocations['locations'][number], Unreadable>;
type Choice = Exclude<UpdatesLocations['choices'][number], Unreadable>;

/** What the image says it is; `architecture` as Bottlerocket names it. */
interface Identity extends Infer<typeof releaseSchema> {
  readonly architecture?: string | undefined;
}

export const deriveUpdatesLocations = defineDerivation({
  fact: updatesLocations,
  needs: { ...settingsNeeds, release: needIfPresent('release.identity', releaseSchema), kernel: needIfPresent('boot.kernel', kernelSchema) },
  derive({ release, kernel, ...states }, userData): UpdatesLocations | Unreadable | undefined {
    const settings = readSettingsInput(states, userData);
    if (settings === undefined || isUnreadable(settings)) return settings;
    const identity = { ...release, architecture: kernel?.architecture };
    const locations = URLS.flatMap((name) => locationOf(name, settings, identity));
    const choices = CHOICES.flatMap((name) => choiceOf(name, settings));
    return locations.length + choices.length === 0 ? undefined : { locations, choices };
  },
});

/** A setting, or the command that fills it in. */
type Found = { readonly value: string } | { readonly generator: string } | Unreadable;

function find(name: string, { tree, generated }: ResolvedSettings): Found | undefined {
  const reading = findReading(tree, ['updates', name]);
  if (reading === undefined) return undefined;
  if (reading.kind === 'value') return { value: String(reading.value) };
  const generator = generated.find(({ path }) => path.join('.') === `updates.${name}`)?.generator;
  return generator === undefined ? whyNot(reading) : { generator };
}

function whyNot(reading: Exclude<SettingReading, { readonly kind: 'value' }>): Unreadable | undefined {
  return reading.kind === 'problem' ? { $unreadable: failureOf(reading) } : undefined;
}

function choiceOf(setting: Choice['setting'], settings: ResolvedSettings): (Choice | Unreadable)[] {
  const found = find(setting, settings);
  if (found === undefined) return [];
  if (isUnreadable(found)) return [found];
  return [{ setting, source: 'value' in found ? 'settings' : 'generator', ...found }];
}

function locationOf(setting: Location['setting'], settings: ResolvedSettings, identity: Identity): (Location | Unreadable)[] {
  const found = find(setting, settings);
  if (found === undefined) return [];
  if (isUnreadable(found)) return [found];
  if ('value' in found) return [{ setting, source: 'settings', written: found.value, ...describe(found.value, [], identity) }];
  const { generator } = found;
  const template = templateOf(generator);
  if (template === undefined) return [{ setting, source: 'generator', written: generator, open: [] }];
  const { text, open } = expandTemplate(template, (variable) => variableValue(variable, settings, identity));
  return [{ setting, source: 'generator', written: generator, ...describe(text, open, identity) }];
}

function describe(url: string, open: readonly string[], { variantId, versionId, architecture }: Identity) {
  const said = describeUpdateUrl(url);
  return {
    ...{ url, open, ...said },
    ...(said.scheme === undefined ? {} : { secure: said.scheme === 'https' }),
    ...compared('variantMatches', said.variant, variantId),
    ...compared('architectureMatches', said.architecture, architecture),
    ...compared('versionMatches', said.version?.replace(/^v/, ''), versionId),
  };
}

function compared<K extends string>(name: K, said: string | undefined, expected: string | undefined): { readonly [key in K]?: boolean } {
  return said === undefined || expected === undefined ? {} : ({ [name]: said === expected } as { readonly [key in K]: boolean });
}

/** What schnauzer knows when it renders: the release (os-release of Bottlerocket, and the architecture) and settings. */
function variableValue(variable: string, { tree }: ResolvedSettings, identity: Identity): string | undefined {
  const { variantId, versionId, buildId, prettyName, architecture } = identity;
  const os: Readonly<Record<string, string | undefined>> = {
    ...{ 'os.variant_id': variantId, 'os.version_id': versionId, 'os.build_id': buildId, 'os.pretty_name': prettyName, 'os.arch': architecture },
  };
  const [root, ...path] = variable.split('.');
  if (root !== 'settings') return Object.hasOwn(os, variable) ? os[variable] : undefined;
  const reading = findReading(tree, path);
  return reading?.kind === 'value' && typeof reading.value !== 'object' ? String(reading.value) : undefined;
}
