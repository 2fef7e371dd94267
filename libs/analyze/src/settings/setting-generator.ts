import { tomlKey } from '@staticfire/read/formats/toml';
import { type LayeredSetting, originOf, type SettingOrigin } from './layered-setting.ts';

/** A program that fills in a setting when the node starts, unless something has set it (Bottlerocket's sundog). */
export interface SettingGenerator extends SettingOrigin {
  readonly key: string;
  /** Path below `settings`. */
  readonly path: readonly string[];
  /** The command. */
  readonly generator: string;
}

const MARK = 'setting-generator';

/** `metadata.settings.<key>.setting-generator`: a command, or since 1.40 a table with one. */
export function findGenerators(settings: readonly LayeredSetting[]): readonly SettingGenerator[] {
  return settings.flatMap((setting) => {
    const { path, value } = setting;
    const at = path.indexOf(MARK);
    const last = path.at(-1);
    const names = path.slice(2, at).filter((step) => typeof step === 'string');
    const isCommand = at === path.length - 1 || (at === path.length - 2 && last === 'command');
    if (path[0] !== 'metadata' || path[1] !== 'settings' || at < 3 || !isCommand || names.length !== at - 2) return [];
    return [{ key: tomlKey(['settings', ...names]), path: names, generator: value ?? 'a command', ...originOf(setting) }];
  });
}
