import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';
import { type SecurityModule, securityModulesOf, type UnplacedModule } from './security-modules.ts';

/** `active`: it starts; `off`: it is built in and does not; `not-built`: this kernel has none. */
export const securityModuleStates = ['active', 'off', 'not-built'] as const;
export type SecurityModuleState = (typeof securityModuleStates)[number];

export interface SecurityModuleDecision {
  readonly state: SecurityModuleState;
  readonly how: string;
}

export interface SecurityModulesDecision {
  /** What gives the order. */
  readonly orderFrom: 'lsm=' | 'CONFIG_LSM';
  readonly order: readonly string[];
  /** Names in the order that no module of this kernel has. */
  readonly unknownNames: readonly string[];
  /** As /sys/kernel/security/lsm shows them; undefined where one of the modules is not decided. */
  readonly active: readonly string[] | undefined;
  readonly modules: ReadonlyMap<string, SecurityModuleDecision | Unknown>;
}

interface Order {
  readonly from: 'lsm=' | 'CONFIG_LSM';
  readonly names: readonly string[];
  /** Of `security=`, which `lsm=` sets aside. */
  readonly major?: string;
}

/** Which security modules start, and in which order (Linux security/security.c, `early_security_init` and `ordered_lsm_init`). */
export function decideSecurityModules(kernel: KernelKnowledge): SecurityModulesDecision | Unknown {
  const order = orderOf(kernel);
  if (isUnknown(order)) return order;
  const known = securityModulesOf(kernel);
  const decided = new Map<string, SecurityModuleDecision | Unknown>();
  const built = known.filter((each): each is SecurityModule => isBuilt(each, kernel, decided));
  const active: string[] = [];
  let exclusive: string | undefined;
  for (const module of inOrder(built, order)) {
    const reason = whyOff(module, order, kernel) ?? (module.exclusive && exclusive !== undefined ? `${exclusive} comes before it` : undefined);
    decided.set(module.name, reason === undefined ? { state: 'active', how: howStarted(module, order) } : { state: 'off', how: reason });
    if (reason !== undefined) continue;
    active.push(module.name);
    if (module.exclusive) exclusive ??= module.name;
  }
  for (const { name } of built) if (!decided.has(name)) decided.set(name, { state: 'off', how: `${order.from} does not name it` });
  const names = new Set(built.map(({ name }) => name));
  return {
    orderFrom: order.from,
    order: order.names,
    unknownNames: [...new Set(order.names.filter((name) => !names.has(name)))],
    active: [...decided.values()].some(isUnknown) ? undefined : active,
    modules: new Map(known.map(({ name }) => [name, decided.get(name)!])),
  };
}

/** The last of each counts; a word without `=` is none of these. */
function orderOf(kernel: KernelKnowledge): Order | Unknown {
  const { commandLine } = kernel;
  if (isUnknown(commandLine)) return commandLine;
  const last = (key: string) => commandLine.findLast((word) => word.key === key && word.value !== undefined)?.value;
  const [chosen, major, builtIn] = [last('lsm'), last('security'), kernel.option('LSM')];
  if (chosen !== undefined) return { from: 'lsm=', names: chosen.split(',') };
  if (isUnknown(builtIn)) return builtIn;
  return { from: 'CONFIG_LSM', names: builtIn === 'n' ? [] : builtIn.split(','), ...(major === undefined ? {} : { major }) };
}

/** Says of the others what they are. */
function isBuilt(module: SecurityModule | UnplacedModule, kernel: KernelKnowledge, decided: Map<string, unknown>): boolean {
  const { name, option } = module;
  const [framework, value] = [kernel.option('SECURITY'), kernel.option(option)];
  const missing = [framework, value].find((each) => each !== 'y');
  if (isUnknown(missing)) decided.set(name, missing);
  else if (missing !== undefined) decided.set(name, { state: 'not-built', how: `CONFIG_${framework === 'y' ? option : 'SECURITY'} is not set` });
  else if (isUnknown(module)) decided.set(name, { unknown: module.unknown });
  return !decided.has(name);
}

/** Those that get their turn: early and first ones, those named in their order, one that `security=` adds, and last ones. */
function inOrder(built: readonly SecurityModule[], { names, major }: Order): readonly SecurityModule[] {
  const at = (place: SecurityModule['place']) => built.filter((each) => each.place === place);
  const ordered = at('ordered');
  const named = names.flatMap((name) => ordered.filter((each) => each.name === name));
  const added = ordered.filter(({ name }) => name === major);
  return [...new Set([...at('early'), ...at('first'), ...named, ...added, ...at('last')])];
}

function whyOff(module: SecurityModule, { major }: Order, kernel: KernelKnowledge): string | undefined {
  if (module.major && major !== undefined && major !== module.name) return `security=${major} turns it off`;
  return isSwitchedOff(module, kernel) ? `${module.switch!.word}=0 turns it off` : undefined;
}

/** The last word that is a number counts (`kstrtoul` with base 0). */
function isSwitchedOff({ switch: by }: SecurityModule, kernel: KernelKnowledge): boolean {
  const { commandLine } = kernel;
  if (by === undefined || isUnknown(commandLine) || (by.option !== undefined && kernel.option(by.option) !== 'y')) return false;
  const last = commandLine.findLast(({ key, value }) => key === by.word && /^\+?(?:0x[0-9a-f]+|[0-9]+)$/i.test(value ?? ''));
  return last !== undefined && /^\+?(?:0x)?0+$/i.test(last.value!);
}

function howStarted({ place, name }: SecurityModule, { from, names }: Order): string {
  if (place === 'early') return 'it starts before all others, whatever the order names';
  if (place !== 'ordered') return `it always starts ${place}`;
  return names.includes(name) ? `${from} names it` : 'security= names it';
}
