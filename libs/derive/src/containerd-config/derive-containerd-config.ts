import { isUnreadable, type PartialObject, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { type ValueMap, valuesOf } from '../rendered-files/document-values.ts';
import { partialValue } from '../rendered-files/partial-value.ts';
import { openRendering, type Rendering, renderingNeeds } from '../rendered-files/rendering-needs.ts';
import { findUnit, type UnitsState } from '../rendered-files/unit-input.ts';
import { summarizeUnit, tellWritten } from '../rendered-files/written-file.ts';
import { containerdConfig } from './containerd-config.schema.ts';
import { baseSpecPath, CONTAINERD_UNIT, configPath, containerdValues, importedFiles } from './containerd-files.ts';

export const deriveContainerdConfig = defineDerivation({
  fact: containerdConfig,
  needs: renderingNeeds,
  derive(states, userData, file): PartialObject | Unreadable | undefined {
    const rendering = openRendering(states, userData, file);
    if (isUnreadable(rendering)) return rendering;
    const path = configPath(states.units);
    const config = containerdValues(rendering, path);
    return (
      config && partialValue({ unit: unitOf(states.units), path, config, ...more(config, rendering), files: written(path, config, rendering, states.units) })
    );
  },
});

function unitOf(units: UnitsState): object | undefined {
  if (units.state === 'unreadable') return { $unreadable: units.error };
  const unit = findUnit(units, CONTAINERD_UNIT);
  return unit && summarizeUnit(unit);
}

/** What its values name. */
function more(config: ValueMap | Unreadable, rendering: Rendering): Readonly<Record<string, unknown>> {
  if (isUnreadable(config)) return { imported: config, baseSpec: config };
  const imported = importedFiles(config, rendering).map(({ path, template }) => {
    const values = valuesOf(rendering.templates.render(template), 'toml');
    return isUnreadable(values) ? values : { path, values };
  });
  return { imported, baseSpec: specOf(baseSpecPath(config), rendering) };
}

function specOf(path: string | Unreadable | undefined, { files, templates }: Rendering): ValueMap | Unreadable | undefined {
  if (path === undefined || isUnreadable(path)) return path;
  const file = files.find((each) => each.path === path);
  if (file !== undefined) return valuesOf(templates.render(file.template), 'json');
  return { $unreadable: { kind: 'unsupported', structure: path, message: 'containers start from it, and the image has no template that it is rendered from' } };
}

function written(path: string, config: ValueMap | Unreadable, rendering: Rendering, units: UnitsState): readonly object[] {
  const spec = isUnreadable(config) ? undefined : baseSpecPath(config);
  const paths = new Set<unknown>([path, spec, ...(isUnreadable(config) ? [] : importedFiles(config, rendering).map((each) => each.path))]);
  const found = rendering.files.filter((each) => paths.has(each.path));
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((each) => tellWritten(each, units));
}
