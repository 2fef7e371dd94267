import { LimitError } from '@staticfire/read/bytes';
import { DropInFiles, type DropInSuffix } from '../files/drop-in-files.ts';
import type { UnitFolder } from '../files/unit-folders.ts';
import { type FoundUnit, UnitLookup } from '../files/unit-lookup.ts';
import { isMask, type UnitTree } from '../files/unit-tree.ts';
import { baseName, parseUnitName, type UnitName } from '../names/unit-name.ts';
import { type FileSettings, type ReadTexts, SettingsReader } from '../settings/read-settings.ts';
import type { UnitProblem, UnitSetting } from '../settings/unit-setting.ts';
import { fatalReason } from './fatal-setting.ts';
import { type LoadedUnit, PERPETUAL } from './loaded-unit.ts';
import { refuseUnit } from './refuse-unit.ts';

/** Of systemd: which settings, sections and folders it knows. 252 or later. */
export interface LoaderOptions {
  readonly folders: readonly UnitFolder[];
  readonly release: number;
  readonly texts?: ReadTexts;
}

interface Gathered {
  readonly settings: readonly UnitSetting[];
  readonly problems: readonly UnitProblem[];
  readonly bad?: string;
  readonly unreadable?: string;
}

/** Of all units together: a drop-in for all services counts for each. A node has some 3000. */
const MAX_SETTINGS = 300_000;

/** Loads units by name (systemd src/core/load-fragment.c, src/core/load-dropin.c), each once. More than 300 000 settings → LimitError. */
export class UnitLoader {
  readonly lookup: UnitLookup;
  readonly dropIns: DropInFiles;
  readonly release: number;
  readonly #tree: UnitTree;
  readonly #reader: SettingsReader;
  readonly #loaded = new Map<string, LoadedUnit>();
  #settings = 0;

  constructor(tree: UnitTree, { folders, release, texts }: LoaderOptions) {
    this.#tree = tree;
    this.release = release;
    this.lookup = new UnitLookup(tree, folders);
    this.dropIns = new DropInFiles(tree, this.lookup);
    this.#reader = new SettingsReader(tree, release, texts);
  }

  /** A name that is none of a unit, or a template → undefined. */
  load(name: string): LoadedUnit | undefined {
    const found = this.lookup.find(name);
    if (found === undefined || parseUnitName(found.id)?.kind === 'template') return undefined;
    return this.#loadFound(found);
  }

  /** Also a template, of which nothing is judged but whether its files can be read. */
  loadTemplate(name: string): LoadedUnit | undefined {
    const found = this.lookup.find(name);
    return found === undefined ? undefined : this.#loadFound(found);
  }

  /** Links in `.wants`, `.requires` and `.upholds` folders: the names that they add. */
  links({ name, aliases }: LoadedUnit, suffix: Exclude<DropInSuffix, '.d'>): readonly string[] {
    const files = this.dropIns.list({ id: name.name, names: [name.name, ...aliases] }, suffix);
    return files.filter((path) => this.#isLink(path)).map(baseName);
  }

  #loadFound(found: FoundUnit): LoadedUnit {
    const known = this.#loaded.get(found.id);
    if (known !== undefined) return known;
    const unit = this.#build(found, parseUnitName(found.id)!);
    this.#loaded.set(found.id, unit);
    return unit;
  }

