import type { TomlStep } from '@staticfire/read/formats/toml';
import type { SettingShape, TableShape } from './setting-shape.ts';

/** The path with aliases replaced by the names that the model has. `path` starts below `settings`. */
export function canonicalPath(model: TableShape, path: readonly TomlStep[]): readonly TomlStep[] {
  let shape: SettingShape | undefined = model;
  return path.map((step) => {
    const table: TableShape | undefined = shape?.kind === 'table' ? shape : undefined;
    const name = table?.aliases !== undefined && Object.hasOwn(table.aliases, step) ? table.aliases[step]! : step;
    shape = shape?.kind === 'map' ? shape.item : table !== undefined && Object.hasOwn(table.fields, name) ? table.fields[name] : undefined;
    return name;
  });
}
