import { refuseAlias } from '../files/alias-link.ts';
import { CONFIG_FOLDER, isGeneratorFolder } from '../files/unit-folders.ts';
import { isMask, type UnitTree } from '../files/unit-tree.ts';
import type { LoaderOptions } from '../load/unit-loader.ts';
import { baseName, compareText, mayTemplate, parseUnitName, templateOf, type UnitName, withInstance } from '../names/unit-name.ts';
import { SettingsReader } from '../settings/read-settings.ts';
import { addInstall, type InstallSection, NO_INSTALL } from './install-section.ts';

/** A unit as `systemctl enable` sees it, which is not how PID 1 loads it. */
export interface InstallUnit extends InstallSection {
  readonly name: UnitName;
  readonly mode: 'regular' | 'masked';
  readonly path: string;
  /** A drop-in that cannot be read; those before it count. */
  readonly damage?: InstallFailure;
}

/** What systemd's functions return. EBADMSG stands for every error of reading a file, EISDIR for what is no regular file. */
export interface InstallFailure {
  readonly errno: 'ENOENT' | 'ENOLINK' | 'ELOOP' | 'EINVAL' | 'EXDEV' | 'EBADMSG' | 'EISDIR';
}

export interface FindOptions {
  /** Also through links that an administrator made in /etc or /run. */
  readonly configuredLinks: boolean;
  /** Whether files are read: else only whether they exist counts. */
  readonly load: boolean;
}

/** While a name is followed through links. */
interface Step {
  readonly name: UnitName;
  readonly mode: 'regular' | 'masked' | 'linked' | 'alias';
  readonly path: string;
  readonly target?: string;
  readonly section: InstallSection;
  readonly damage?: InstallFailure;
}

/** UNIT_FILE_FOLLOW_SYMLINK_MAX. */
const MAX_LINKS = 64;

export function isFailure<T extends object>(found: T | InstallFailure): found is InstallFailure {
  return 'errno' in found;
}

/** Finds units to enable (systemd src/shared/install.c, `install_info_traverse`). Search folders are compared as written: behind a link they are others. */
export class InstallSearch {
  readonly folders: readonly string[];
  readonly release: number;
  readonly #tree: UnitTree;
  readonly #reader: SettingsReader;
  readonly #found = new Map<string, InstallUnit | InstallFailure>();

  constructor(tree: UnitTree, { folders, release, texts }: LoaderOptions) {
    this.#tree = tree;
    this.folders = folders.map(({ path }) => path);
    this.release = release;
    this.#reader = new SettingsReader(tree, release, texts);
  }

