import { type TomlStep, tomlKey } from '@staticfire/read/formats/toml';
import type { SettingOrigin } from './layered-setting.ts';
import { readList } from './read-list.ts';
import { mismatch, readScalar } from './read-scalar.ts';
import type { ProblemCause, SettingReading, SettingTable } from './setting-reading.ts';
import type { MapShape, SettingShape, TableShape } from './setting-shape.ts';
import type { SettingNode, TableNode } from './setting-tree.ts';

export interface SettingPlace extends SettingOrigin {
  /** As TOML writes it: `settings.kernel.sysctl."net.core.somaxconn"`. */
  readonly key: string;
}

/** What a model makes of settings. */
export interface ReadSettings {
  readonly tree: SettingTable;
  /** Every value that counts. */
  readonly entries: readonly SettingPlace[];
  /** Keys that the model does not have. */
  readonly unknown: readonly SettingPlace[];
  /** Values that are not what the model has there. */
  readonly wrong: readonly (SettingPlace & { readonly message: string })[];
}

/** Reads `settings` by the model. A value of a wrong type is a problem in the tree, so that no rule takes it for unset. */
export function readSettings(model: TableShape, settings: TableNode): ReadSettings {
  const reader = new SettingsReader();
  const tree = reader.table(model, settings, ['settings']);
  return { tree, entries: reader.entries, unknown: reader.unknown, wrong: reader.wrong };
}

class SettingsReader {
  readonly entries: SettingPlace[] = [];
  readonly unknown: SettingPlace[] = [];
  readonly wrong: (SettingPlace & { message: string })[] = [];

  table(shape: TableShape, node: TableNode, path: readonly TomlStep[]): SettingTable {
    const members = new Map<string, SettingReading>();
    for (const [name, member] of node.members) {
      const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
      if (field === undefined) this.#report(this.unknown, member, [...path, name]);
      else members.set(name, this.#read(field, member, [...path, name]));
    }
    return { kind: 'table', members };
  }

  #map({ item }: MapShape, node: TableNode, path: readonly TomlStep[]): SettingTable {
    return { kind: 'table', members: new Map([...node.members].map(([name, member]) => [name, this.#read(item, member, [...path, name])])) };
  }

  #read(shape: SettingShape, node: SettingNode, path: readonly TomlStep[]): SettingReading {
    if (node.kind === 'generated') return this.#problem('generated', `${node.generator} fills it in when the node starts`, node, path);
    if (shape.kind === 'table' || shape.kind === 'map') {
      if (node.kind !== 'table') return this.#problem('wrong', mismatch(shape, node).problem, node, path);
      return shape.kind === 'table' ? this.table(shape, node, path) : this.#map(shape, node, path);
    }
    const { origin } = node;
    this.entries.push({ key: tomlKey(path), ...origin });
    if (shape.kind === 'text' && shape.secret && node.kind === 'scalar') return { kind: 'secret', origin };
    const read = shape.kind === 'texts' || shape.kind === 'rows' || shape.kind === 'tables' ? readList(shape, node) : readScalar(shape, node);
    return 'problem' in read ? this.#problem(read.cause ?? 'wrong', read.problem, node, path) : { kind: 'value', origin, value: read.value };
  }

  #problem(cause: ProblemCause, message: string, { origin }: SettingNode, path: readonly TomlStep[]): SettingReading {
    if (cause === 'wrong') this.wrong.push({ key: tomlKey(path), ...origin, message });
    return { kind: 'problem', origin, cause, message: `${tomlKey(path)}: ${message}` };
  }

  #report(list: SettingPlace[], node: SettingNode, path: readonly TomlStep[]): void {
    if (node.kind !== 'table' || node.members.size === 0) list.push({ key: tomlKey(path), ...node.origin });
    else for (const [name, member] of node.members) this.#report(list, member, [...path, name]);
  }
}
