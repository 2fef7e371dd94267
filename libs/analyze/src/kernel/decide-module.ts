import { isUnknown, type KernelKnowledge, lastWord, type Unknown } from './kernel-knowledge.ts';
import { doesNothing, type ModprobeConfig, type ModprobeLine } from './modprobe-config.ts';
import { moduleOptions } from './module-options.ts';

/**
 * `builtin`: part of the kernel; `absent`: neither that nor a file; `denied`: something keeps it from being loaded; `command`: modprobe runs a
 * command in its place that may load it; `loadable`: nothing stands in the way.
 */
export type ModuleState = 'builtin' | 'absent' | 'denied' | 'command' | 'loadable';

export interface ModuleDecision {
  readonly state: ModuleState;
  readonly how: string;
  /** Aliases do not load it; its own name does. */
  readonly blacklisted: boolean;
  readonly file?: string;
  readonly line?: number;
}

/** What is known of the modules of a node. */
export interface ModuleKnowledge {
  readonly kernel: KernelKnowledge;
  /** Path of each module file, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Why there may be more files. */
  readonly moreFiles?: Unknown;
  /** Names in modules.builtin. */
  readonly builtin: ReadonlySet<string> | Unknown;
  readonly config: ModprobeConfig | Unknown;
}

/** What becomes of `modprobe <name>`. */
export function decideModule(name: string, knowledge: ModuleKnowledge): ModuleDecision | Unknown {
  const { files, moreFiles } = knowledge;
  const builtin = isBuiltin(name, knowledge);
  if (typeof builtin === 'string') return { state: 'builtin', how: builtin, blacklisted: false };
  const file = files.get(name);
  if (file !== undefined) return decideFile(name, file, knowledge);
  if (isUnknown(builtin)) return builtin;
  const option = optionOf(name, knowledge.kernel);
  if (option?.value === 'n') return { state: 'absent', how: `CONFIG_${option.name} is not set`, blacklisted: false };
  return moreFiles ?? { state: 'absent', how: 'there is no such module', blacklisted: false };
}

/** Where it is not known whether a module is part of the kernel, its file tells that it is not. */
function decideFile(name: string, path: string, { kernel, config }: ModuleKnowledge): ModuleDecision | Unknown {
  const denied = deniedByCommandLine(name, kernel);
  if (denied === true) return { state: 'denied', how: 'module_blacklist= on the command line', blacklisted: false };
  if (isUnknown(config)) return config;
  const install = config.installOf(name);
  const blacklist = config.blacklistOf(name);
  const blacklisted = blacklist !== undefined || wordsOf(kernel, 'modprobe.blacklist').includes(name);
  if (install !== undefined) return { ...byCommand(install, config.commandOf(name) ?? ''), blacklisted };
  const alias = config.aliasOf(name);
  if (alias !== undefined) return { unknown: `${alias.file}, line ${alias.line}: an alias of that name leads to ${alias.argument ?? 'another module'}` };
  if (isUnknown(denied)) return denied;
  const place = blacklist === undefined ? { file: path } : { file: blacklist.file, line: blacklist.line };
  return { state: 'loadable', how: blacklisted ? 'only its aliases are blacklisted' : 'nothing stands in the way', blacklisted, ...place };
}

function byCommand({ file, line }: ModprobeLine, command: string): Omit<ModuleDecision, 'blacklisted'> {
  return { state: doesNothing(command) ? 'denied' : 'command', how: `install ${command.slice(0, 200)}`, file, line };
}

/** kernel/module/main.c, `blacklisted`: names divided by commas, of the last such word. */
function deniedByCommandLine(name: string, kernel: KernelKnowledge): boolean | Unknown {
  const word = lastWord(kernel, 'module_blacklist');
  return isUnknown(word) ? word : (word ?? '').split(',').includes(name);
}

/** Names divided by commas, of every such word (kmod libkmod-config.c, `kmod_config_parse_kcmdline`). */
function wordsOf({ commandLine }: KernelKnowledge, key: string): readonly string[] {
  if (isUnknown(commandLine)) return [];
  return commandLine.flatMap((word) => (word.key === key ? (word.value ?? '').split(',').map((name) => name.replaceAll('-', '_')) : []));
}

/** How it is known that the module is part of the kernel. */
function isBuiltin(name: string, { kernel, builtin }: ModuleKnowledge): string | undefined | Unknown {
  if (!isUnknown(builtin) && builtin.has(name)) return 'modules.builtin names it';
  const option = optionOf(name, kernel);
  if (option !== undefined && !isUnknown(option.value)) return option.value === 'y' ? `CONFIG_${option.name}=y` : undefined;
  return isUnknown(builtin) ? (option !== undefined && isUnknown(option.value) ? option.value : builtin) : undefined;
}

function optionOf(name: string, kernel: KernelKnowledge): { readonly name: string; readonly value: string | Unknown } | undefined {
  const option = Object.hasOwn(moduleOptions, name) ? moduleOptions[name] : undefined;
  return option === undefined ? undefined : { name: option, value: kernel.option(option) };
}
