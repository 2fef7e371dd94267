import { compareText, isUnitPrefix, isUnitType, parseUnitName, templateOf, type UnitName } from '../names/unit-name.ts';
import type { FoundUnit, UnitLookup } from './unit-lookup.ts';
import type { UnitTree } from './unit-tree.ts';

export type DropInSuffix = '.d' | '.wants' | '.requires' | '.upholds';

/**
 * Files in the folders that change a unit, in the order in which they count (systemd src/shared/dropin.c): `u.d`, the template's, those of
 * prefixes (`foo-.service.d`), those of its other names, `service.d`; of files with one name the first folder's; sorted by name.
 */
export class DropInFiles {
  readonly #tree: UnitTree;
  readonly #folders: readonly string[];
  /** Folders for drop-ins that exist. */
  readonly #known = new Map<string, readonly string[]>();

  constructor(tree: UnitTree, lookup: UnitLookup) {
    this.#tree = tree;
    this.#folders = lookup.folders.map(({ path }) => path);
    for (const folder of this.#folders) this.#readFolder(folder);
  }

  list({ id, names }: FoundUnit, suffix: DropInSuffix): readonly string[] {
    const type = parseUnitName(id)!.type;
    const aliases = names.filter((name) => name !== id);
    const wanted = [...[id, ...aliases].map((name) => foldersOfName(parseUnitName(name)!)), [type]];
    const files = new Map<string, string>();
    for (const stems of wanted) {
      for (const folder of this.#folders) {
        for (const stem of stems)
          for (const name of this.#known.get(`${folder}/${stem}${suffix}`) ?? []) add(files, `${folder}/${stem}${suffix}`, name, suffix);
      }
    }
    return [...files].sort(([a], [b]) => compareText(a, b)).map(([, path]) => path);
  }

  /** Units that have a folder with drop-ins, by folder: also of units that do not exist. */
  get owners(): readonly { readonly folder: string; readonly stem: string; readonly suffix: DropInSuffix }[] {
    return [...this.#known.keys()].map((folder) => ({ folder, ...cutSuffix(folder.slice(folder.lastIndexOf('/') + 1))! }));
  }

  #readFolder(folder: string): void {
    for (const { name, node } of this.#tree.list(folder)) {
      const stem = cutSuffix(name)?.stem;
      if (stem === undefined || !(isUnitType(stem) || parseUnitName(stem) !== undefined)) continue;
      // A link is followed from the root: systemd looks at its target from its own working directory.
      const isFolder = node.kind === 'symlink' ? this.#tree.isFolder(node.target) : node.kind === 'directory';
      if (isFolder)
        this.#known.set(
          `${folder}/${name}`,
          this.#tree.list(`${folder}/${name}`).map((entry) => entry.name),
        );
    }
  }
}

function add(files: Map<string, string>, folder: string, name: string, suffix: DropInSuffix): void {
  if (!files.has(name) && !name.startsWith('.') && (suffix !== '.d' || name.endsWith('.conf'))) files.set(name, `${folder}/${name}`);
}

function cutSuffix(name: string): { readonly stem: string; readonly suffix: DropInSuffix } | undefined {
  const [, stem, suffix] = /^(.+)(\.d|\.wants|\.requires|\.upholds)$/.exec(name) ?? [];
  return stem === undefined ? undefined : { stem, suffix: suffix as DropInSuffix };
}

/** `a-b@c.service` → itself, what its template has, then what its prefix `a-@c.service` has. The prefix of a template is that of a unit. */
function foldersOfName(name: UnitName): readonly string[] {
  const template = name.kind === 'instance' ? foldersOfName(parseUnitName(templateOf(name))!) : [];
  const prefix = shorterPrefix(name.prefix);
  const instance = name.instance === undefined ? '' : `@${name.instance}`;
  const shorter = prefix === undefined ? undefined : parseUnitName(`${prefix}${instance}.${name.type}`);
  return [name.name, ...template, ...(shorter === undefined ? [] : foldersOfName(shorter))];
}

/** `foo-bar-waldo` → `foo-bar-` → `foo-`; a dash at the end is passed over once. */
function shorterPrefix(prefix: string): string | undefined {
  const trimmed = prefix.endsWith('-') ? prefix.slice(0, -1) : prefix;
  const dash = trimmed.lastIndexOf('-');
  const shorter = dash > 0 ? trimmed.slice(0, dash + 1) : undefined;
  return shorter !== undefined && isUnitPrefix(shorter) ? shorter : undefined;
}