  /** Names in search folders that may be enabled, in byte order. */
  get names(): readonly string[] {
    const names = this.folders.flatMap((folder) => this.#tree.list(folder).flatMap(({ name, node }) => (node.kind === 'directory' ? [] : [name])));
    return [...new Set(names)].filter((name) => parseUnitName(name) !== undefined && !name.startsWith('.')).sort(compareText);
  }

  find(name: string, options: FindOptions): InstallUnit | InstallFailure {
    const key = `${options.configuredLinks} ${options.load} ${name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#trace(name, options);
    this.#found.set(key, found);
    return found;
  }

  #trace(name: string, { configuredLinks, load }: FindOptions): InstallUnit | InstallFailure {
    const parsed = parseUnitName(name);
    let step = parsed === undefined ? ({ errno: 'EINVAL' } as const) : this.#search(parsed, load);
    for (let hops = 0; !isFailure(step) && (step.mode === 'alias' || step.mode === 'linked'); hops++) {
      if (hops >= MAX_LINKS || (!configuredLinks && isConfig(step.path))) return { errno: 'ELOOP' };
      step = this.#follow(step, load);
    }
    if (isFailure(step)) return step;
    const { section, path, mode, damage } = step;
    return { ...section, name: step.name, path, mode: mode as InstallUnit['mode'], ...(damage === undefined ? {} : { damage }) };
  }

  #follow(step: Step, load: boolean): Step | InstallFailure {
    const file = parseUnitName(baseName(step.target!));
    if (step.mode === 'linked' || file?.name === step.name.name) return this.#open(step, step.target!, load);
    const instantiated = file?.kind === 'template' && step.name.instance !== undefined ? withInstance(file, step.name.instance) : file?.name;
    if (instantiated === step.name.name) return this.#open(step, step.target!, load);
    const next = instantiated === undefined ? undefined : parseUnitName(instantiated);
    const found = next === undefined ? ({ errno: 'EINVAL' } as const) : this.#search(next, load);
    return isFailure(found) && found.errno === 'ENOENT' ? { errno: 'ENOLINK' } : found;
  }

  /** The first folder that has the name, else the first that has its template. */
  #search(name: UnitName, load: boolean): Step | InstallFailure {
    const names = name.kind === 'instance' ? [name.name, templateOf(name)] : [name.name];
    for (const each of names) {
      for (const folder of this.folders) {
        if (this.#tree.entry(folder, each) === undefined) continue;
        const step = this.#open({ name, section: NO_INSTALL }, `${folder}/${each}`, load);
        return isFailure(step) || step.mode === 'masked' || !load ? step : this.#addDropIns(step);
      }
    }
    return { errno: 'ENOENT' };
  }

  #open({ name, section }: Pick<Step, 'name' | 'section'>, path: string, load: boolean): Step | InstallFailure {
    if (name.kind !== 'plain' && !mayTemplate(name.type)) return { errno: 'EINVAL' };
    const at = path.lastIndexOf('/');
    const node = this.#tree.entry(path.slice(0, at), path.slice(at + 1));
    if (node === undefined) return { errno: 'ENOENT' };
    if (isMask(node)) return { name, section, path, mode: 'masked' };
    if (node.kind === 'symlink') return this.#openLink({ name, section }, path, node.target);
    if (node.kind === 'directory') return { errno: 'EISDIR' };
    const added = load ? addInstall(section, path, name, this.#reader, this.release) : section;
    return added === undefined ? { errno: 'EBADMSG' } : { name, section: added, path, mode: 'regular' };
  }

  #openLink(step: Pick<Step, 'name' | 'section'>, path: string, target: string): Step | InstallFailure {
    const end = this.#tree.chase(target.startsWith('/') ? target : `${path.slice(0, path.lastIndexOf('/'))}/${target}`, { followLast: false })?.path;
    if (end === undefined) return { errno: 'ELOOP' };
    const isInside = this.folders.some((folder) => end.startsWith(`${folder}/`));
    const refusal = isInside ? refuseAlias(baseName(path), baseName(end)) : undefined;
    if (refusal !== undefined) return { errno: refusal.errno };
    const isMasked = isMask(this.#tree.chase(end)?.node);
    return { ...step, path, target: end, mode: isMasked ? 'masked' : isInside ? 'alias' : 'linked' };
  }

  /** Drop-ins of the unit and of its template; those of prefixes and types do not count here. */
  #addDropIns(step: Step): Step {
    const stems = step.name.kind === 'instance' ? [step.name.name, templateOf(step.name)] : [step.name.name];
    const files = new Map<string, string>();
    const folders = stems.flatMap((stem) => this.folders.flatMap((each) => (this.#tree.entry(each, `${stem}.d`) === undefined ? [] : [`${each}/${stem}.d`])));
    for (const folder of folders) {
      for (const { name } of this.#tree.list(folder))
        if (name.endsWith('.conf') && !name.startsWith('.') && !files.has(name)) files.set(name, `${folder}/${name}`);
    }
    let { section } = step;
    for (const [, path] of [...files].sort(([a], [b]) => compareText(a, b))) {
      const node = this.#tree.chase(path)?.node;
      if (isMask(node)) continue;
      const added = node?.kind === 'file' ? addInstall(section, path, step.name, this.#reader, this.release) : undefined;
      if (added === undefined) return { ...step, section, damage: { errno: node === undefined ? 'ENOENT' : node.kind === 'directory' ? 'EISDIR' : 'EBADMSG' } };
      section = added;
    }
    return { ...step, section };
  }
}

function isConfig(path: string): boolean {
  return path.startsWith(`${CONFIG_FOLDER}/`) || path.startsWith('/run/systemd/system/');
}

/** Made by generators or while the node runs: such a unit cannot be enabled. */
export function isTransient(path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return isGeneratorFolder(folder) || folder === '/run/systemd/transient';
}
