import type { UnitLookup } from '../files/unit-lookup.ts';
import type { LoadedUnit } from '../load/loaded-unit.ts';
import { parseUnitName } from '../names/unit-name.ts';
import { isNormalPath, simplifyPath } from '../names/unit-path.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { plainWords, quotedWords } from '../values/words.ts';
import { dependencyKeys } from './dependency-kind.ts';
import type { GraphUnit, UnitGraph } from './unit-graph.ts';

const LINKS = [
  ['.wants', 'Wants'],
  ['.requires', 'Requires'],
  ['.upholds', 'Upholds'],
] as const;

/** What [Unit] and the `.wants` and `.requires` folders say. */
export function addFileDependencies(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  for (const { section, key, value } of unit.settings) {
    if (section !== 'Unit') continue;
    const kind = dependencyKeys.get(key);
    if (kind !== undefined) for (const name of unitNames(value, unit, graph.loader.lookup)) graph.add(node, [kind], name);
    else if (key === 'RequiresMountsFor') for (const path of paths(value, unit)) graph.needMounts(node, path);
    else if (key === 'WantsMountsFor' && graph.loader.release >= 256) for (const path of paths(value, unit)) graph.wantMounts(node, path);
  }
  // systemd 254 was the first to look for the third kind.
  const kinds = graph.loader.release >= 254 ? LINKS : LINKS.slice(0, 2);
  for (const [suffix, kind] of kinds) for (const name of graph.loader.links(unit, suffix)) graph.add(node, [kind], name);
}

/** Names of a list; one with a specifier that only the node decides names no unit that the image could have. */
function unitNames(value: string, unit: LoadedUnit, lookup: UnitLookup): readonly string[] {
  return plainWords(value).flatMap((word) => {
    const name = expandSpecifiers(word, unit, 'unit-name')?.text;
    return name === undefined || isRecursive(name, word, unit, lookup) ? [] : [name];
  });
}

/** A template that needs an instance of itself made from its own: systemd drops that (`unit_is_likely_recursive_template_dependency`). */
function isRecursive(name: string, word: string, unit: LoadedUnit, lookup: UnitLookup): boolean {
  const parsed = parseUnitName(name);
  if (parsed?.kind !== 'instance' || parsed.prefix !== unit.name.prefix || parsed.type !== unit.name.type) return false;
  return lookup.find(name)?.fragment === unit.path && /%(?:[inN])/.test(word.replaceAll('%%', ''));
}

function paths(value: string, unit: LoadedUnit): readonly string[] {
  return quotedWords(value, 'literal').words.flatMap((word) => {
    const text = expandSpecifiers(word, unit)?.text ?? '';
    const path = simplifyPath(text);
    return text.startsWith('/') && isNormalPath(path) ? [path] : [];
  });
}
