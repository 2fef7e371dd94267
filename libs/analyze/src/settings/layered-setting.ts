import type { TomlSetting, TomlStep } from '@staticfire/read/formats/toml';

/** Where a setting stands. */
export interface SettingOrigin {
  /** Later layers win: the image's defaults, then user data. */
  readonly layer: 'defaults' | 'user-data';
  readonly file: string;
  readonly line: number;
}

/** A value of a settings file, with where it stands. */
export interface LayeredSetting extends SettingOrigin {
  readonly path: readonly TomlStep[];
  readonly type: TomlSetting['type'];
  /** As `TomlSetting` has it; absent when it looks like a secret. */
  readonly value?: string;
}

export function originOf({ layer, file, line }: SettingOrigin): SettingOrigin {
  return { layer, file, line };
}
