import { attemptRendering, environmentOf, readUnitText, readWorlds, type World } from '@staticfire/analyze/templates';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { ConfigurationFile } from './configuration-files.ts';
import { toValueMap, type ValueMap, valuesOf } from './document-values.ts';
import type { Rendering } from './rendering-needs.ts';
import { dropInsOf, nameOf } from './unit-drop-ins.ts';
import type { KnownUnit, UnitSettingFact } from './unit-input.ts';

const NO_WORLD: World = { conditions: new Map(), rendered: { text: '', lines: [], opens: [] } };

/** Environment files of a unit, without the `-` that lets them be missing. */
export function environmentFiles({ settings }: KnownUnit): readonly string[] {
  const own = settings.filter(({ section, key }) => section === 'Service' && key === 'EnvironmentFile');
  return own.slice(own.findLastIndex(({ value }) => value === '') + 1).map(({ value }) => value.replace(/^-/, ''));
}

/** One file that sets variables; `name` orders drop-ins, after the unit itself. */
interface Layer {
  readonly name: string;
  readonly values: ValueMap | Unreadable;
}

/**
 * The variables of a unit: its own, those of drop-ins by their names, over them those of environment files that a node writes (systemd.exec(5)).
 * A file that forgets all variables before it is not supported.
 */
export function unitEnvironment(unit: KnownUnit, rendering: Rendering): ValueMap | Unreadable {
  const written = dropInsOf(unit.name, rendering.files);
  const hidden = new Set(written.map(({ path }) => nameOf(path)));
  const onRoot = layersOnRoot(unit).filter(({ name }) => name === '' || !hidden.has(name));
  const layers = [...onRoot, ...written.map((file) => writtenLayer(file, rendering))].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const variables = { ...merge(layers), ...merge(environmentLayers(unit, rendering)) };
  const damaged = [...layers, ...environmentLayers(unit, rendering)].find(({ values }) => isUnreadable(values));
  return damaged === undefined ? variables : (damaged.values as Unreadable);
}

function merge(layers: readonly Layer[]): ValueMap {
  return Object.fromEntries(layers.flatMap(({ values }) => (isUnreadable(values) ? [] : Object.entries(values))));
}

function layersOnRoot({ settings, path }: KnownUnit): readonly Layer[] {
  const own = settings.filter(({ section, key }) => section === 'Service' && key === 'Environment');
  const files = [...new Set(own.map(({ file }) => file))];
  return files.map((file) => ({
    name: file === path ? '' : nameOf(file),
    values: staticValues(
      file,
      own.filter((each) => each.file === file),
    ),
  }));
}

function staticValues(file: string, settings: readonly UnitSettingFact[]): ValueMap | Unreadable {
  const bad = settings.find(({ value, redacted }) => value === '' || redacted);
  if (bad !== undefined) return unsupported(file, bad.line, bad.redacted);
  return toValueMap(
    readWorlds([NO_WORLD], file, () => environmentOf(settings)),
    file,
  );
}

function writtenLayer({ path, template }: ConfigurationFile, { templates }: Rendering): Layer {
  const name = nameOf(path);
  const rendered = templates.render(template);
  if (isUnreadable(rendered)) return { name, values: rendered };
  let reset: number | undefined;
  const read = attemptRendering(() =>
    readWorlds(rendered.worlds, template, (text) => {
      const assignments = readUnitText(text, template);
      reset ??= assignments.find(({ section, key, value }) => section === 'Service' && key === 'Environment' && value === '')?.line;
      return environmentOf(assignments);
    }),
  );
  if (reset !== undefined) return { name, values: unsupported(template, reset, false) };
  return { name, values: 'problem' in read ? { $unreadable: read.problem } : toValueMap(read.value, template) };
}

function environmentLayers(unit: KnownUnit, { files, templates }: Rendering): readonly Layer[] {
  return environmentFiles(unit).flatMap((path) => {
    const found = files.find((each) => each.path === path);
    return found === undefined ? [] : [{ name: path, values: valuesOf(templates.render(found.template), 'environment') }];
  });
}

function unsupported(structure: string, line: number, redacted: boolean): Unreadable {
  const message = redacted ? 'variables that look like a secret are not kept' : 'Environment= that forgets all variables before it is not supported';
  return { $unreadable: { kind: 'unsupported', structure, field: `line ${line}`, message } };
}
