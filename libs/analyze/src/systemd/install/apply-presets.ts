import { isNamedAsTarget, refuseAlias } from '../files/alias-link.ts';
import { CONFIG_FOLDER } from '../files/unit-folders.ts';
import type { UnitTree } from '../files/unit-tree.ts';
import type { LoaderOptions } from '../load/unit-loader.ts';
import { baseName, parseUnitName, type UnitName, withInstance } from '../names/unit-name.ts';
import { type InstallFailure, InstallSearch, type InstallUnit, isFailure, isTransient } from './install-search.ts';
import { type InstallWord, installName } from './install-section.ts';
import { enabledInstances, type Presets, readPresets } from './preset-rules.ts';

/** A symlink that enabling makes in /etc/systemd/system. */
export interface EnablingLink {
  readonly path: string;
  readonly target: string;
  /** The unit that is enabled. */
  readonly unit: string;
  readonly key: 'Alias' | 'WantedBy' | 'RequiredBy' | 'UpheldBy' | 'link';
  /** Where [Install] asks for it; not set for the link to a unit outside of search folders. */
  readonly because?: { readonly path: string; readonly line: number };
}

export interface AppliedPresets {
  readonly presets: Presets;
  readonly links: readonly EnablingLink[];
  /** The unit because of which systemd enables nothing at all, and the errno it gives up with. */
  readonly failed?: { readonly unit: string } & InstallFailure;
}

/** Errors that systemd passes over; any other one ends everything before the first link is made. */
const PASSED_OVER: ReadonlySet<InstallFailure['errno']> = new Set<InstallFailure['errno']>(['ENOENT', 'ELOOP', 'EXDEV']);
/** Releases after 252 pass over links to nothing, too. */
const PASSED_OVER_LATER: ReadonlySet<InstallFailure['errno']> = new Set([...PASSED_OVER, 'ENOLINK'] as const);
const LOOK = { configuredLinks: true, load: false };
const LOAD = { configuredLinks: true, load: true };
/** Of what Also= adds. */
const LOAD_ALSO = { configuredLinks: false, load: true };

/** Units that Also= adds make no end of it. */
const MAX_UNITS = 20_000;
const LISTS = [
  ['WantedBy', 'wantedBy', '.wants'],
  ['RequiredBy', 'requiredBy', '.requires'],
  ['UpheldBy', 'upheldBy', '.upholds'],
] as const;

/**
 * What systemd does at the first boot of a node, and Bottlerocket's are all first boots: enables every unit that no preset disables, and removes
 * nothing (src/core/manager.c, `manager_preset_all`; src/shared/install.c, `unit_file_preset_all` with UNIT_FILE_PRESET_ENABLE_ONLY).
 * Units are taken by name; systemd takes them as its folders list them, which matters only when two want the same name.
 */
export function applyPresets(tree: UnitTree, options: LoaderOptions): AppliedPresets {
  const presets = readPresets(tree);
  const search = new InstallSearch(tree, options);
  const queue: string[] = [];
  for (const name of search.names) {
    const units = unitsToEnable(search, name, presets);
    if (!isFailure(units)) queue.push(...units);
    else if (!passesOver(search, units)) return { presets, links: [], failed: { unit: name, ...units } };
  }
  return { presets, links: [...enableAll(search, [...new Set(queue)], tree).values()] };
}

/** Its own name, unless a preset names instances of a template; of an alias nothing: its unit is enabled for itself. */
function unitsToEnable(search: InstallSearch, name: string, { rules }: Presets): readonly string[] | InstallFailure {
  const unit = search.find(name, LOOK);
  if (isFailure(unit)) return unit;
  const instances = unit.name.name === name ? enabledInstances(rules, name) : undefined;
  if (instances === undefined) return [];
  const names = instances.length === 0 ? [name] : instances.map((instance) => withInstance(unit.name, instance));
  const wanted: string[] = [];
  for (const each of names) {
    const found = each === undefined ? ({ errno: 'EINVAL' } as const) : search.find(each, LOAD);
    if (isFailure(found)) return found;
    // What was read before the damage is enabled all the same.
    if (found.damage !== undefined && !passesOver(search, found.damage)) return found.damage;
    // The first one that is masked or generated ends the list of instances.
    if (found.mode === 'masked' || isTransient(found.path)) return wanted;
    wanted.push(each!);
  }
  return wanted;
}

