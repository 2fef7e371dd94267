import type { TomlStep } from '@staticfire/read/formats/toml';
import { type LayeredSetting, originOf, type SettingOrigin } from './layered-setting.ts';

/** Settings as they nest; what a generator fills in when the node starts has no value here. */
export type SettingNode =
  | { readonly kind: 'scalar'; readonly origin: SettingOrigin; readonly setting: LayeredSetting }
  | { readonly kind: 'list'; readonly origin: SettingOrigin; readonly items: SettingNode[] }
  | TableNode
  | { readonly kind: 'generated'; readonly origin: SettingOrigin; readonly generator: string };

export interface TableNode {
  readonly kind: 'table';
  readonly origin: SettingOrigin;
  readonly members: Map<string, SettingNode>;
}

const NO_ORIGIN: SettingOrigin = { layer: 'defaults', file: '', line: 0 };
/** A settings file has at most 50 000 values. */
const MAX_ITEMS = 50_000;

export function emptyTable(origin: SettingOrigin = NO_ORIGIN): TableNode {
  return { kind: 'table', origin, members: new Map() };
}

/** One layer as a tree. */
export function plantSettings(settings: readonly LayeredSetting[]): TableNode {
  const root = emptyTable();
  for (const setting of settings) placeNode(root, setting.path, nodeOf(setting));
  return root;
}

/** Puts a node at a path, making tables and lists on the way. What stands in the way is replaced. */
export function placeNode(root: TableNode, path: readonly TomlStep[], node: SettingNode): void {
  let parent: SettingNode = root;
  for (const [at, step] of path.entries()) {
    const next = path[at + 1];
    if (next === undefined) setMember(parent, step, node);
    else parent = memberOf(parent, step) ?? setMember(parent, step, typeof next === 'number' ? emptyList(node.origin) : emptyTable(node.origin));
  }
}

/** The later one wins; tables merge. A list is one value (Bottlerocket's datastore keeps it under one key). */
export function mergeTrees(earlier: TableNode, later: TableNode): TableNode {
  const members = new Map(earlier.members);
  for (const [name, node] of later.members) {
    const before = members.get(name);
    members.set(name, before?.kind === 'table' && node.kind === 'table' ? mergeTrees(before, node) : node);
  }
  return { kind: 'table', origin: later.origin, members };
}

/** What stands at a path. */
export function findNode(root: SettingNode, path: readonly TomlStep[]): SettingNode | undefined {
  return path.reduce<SettingNode | undefined>((node, step) => (node === undefined ? undefined : memberOf(node, step, true)), root);
}

function nodeOf(setting: LayeredSetting): SettingNode {
  const origin = originOf(setting);
  if (setting.type === 'table') return emptyTable(origin);
  return setting.type === 'array' ? emptyList(origin) : { kind: 'scalar', origin, setting };
}

function emptyList(origin: SettingOrigin): SettingNode {
  return { kind: 'list', origin, items: [] };
}

/** Something that can have members of this kind, or, when only looking, whatever is there. */
function memberOf(parent: SettingNode, step: TomlStep, looking = false): SettingNode | undefined {
  const found =
    parent.kind === 'table' && typeof step === 'string'
      ? parent.members.get(step)
      : parent.kind === 'list' && typeof step === 'number'
        ? parent.items[step]
        : undefined;
  return looking || found?.kind === 'table' || found?.kind === 'list' ? found : undefined;
}

function setMember(parent: SettingNode, step: TomlStep, node: SettingNode): SettingNode {
  if (parent.kind === 'table' && typeof step === 'string') parent.members.set(step, node);
  else if (parent.kind === 'list' && typeof step === 'number' && step < MAX_ITEMS) parent.items[step] = node;
  return node;
}
