import { mountOf } from '../kinds/mount.ts';
import { PERPETUAL } from '../load/loaded-unit.ts';
import { parseUnitName } from '../names/unit-name.ts';
import { escapeUnitText } from '../names/unit-path.ts';
import { privateSection } from '../settings/known-settings.ts';
import { lastValid } from '../settings/unit-setting.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { hasDefaultDependencies } from './default-dependencies.ts';
import { isExtrinsic } from './extrinsic-mount.ts';
import type { GraphUnit, UnitGraph } from './unit-graph.ts';

const ROOT = '-.slice';

/** The slice that a unit runs in, which it needs: Slice=, or one for all instances of a template, or system.slice. */
export function addSlice(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  const { name, type, prefix, instance } = unit.name;
  const named = lastValid(unit.settings, privateSection(type), 'Slice', (value) => {
    const text = expandSpecifiers(value, unit, 'unit-name')?.text ?? '';
    return parseUnitName(text)?.type === 'slice' && parseUnitName(text)?.kind === 'plain' ? text : undefined;
  });
  const extrinsic = PERPETUAL.has(name) || (type === 'mount' && isExtrinsic(mountOf(unit)));
  const standard = instance !== undefined ? `system-${escapeUnitText(prefix)}.slice` : extrinsic ? ROOT : 'system.slice';
  graph.add(node, ['InSlice', 'After', 'Requires'], named ?? standard);
}

/** A slice lies in the one that its name starts with. */
export function addParentSlice(graph: UnitGraph, node: GraphUnit): void {
  const { name } = node.unit.name;
  if (name !== ROOT) {
    const dash = name.lastIndexOf('-');
    graph.add(node, ['InSlice', 'After', 'Requires'], dash < 0 ? ROOT : `${name.slice(0, dash)}.slice`);
  }
  if (hasDefaultDependencies(node.unit)) graph.add(node, ['Before', 'Conflicts'], 'shutdown.target');
}