function passesOver({ release }: InstallSearch, { errno }: InstallFailure): boolean {
  return (release > 252 ? PASSED_OVER_LATER : PASSED_OVER).has(errno);
}

function enableAll(search: InstallSearch, names: readonly string[], tree: UnitTree): Map<string, EnablingLink> {
  const links = new Map<string, EnablingLink>();
  const seen = new Set(names);
  const queue = [...names];
  for (let at = 0; at < queue.length && at < MAX_UNITS; at++) {
    const unit = search.find(queue[at]!, at < names.length ? LOAD : LOAD_ALSO);
    if (isFailure(unit) || (unit.damage !== undefined && at >= names.length)) continue;
    for (const { text } of unit.also) {
      if (!seen.has(text)) queue.push(text);
      seen.add(text);
    }
    if (unit.mode === 'regular') for (const link of linksOf(unit, search)) add(links, link, tree);
  }
  return links;
}

/** An alias does not replace what is there; a link of the other kinds does. */
function add(links: Map<string, EnablingLink>, link: EnablingLink, tree: UnitTree): void {
  const isThere = links.has(link.path) || tree.chase(link.path, { followLast: false })?.node !== undefined;
  if (!isThere || (link.key !== 'Alias' && link.key !== 'link')) links.set(link.path, link);
}

function linksOf(unit: InstallUnit, search: InstallSearch): readonly EnablingLink[] {
  const { name, path } = unit;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const own: EnablingLink[] = search.folders.includes(folder) ? [] : [{ path: `${CONFIG_FOLDER}/${name.name}`, target: path, unit: name.name, key: 'link' }];
  return [...own, ...aliasLinks(unit), ...LISTS.flatMap(([key, list, suffix]) => dependencyLinks(unit, search, key, unit[list], suffix))];
}

function aliasLinks(unit: InstallUnit): EnablingLink[] {
  return unit.aliases.flatMap(({ text, path, line }) => {
    const name = installName(text, unit.name, unit.defaultInstance);
    const alias = name === undefined ? undefined : aliasFor(name, unit.name);
    return alias === undefined ? [] : [{ path: `${CONFIG_FOLDER}/${alias}`, target: unit.path, unit: unit.name.name, key: 'Alias', because: { path, line } }];
  });
}

/** The alias with the instance of the unit put into it. Also of old: a path into a `.wants` or `.requires` folder. */
function aliasFor(alias: string, unit: UnitName): string | undefined {
  if (alias.includes('/')) {
    const owner = /^([^/]+)\.(?:wants|requires)\/[^/]+$/.exec(alias)?.[1];
    const kind = owner === undefined ? undefined : parseUnitName(owner)?.kind;
    return kind !== undefined && isNamedAsTarget(baseName(alias), unit.name, kind === 'template') ? alias : undefined;
  }
  const parsed = parseUnitName(alias);
  const name = parsed?.kind === 'template' && unit.instance !== undefined ? withInstance(parsed, unit.instance) : alias;
  return name !== undefined && refuseAlias(name, unit.name) === undefined ? name : undefined;
}

function dependencyLinks(unit: InstallUnit, search: InstallSearch, key: EnablingLink['key'], words: readonly InstallWord[], suffix: string): EnablingLink[] {
  if (words.length === 0) return [];
  const name = startedName(unit, search);
  return words.flatMap(({ text, path, line }) => {
    const owner = installName(text, unit.name, unit.defaultInstance);
    const kind = owner === undefined ? undefined : parseUnitName(owner)?.kind;
    // A template without an instance can only be wanted by units that have one to give.
    const fits = name !== undefined && kind !== undefined && (name.kind !== 'template' || kind !== 'plain');
    return fits ? [{ path: `${CONFIG_FOLDER}/${owner}${suffix}/${name.name}`, target: unit.path, unit: unit.name.name, key, because: { path, line } }] : [];
  });
}

/** A template with a default instance is that instance, unless that is masked or cannot be found. */
function startedName(unit: InstallUnit, search: InstallSearch): UnitName | undefined {
  if (unit.name.kind !== 'template' || unit.defaultInstance === undefined) return unit.name;
  const name = withInstance(unit.name, unit.defaultInstance);
  const found = name === undefined ? undefined : search.find(name, LOOK);
  return found === undefined || isFailure(found) || found.mode === 'masked' ? undefined : parseUnitName(name!);
}
