import { CONFIG_FOLDER, isGeneratorFolder } from '../files/unit-folders.ts';
import type { UnitTree } from '../files/unit-tree.ts';
import { baseName, parseUnitName, templateOf, withInstance } from '../names/unit-name.ts';
import { type InstallSearch, type InstallUnit, isFailure } from './install-search.ts';

/** As `systemctl is-enabled` has it; `bad` is a file that it cannot read. */
export const enablements = [
  'enabled',
  'enabled-runtime',
  'linked',
  'linked-runtime',
  'alias',
  'masked',
  'masked-runtime',
  'static',
  'disabled',
  'indirect',
  'generated',
  'transient',
  'bad',
] as const;
export type Enablement = (typeof enablements)[number];

interface FoundLink {
  readonly name: string;
  /** In a search folder, not in a `.wants` or `.requires` folder of it. */
  readonly isOwn: boolean;
  readonly target: string;
}

/** Links of one search folder by what they could be links of. */
interface FolderLinks {
  readonly path: string;
  readonly byName: ReadonlyMap<string, readonly FoundLink[]>;
  /** Own links by the name that they lead to, others by the template of their own name. */
  readonly byOther: ReadonlyMap<string, readonly FoundLink[]>;
}

/** Links in search folders and in the folders of units there. */
export class LinkIndex {
  readonly folders: readonly FolderLinks[];

  constructor(folders: readonly string[], tree: UnitTree) {
    this.folders = folders.map((path) => indexFolder(path, linksOf(path, tree)));
  }
}

/** systemd src/shared/install.c, `unit_file_lookup_state`. `links` are those of an image to which what presets enable has been added. Nothing of that name → undefined. */
export function enablementOf(name: string, search: InstallSearch, links: LinkIndex): Enablement | undefined {
  const unit = search.find(name, { configuredLinks: true, load: true });
  if (isFailure(unit)) return unit.errno === 'ENOENT' ? undefined : 'bad';
  if (unit.damage !== undefined) return unit.damage.errno === 'ENOENT' ? undefined : 'bad';
  if (unit.mode === 'masked') return isRuntime(unit.path) ? 'masked-runtime' : 'masked';
  if (name !== baseName(unit.path) && unit.name.kind !== 'instance') return 'alias';
  const folder = unit.path.slice(0, unit.path.lastIndexOf('/'));
  if (isGeneratorFolder(folder)) return 'generated';
  if (folder === '/run/systemd/transient') return 'transient';
  const known = linkedState(unit, links, (link) => isKnownName(unit, link.name));
  if (known !== undefined) return known;
  return linkedState(unit, links, () => true) === undefined ? unlinkedState(unit) : 'indirect';
}

function unlinkedState({ aliases, wantedBy, requiredBy, upheldBy, also }: InstallUnit): Enablement {
  if (aliases.length + wantedBy.length + requiredBy.length + upheldBy.length > 0) return 'disabled';
  return also.length > 0 ? 'indirect' : 'static';
}

/** Where links lead to the unit (`find_symlinks_in_scope`). */
function linkedState(unit: InstallUnit, { folders }: LinkIndex, counts: (link: FoundLink) => boolean): Enablement | undefined {
  const found = { runtime: false, elsewhere: false, sameConfig: false, sameRuntime: false };
  let below = false;
  for (const folder of folders) {
    const { path } = folder;
    const { linked, same } = linksIn(folder, unit, counts, below);
    if (linked && path === CONFIG_FOLDER) return 'enabled';
    if (linked) found[isRuntime(path) ? 'runtime' : 'elsewhere'] = true;
    else if (same && path === CONFIG_FOLDER) found.sameConfig = true;
    else if (same && isRuntime(path)) found.sameRuntime = true;
    below ||= unit.path.startsWith(`${path}/`);
  }
  if (found.runtime) return 'enabled-runtime';
  if (found.elsewhere && unit.name.kind === 'instance') return 'static';
  if (found.sameConfig) return 'linked';
  return found.sameRuntime ? 'linked-runtime' : undefined;
}

/** `below`: folders behind the one with the unit, in which its own name is none of its links. */
function linksIn(
  { byName, byOther }: FolderLinks,
  { name: { name } }: InstallUnit,
  counts: (link: FoundLink) => boolean,
  below: boolean,
): { readonly linked: boolean; readonly same: boolean } {
  const named = (byName.get(name) ?? []).filter(({ isOwn }) => !isOwn || !below);
  const others = byOther.get(name) ?? [];
  const same = named.filter((link) => link.isOwn && others.includes(link));
  const linked = [...named, ...others].some((link) => !same.includes(link) && counts(link));
  return { linked, same: same.length > 0 };
}

function indexFolder(path: string, links: readonly FoundLink[]): FolderLinks {
  const byName = Map.groupBy(links, ({ name }) => name);
  const byOther = Map.groupBy(links, ({ name, isOwn, target }) => (isOwn ? baseName(target) : (templateOfName(name) ?? '')));
  return { path, byName, byOther };
}

function linksOf(folder: string, tree: UnitTree): readonly FoundLink[] {
  const entries = tree.list(folder);
  const inside = entries.filter(({ name, node }) => node.kind === 'directory' && /\.(?:wants|requires|upholds)$/.test(name));
  const links = (path: string, isOwn: boolean) =>
    tree.list(path).flatMap(({ name, node }): FoundLink[] => (node.kind === 'symlink' && !name.startsWith('.') ? [{ name, isOwn, target: node.target }] : []));
  return [...inside.flatMap(({ name }) => links(`${folder}/${name}`, false)), ...links(folder, true)];
}

/** The names that enabling the unit gives it. */
function isKnownName({ name, aliases, defaultInstance }: InstallUnit, link: string): boolean {
  if (link === name.name || aliases.some(({ text }) => text === link)) return true;
  return defaultInstance !== undefined && link === withInstance(name, defaultInstance);
}

function templateOfName(name: string): string | undefined {
  const parsed = parseUnitName(name);
  return parsed === undefined || parsed.kind === 'plain' ? undefined : templateOf(parsed);
}

function isRuntime(path: string): boolean {
  return path.startsWith('/run/');
}
