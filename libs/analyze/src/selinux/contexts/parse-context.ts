import type { SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { UnknownSymbolError } from '../rule-query.ts';
import { namesIn } from '../symbol-names.ts';
import type { Context } from './context.ts';
import { InvalidContextError } from './invalid-context-error.ts';
import { categorySet, type Level } from './level.ts';
import { whyInvalid } from './why-invalid.ts';

const NO_LEVEL: Level = { sensitivity: 0, categories: new Uint32Array(0) };

/**
 * `user:role:type`, and in a policy with MLS `:level` or `:low-high`, as the kernel takes it (security/selinux/ss/services.c, mls.c); a level is `s0` or
 * `s0:c1,c3.c5`. A name that the policy does not define is an UnknownSymbolError; one that is no context, or whose parts do not go together, is an
 * InvalidContextError.
 */
export function parseContext(policy: SelinuxPolicy, text: string): Context {
  const [user, role, type, ...range] = text.split(':');
  if (user === undefined || role === undefined || type === undefined) throw new InvalidContextError(text, 'it has no user, role and type');
  const { mls } = policy.header;
  if (mls !== range.length > 0) throw new InvalidContextError(text, mls ? 'it has no level' : 'the policy has no levels');
  const names = { user: lookUp(policy.users, 'user', user), role: lookUp(policy.roles, 'role', role), type: lookUp(policy.types, 'type', type) };
  const context = { ...names, ...(mls ? parseRange(policy, range.join(':')) : { low: NO_LEVEL, high: NO_LEVEL }) };
  const reason = whyInvalid(policy, context);
  if (reason !== undefined) throw new InvalidContextError(text, reason);
  return context;
}

function parseRange(policy: SelinuxPolicy, text: string): { readonly low: Level; readonly high: Level } {
  const dash = text.indexOf('-');
  const low = parseLevel(policy, dash < 0 ? text : text.slice(0, dash));
  return { low, high: dash < 0 ? low : parseLevel(policy, text.slice(dash + 1)) };
}

function parseLevel(policy: SelinuxPolicy, text: string): Level {
  const colon = text.indexOf(':');
  const sensitivity = lookUp(policy.sensitivities, 'sensitivity', colon < 0 ? text : text.slice(0, colon));
  const runs = colon < 0 ? [] : text.slice(colon + 1).split(',');
  return { sensitivity, categories: categorySet(runs.flatMap((run) => categoriesOf(policy, run))) };
}

/** `c1`, or `c1.c5` with both ends. */
function categoriesOf({ categories }: SelinuxPolicy, run: string): number[] {
  const dot = run.indexOf('.');
  const first = lookUp(categories, 'category', dot < 0 ? run : run.slice(0, dot));
  const last = dot < 0 ? first : lookUp(categories, 'category', run.slice(dot + 1));
  if (last < first) throw new InvalidContextError(run, 'its last category is below the first');
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function lookUp(table: SymbolTable<SelinuxSymbol>, kind: string, name: string): number {
  const symbol = table.get(name);
  if (symbol === undefined) throw new UnknownSymbolError(kind, name, namesIn(table));
  return symbol.value;
}
