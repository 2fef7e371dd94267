import { matchesGlob } from '@staticfire/read/bytes';
import type { ModuleState } from './decide-module.ts';
import { isUnknown, type Unknown } from './kernel-knowledge.ts';

export interface ModuleAlias {
  /** A pattern; `-` and `_` are the same. */
  readonly alias: string;
  readonly module: string;
  /** The module is part of the kernel. */
  readonly builtin: boolean;
}

/** What becomes of a module, as `decideModule` says it; undefined for a name that no module has. */
export type ModuleStates = (name: string) => { readonly state: ModuleState; readonly blacklisted: boolean } | Unknown | undefined;

export interface ResolvedModule {
  readonly state: ModuleState;
  /** The module that an alias leads to. */
  readonly module?: string;
}

/**
 * What `modprobe NAME` finds: a module of that name before aliases of modules, and those before aliases of what is built in (kmod
 * libkmod/libkmod-module.c, `lookup_funcs`). A blacklist counts for aliases. Of several modules the worst is told.
 */
export function resolveModule(name: string, states: ModuleStates, aliases: readonly ModuleAlias[]): ResolvedModule | Unknown {
  const own = states(plain(name));
  if (own !== undefined && (isUnknown(own) || own.state !== 'absent')) return isUnknown(own) ? own : { state: own.state };
  const fitting = aliases.filter(({ alias }) => matchesGlob(plain(alias), plain(name)));
  const files = fitting.filter(({ builtin }) => !builtin);
  const found = files.map(({ module }) => throughAlias(plain(module), states));
  const unknown = found.find(isUnknown);
  if (unknown !== undefined) return unknown;
  const ranked = found.filter((each): each is ResolvedModule => !isUnknown(each)).sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state));
  const [builtin] = fitting;
  return ranked[0] ?? (builtin === undefined ? { state: 'absent' } : { state: 'builtin', module: builtin.module });
}

const RANK: readonly ModuleState[] = ['absent', 'denied', 'command', 'loadable', 'builtin'];

function throughAlias(module: string, states: ModuleStates): ResolvedModule | Unknown {
  const state = states(module);
  if (state === undefined) return { state: 'absent', module };
  if (isUnknown(state)) return state;
  return { state: state.blacklisted ? 'denied' : state.state, module };
}

function plain(name: string): string {
  return name.replaceAll('-', '_');
}
