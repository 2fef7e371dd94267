import { matchesGlob } from '@staticfire/read/bytes';

export interface ModprobeFile {
  readonly path: string;
  readonly name: string;
  readonly state: string;
  readonly overriddenBy?: string;
  readonly readable: boolean;
}

export interface ModprobeLine {
  readonly file: string;
  readonly line: number;
  readonly command: string;
  /** Module or pattern, with `_` for `-`. */
  readonly name: string;
  readonly argument?: string;
}

/** What modprobe.d says of modules, in the order in which kmod reads it. */
export class ModprobeConfig {
  readonly #lines: readonly ModprobeLine[];

  /** Files by name, of files of one name the one in the first folder (kmod libkmod/libkmod-config.c, `conf_files_list`). */
  constructor(files: readonly ModprobeFile[], lines: readonly ModprobeLine[]) {
    const byFile = Map.groupBy(lines, ({ file }) => file);
    const effective = files.filter(({ state, overriddenBy }) => state === 'read' && overriddenBy === undefined);
    const ordered = effective.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    this.#lines = ordered.flatMap(({ path }) => byFile.get(path) ?? []);
  }

  /** The command that is run in the place of loading: the first one that fits (libkmod-module.c, `kmod_module_get_install_commands`). */
  installOf(module: string): ModprobeLine | undefined {
    return this.#lines.find(({ command, name }) => command === 'install' && matchesGlob(name, module));
  }

  /** What modprobe hands to that command: the command line, and behind it the options of the module. */
  commandOf(module: string): string | undefined {
    const options = this.#lines.filter(({ command, name }) => command === 'options' && name === module);
    const install = this.installOf(module);
    return install === undefined ? undefined : [install.argument ?? '', ...options.map(({ argument }) => argument ?? '')].join(' ');
  }

  /** Keeps aliases of the module from loading it; its own name still does. */
  blacklistOf(module: string): ModprobeLine | undefined {
    return this.#lines.find(({ command, name }) => command === 'blacklist' && name === module);
  }

  /** An alias of that very name comes before the module itself (`kmod_module_new_from_lookup`). */
  aliasOf(module: string): ModprobeLine | undefined {
    return this.#lines.find(({ command, name }) => command === 'alias' && matchesGlob(name, module));
  }

  /** Modules that are named, patterns left out. */
  get names(): readonly string[] {
    return this.#lines.flatMap(({ command, name }) => (['install', 'blacklist'].includes(command) && !/[*?[]/.test(name) ? [name] : []));
  }
}

/** A command that does nothing, so that the module is not loaded. */
export function doesNothing(command: string): boolean {
  return /^[\t ]*(?:(?:\/usr)?\/s?bin\/)?(?:true|false)(?:[\t ]+[^;&|`$()<>\n\\]*)?$/.test(command);
}