  #build(found: FoundUnit, name: UnitName): LoadedUnit {
    const end = found.fragment === undefined ? undefined : this.#tree.chase(found.fragment);
    const path = end?.node === undefined ? undefined : found.fragment;
    const dropIns = this.dropIns.list(found, '.d');
    const common = {
      name,
      aliases: found.names.filter((each) => each !== found.id),
      ...(path === undefined ? {} : { path, realPath: end!.path, ...templateOfPath(path, name) }),
      dropIns,
    };
    // Programs make scopes, files do not.
    const missing = name.type === 'scope' ? name.name !== 'init.scope' : path === undefined && !needsNoFile(name);
    const masked = path !== undefined && isMask(end?.node) && !PERPETUAL.has(found.id);
    const gathered = this.#gather(common, missing || masked);
    const unit = { ...common, settings: gathered.settings, problems: gathered.problems };
    if (missing) return { ...unit, loadState: 'not-found', reason: whyMissing(found) };
    if (masked) return { ...unit, loadState: 'masked', reason: `${path} masks it` };
    if (gathered.unreadable !== undefined) return { ...unit, loadState: 'error', reason: gathered.unreadable };
    if (gathered.bad !== undefined) return { ...unit, loadState: 'bad-setting', reason: gathered.bad };
    return { ...unit, loadState: 'loaded', ...(name.kind === 'template' ? {} : refuseUnit(unit)) };
  }

  /** Of a unit without a file, or that is masked, there is nothing that counts. */
  #gather(unit: Pick<LoadedUnit, 'name' | 'path' | 'realPath' | 'dropIns'>, none: boolean): Gathered {
    if (none) return { settings: [], problems: [] };
    const { type } = unit.name;
    const own = unit.path === undefined ? undefined : this.#take(unit.path, unit);
    const dropIns = unit.dropIns.map((path) => this.#take(path, unit));
    const files = [...(own === undefined ? [] : [own]), ...dropIns];
    for (const { settings } of files) this.#settings += settings.length;
    if (this.#settings > MAX_SETTINGS) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_SETTINGS} settings` });
    return {
      settings: files.flatMap(({ settings }) => settings),
      problems: [...files.flatMap(({ problems }) => problems), ...dropIns.flatMap(({ rest }) => rest)],
      ...(own?.bad === undefined ? {} : { bad: own.bad }),
      ...(own?.unreadable === undefined || type === 'device' ? {} : { unreadable: own.unreadable }),
    };
  }

  /** Up to the place where systemd gives the file up. */
  #take(path: string, unit: Pick<LoadedUnit, 'name' | 'realPath'>): Gathered & { readonly rest: readonly UnitProblem[] } {
    const file = this.#reader.read(path, unit.name.type);
    for (const [index, setting] of file.settings.entries()) {
      const reason = fatalReason(setting, unit);
      if (reason === undefined) continue;
      const bad = `${path}, line ${setting.line}: ${reason}`;
      return {
        settings: file.settings.slice(0, index),
        problems: file.problems,
        bad,
        rest: [{ kind: 'rest-ignored', path, line: setting.line, text: reason }],
      };
    }
    return { ...file, ...(file.end === undefined ? { rest: [] } : { unreadable: file.end.message, rest: [restIgnored(path, file)] }) };
  }

  /** A mask, or something that is no link to a unit, adds nothing. */
  #isLink(path: string): boolean {
    if (parseUnitName(baseName(path)) === undefined) return false;
    const end = this.#tree.chase(path);
    return this.#tree.chase(path, { followLast: false })?.node?.kind === 'symlink' && !isMask(end?.node);
  }
}

function restIgnored(path: string, { end }: FileSettings): UnitProblem {
  const line = /^line (\d+)$/.exec(end?.detail.field ?? '')?.[1];
  return { kind: 'rest-ignored', path, line: line === undefined ? 1 : Number(line), text: end!.message };
}

function templateOfPath(path: string, name: UnitName): { readonly template?: string } {
  const file = baseName(path);
  return name.kind === 'instance' && file !== name.name ? { template: file } : {};
}

/** Devices appear, slices are made when something is in them. */
function needsNoFile({ name, type }: UnitName): boolean {
  return type === 'device' || type === 'slice' || PERPETUAL.has(name);
}

function whyMissing({ id, fragment }: FoundUnit): string {
  return fragment === undefined ? `no search folder has ${id}` : `${fragment} leads nowhere`;
}
