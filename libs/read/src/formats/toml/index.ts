export { parseToml } from './parse-toml.ts';
export { type TomlSetting, type TomlStep, tomlKey } from './toml-setting.ts';
