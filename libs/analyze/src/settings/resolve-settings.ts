import { tomlKey } from '@staticfire/read/formats/toml';
import { canonicalPath } from './canonical-path.ts';
import { type LayeredSetting, originOf } from './layered-setting.ts';
import { type ReadSettings, readSettings, type SettingPlace } from './read-settings.ts';
import { findGenerators, type SettingGenerator } from './setting-generator.ts';
import { findNode, mergeTrees, placeNode, plantSettings } from './setting-tree.ts';
import { settingsModel } from './settings-model.ts';

export interface ResolvedSettings extends ReadSettings {
  /** What a generator fills in: nothing else sets it. */
  readonly generated: readonly SettingGenerator[];
}

/** Tables of a defaults file beside `settings`. */
const OTHER_TABLES: ReadonlySet<unknown> = new Set(['metadata', 'services', 'configuration-files']);

/** What a node goes by: the defaults, over them user data (Bottlerocket's storewolf and early-boot-config), and below them what generators fill in. */
export function resolveSettings(defaults: readonly LayeredSetting[], userData: readonly LayeredSetting[] = []): ResolvedSettings {
  const tree = mergeTrees(plantSettings(belowSettings(defaults)), plantSettings(belowSettings(userData)));
  const generated = findGenerators(defaults, tree).filter(({ path }) => findNode(tree, path) === undefined);
  for (const { path, generator, ...origin } of generated) placeNode(tree, path, { kind: 'generated', origin: originOf(origin), generator });
  const read = readSettings(settingsModel, tree);
  return { ...read, unknown: [...read.unknown, ...strays(defaults, OTHER_TABLES), ...strays(userData, new Set())], generated };
}

function belowSettings(settings: readonly LayeredSetting[]): LayeredSetting[] {
  return settings.flatMap((setting) => (setting.path[0] === 'settings' ? [{ ...setting, path: canonicalPath(settingsModel, setting.path.slice(1)) }] : []));
}

/** What stands beside `settings` and has no business there. */
function strays(settings: readonly LayeredSetting[], known: ReadonlySet<unknown>): SettingPlace[] {
  return settings.flatMap((setting) =>
    setting.path[0] === 'settings' || known.has(setting.path[0]) ? [] : [{ key: tomlKey(setting.path), ...originOf(setting) }],
  );
}
