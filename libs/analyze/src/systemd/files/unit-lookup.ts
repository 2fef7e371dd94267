import { baseName, compareText, parseUnitName, templateOf, type UnitName, withInstance } from '../names/unit-name.ts';
import { refuseAlias } from './alias-link.ts';
import type { UnitFolder } from './unit-folders.ts';
import { isMask, type UnitTree } from './unit-tree.ts';

/** What a name of a unit leads to. */
export interface FoundUnit {
  /** Its main name: that of its file, with the instance where the file is a template. */
  readonly id: string;
  /** Every name, `id` and the one that was asked for among them, in byte order. */
  readonly names: readonly string[];
  /** Its file in a search folder; a link where that leads out of the search folders. */
  readonly fragment?: string;
}

/** A symlink of a search folder that systemd does not take for a unit. */
export interface RefusedLink {
  readonly path: string;
  readonly target: string;
  readonly reason: string;
}

/** FOLLOW_MAX of src/basic/unit-file.c. */
const MAX_ALIASES = 8;

/**
 * Finds units by name as systemd does (src/basic/unit-file.c, `unit_file_build_name_map` and `unit_file_find_fragment`): the first folder that
 * has a name decides on it; a symlink to another name of a search folder is an alias, any other symlink is the unit itself.
 */
export class UnitLookup {
  readonly folders: readonly UnitFolder[];
  readonly refused: readonly RefusedLink[];
  readonly #tree: UnitTree;
  /** By name an absolute path, or the name that it is an alias of. */
  readonly #ids: ReadonlyMap<string, string>;
  /** By main name every name that leads there. */
  readonly #names: ReadonlyMap<string, readonly string[]>;
  readonly #found = new Map<string, FoundUnit>();
  /** By main name what was found, so that aliases share it. */
  readonly #units = new Map<string, { readonly found: FoundUnit; readonly names: ReadonlySet<string> }>();

  constructor(tree: UnitTree, folders: readonly UnitFolder[]) {
    this.#tree = tree;
    this.folders = folders.filter(({ path }) => tree.isFolder(path));
    const refused: RefusedLink[] = [];
    this.#ids = this.#readFolders(refused);
    this.refused = refused;
    this.#names = this.#gatherNames();
  }

  /** Every name that a search folder has, in byte order. */
  get names(): readonly string[] {
    return [...this.#ids.keys()].sort(compareText);
  }

  /** A name that is none of a unit → undefined. A unit without a file has no `fragment`. */
  find(name: string): FoundUnit | undefined {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const parsed = parseUnitName(name);
    if (parsed === undefined) return undefined;
    const found = this.#search(parsed);
    this.#found.set(name, found);
    return found;
  }

  #search(name: UnitName): FoundUnit {
    const fragment = this.#fragment(name);
    if (fragment === undefined) return { id: name.name, names: this.#allNames(name, [name.name]) };
    const file = parseUnitName(baseName(fragment));
    const main = file?.kind === 'template' && name.instance !== undefined ? withInstance(file, name.instance) : file?.name;
    // A link out of the search folders has the name of the link.
    const id = main ?? name.name;
    const known = this.#units.get(id);
    if (known?.names.has(name.name)) return known.found;
    const found = { id, names: this.#allNames(parseUnitName(id)!, [name.name, id, ...(file === undefined ? [] : [file.name])], file?.name), fragment };
    this.#units.set(id, { found, names: new Set(found.names) });
    return found;
  }

  /** What leads to any of these names, with the instance put into templates. */
  #allNames(unit: UnitName, from: readonly string[], file?: string): readonly string[] {
    const names = new Set([...from.filter((name) => unit.kind === 'template' || parseUnitName(name)?.kind !== 'template'), unit.name]);
    for (const name of from) for (const alias of this.#aliasesOf(unit, name, file)) names.add(alias);
    return [...names].sort(compareText);
  }

  #fragment(name: UnitName): string | undefined {
    return this.#resolve(name.name) ?? (name.kind === 'instance' ? this.#resolve(templateOf(name)) : undefined);
  }

  /** The path at the end of aliases; nothing there, or more than eight of them → undefined. */
  #resolve(name: string): string | undefined {
    let id = this.#ids.get(name);
    for (let hops = 1; id !== undefined && hops < MAX_ALIASES; hops++) {
      if (id.startsWith('/')) return id;
      const parsed = parseUnitName(id);
      id = this.#ids.get(id) ?? (parsed?.kind === 'instance' ? this.#ids.get(templateOf(parsed)) : undefined);
    }
    return id?.startsWith('/') ? id : undefined;
  }

  #aliasesOf({ instance }: UnitName, of: string, file: string | undefined): string[] {
    return (this.#names.get(of) ?? []).flatMap((alias) => {
      const parsed = parseUnitName(alias);
      if (instance === undefined || parsed?.kind !== 'template') return [alias];
      const name = withInstance(parsed, instance);
      if (name === undefined) return [];
      const other = this.#resolve(name);
      return other !== undefined && file !== undefined && baseName(other) !== file ? [] : [name];
    });
  }

  #readFolders(refused: RefusedLink[]): Map<string, string> {
    const ids = new Map<string, string>();
    const inside = this.folders.flatMap(({ path }) => [path, this.#tree.chase(path)!.path]);
    for (const { path: folder } of this.folders) {
      for (const { name, node } of this.#tree.list(folder)) {
        if (node.kind === 'directory' || ids.has(name) || parseUnitName(name) === undefined) continue;
        const path = `${folder}/${name}`;
        const id = node.kind === 'symlink' ? this.#readLink(path, node.target, inside, refused) : path;
        if (id !== undefined) ids.set(name, id);
      }
    }
    return ids;
  }

  /** The name of an alias; the link itself when it leads out of the search folders; undefined when systemd ignores it. */
  #readLink(path: string, target: string, inside: readonly string[], refused: RefusedLink[]): string | undefined {
    const end = this.#tree.chase(target.startsWith('/') ? target : `${path.slice(0, path.lastIndexOf('/'))}/${target}`, { followLast: false })?.path;
    if (end === undefined) return void refused.push({ path, target, reason: 'too many symlinks' });
    if (!inside.some((folder) => end.startsWith(`${folder}/`))) return path;
    const refusal = refuseAlias(baseName(path), baseName(end));
    if (refusal === undefined) return baseName(end);
    refused.push({ path, target, reason: refusal.reason });
    return undefined;
  }

  #gatherNames(): Map<string, string[]> {
    const names = new Map<string, string[]>();
    for (const name of [...this.#ids.keys()].sort(compareText)) {
      const path = this.#resolve(name);
      if (path === undefined || isMask(this.#tree.chase(path)?.node)) continue;
      const main = this.#mainName(path, name);
      if (main === undefined) continue;
      const known = names.get(main);
      if (known === undefined) names.set(main, [name]);
      else known.push(name);
    }
    return names;
  }

  /** A link from an instance to a template is an alias of that instance alone. */
  #mainName(path: string, alias: string): string | undefined {
    const [file, name] = [parseUnitName(baseName(path)), parseUnitName(alias)];
    return file?.kind === 'template' && name?.instance !== undefined ? withInstance(file, name.instance) : baseName(path);
  }
}
