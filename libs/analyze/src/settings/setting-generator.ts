import { type TomlStep, tomlKey } from '@staticfire/read/formats/toml';
import { type LayeredSetting, originOf, type SettingOrigin } from './layered-setting.ts';
import { findNode, type TableNode } from './setting-tree.ts';

/** A program that fills in a setting when the node starts, unless something has set it (Bottlerocket's sundog). */
export interface SettingGenerator extends SettingOrigin {
  readonly key: string;
  /** Path below `settings`. */
  readonly path: readonly string[];
  /** The command. */
  readonly generator: string;
}

const MARK = 'setting-generator';
/** Bottlerocket has 1. */
const MAX_DEPTH = 4;

/**
 * `metadata.settings.<key>.setting-generator`: a command, or since 2024 a table with one. With `depth = 1` it is for that field of every name: what
 * stands at `bootstrap-containers.source` is for `bootstrap-containers.*.source`, of the names that `tree` has.
 */
export function findGenerators(settings: readonly LayeredSetting[], tree: TableNode): readonly SettingGenerator[] {
  return settings.flatMap((setting) => {
    const { path, value } = setting;
    const at = path.indexOf(MARK);
    const names = path.slice(2, at).filter((step) => typeof step === 'string');
    const isCommand = at === path.length - 1 || (at === path.length - 2 && path.at(-1) === 'command');
    if (path[0] !== 'metadata' || path[1] !== 'settings' || at < 3 || !isCommand || names.length !== at - 2) return [];
    const places = spread(tree, names.slice(0, -1), names.at(-1)!, depthOf(settings, path.slice(0, at + 1)));
    return places.map((place) => ({ key: tomlKey(['settings', ...place]), path: place, generator: value ?? 'a command', ...originOf(setting) }));
  });
}

function depthOf(settings: readonly LayeredSetting[], generator: readonly TomlStep[]): number {
  const key = JSON.stringify([...generator, 'depth']);
  const depth = settings.find(({ path, type }) => type === 'integer' && path.at(-1) === 'depth' && JSON.stringify(path) === key);
  return Math.min(Math.max(Number(depth?.value ?? 0), 0), MAX_DEPTH);
}

function spread(tree: TableNode, parent: readonly string[], field: string, depth: number): readonly (readonly string[])[] {
  if (depth === 0) return [[...parent, field]];
  const node = findNode(tree, parent);
  return node?.kind === 'table' ? [...node.members.keys()].flatMap((name) => spread(tree, [...parent, name], field, depth - 1)) : [];
}
