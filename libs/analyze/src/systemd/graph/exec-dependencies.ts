import { parseUnitName } from '../names/unit-name.ts';
import { simplifyPath } from '../names/unit-path.ts';
import { privateSection } from '../settings/known-settings.ts';
import { allValues, lastValid } from '../settings/unit-setting.ts';
import { booleanOf } from '../values/boolean.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { readUnitPath } from '../values/unit-path-value.ts';
import { quotedWords } from '../values/words.ts';
import type { GraphUnit, UnitGraph } from './unit-graph.ts';

/** systemd.exec(5): where the folders lie that systemd makes for a unit. */
const FOLDERS = {
  RuntimeDirectory: '/run',
  StateDirectory: '/var/lib',
  CacheDirectory: '/var/cache',
  LogsDirectory: '/var/log',
  ConfigurationDirectory: '/etc',
};
const ON_ROOT = ['StateDirectory', 'CacheDirectory', 'LogsDirectory'];
const TO_JOURNAL = /^(?:journal|kmsg)(?:\+console)?$|^syslog(?:\+console)?$/;
/** Input that goes both ways, so that output goes where it comes from. */
const TWO_WAYS = /^(?:tty|tty-force|tty-fail|socket|fd(?::.*)?)$/;
const OUTPUTS = /^(?:inherit|null|tty|socket|journal|kmsg|syslog|journal\+console|kmsg\+console|syslog\+console|(?:fd|file|append|truncate)(?::.*)?)$/;

/** systemd.exec(5), "Implicit Dependencies" (src/core/unit.c, `unit_add_exec_dependencies`). */
export function addExecDependencies(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  const section = privateSection(unit.name.type);
  const path = (key: string) => lastValid(unit.settings, section, key, (value) => (value === '' ? '' : readUnitPath(value, unit))) || undefined;
  const folder = lastValid(unit.settings, section, 'WorkingDirectory', (value) => value);
  if (folder !== undefined && !folder.startsWith('-')) graph.needMounts(node, readUnitPath(folder, unit));
  const image = path('RootImage');
  for (const needed of [path('RootDirectory'), image]) graph.needMounts(node, needed);
  const made = Object.entries(FOLDERS).map(([key, base]) => ({ key, paths: folders(node, section, key).map((name) => `${base}/${name}`) }));
  for (const { paths } of made) for (const each of paths) graph.needMounts(node, each);
  if (made.some(({ key, paths }) => ON_ROOT.includes(key) && paths.length > 0)) graph.add(node, ['After'], 'systemd-remount-fs.service');
  if (booleanOf(unit.settings, section, 'PrivateTmp') || booleanOf(unit.settings, section, 'DynamicUser')) addPrivateTmp(graph, node);
  if (image !== undefined) graph.add(node, ['After'], 'systemd-udevd.service');
  addJournal(graph, node, section);
}

function addPrivateTmp(graph: UnitGraph, node: GraphUnit): void {
  graph.add(node, ['After', 'Wants'], 'tmp.mount');
  graph.needMounts(node, '/var/tmp');
  graph.add(node, ['After'], 'systemd-tmpfiles-setup.service');
}

/** What writes to the journal comes after its socket. */
function addJournal(graph: UnitGraph, node: GraphUnit, section: string): void {
  const { unit } = node;
  const namespace = lastValid(unit.settings, section, 'LogNamespace', (value) => expandSpecifiers(value, unit)?.text);
  const sockets = ['systemd-journald', 'systemd-journald-varlink'].map((prefix) => `${prefix}@${namespace}.socket`);
  if (namespace !== undefined && namespace !== '' && sockets.every((name) => parseUnitName(name) !== undefined)) {
    for (const name of sockets) graph.add(node, ['After', 'Requires'], name);
  } else if (outputs(graph, node, section).some((output) => TO_JOURNAL.test(output))) graph.add(node, ['After'], 'systemd-journald.socket');
}

/** Standard output and standard error, after what is inherited. */
function outputs(graph: UnitGraph, { unit }: GraphUnit, section: string): readonly string[] {
  const valid = (key: string) => lastValid(unit.settings, section, key, (value) => (OUTPUTS.test(value) ? value : undefined));
  const { defaultOutput } = graph.options;
  if (unit.name.type !== 'service')
    return [valid('StandardOutput') ?? (unit.name.name === '-.mount' ? 'null' : defaultOutput), valid('StandardError') ?? 'inherit'];
  const input = lastValid(unit.settings, section, 'StandardInput', (value) => value) ?? 'null';
  const [output, error] = [valid('StandardOutput') ?? 'inherit', valid('StandardError') ?? 'inherit'];
  return TWO_WAYS.test(input) || output !== 'inherit' ? [output, error] : [defaultOutput, error];
}

/** Names of folders; `name:link` is the folder with a link to it. */
function folders({ unit }: GraphUnit, section: string, key: string): readonly string[] {
  return allValues(unit.settings, section, key).flatMap(({ value }) =>
    quotedWords(value, 'kept').words.flatMap((word) => {
      const text = expandSpecifiers(word.split(':')[0]!, unit)?.text;
      return text === undefined || text === '' || text.startsWith('/') || text.split('/').includes('..') ? [] : [simplifyPath(text)];
    }),
  );
}
