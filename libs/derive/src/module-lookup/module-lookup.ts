import { isUnknown, type ModuleStates, type ResolvedModule, resolveModule } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, isUnreadable, list, map, object, oneOf, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';
import { unknownBecause, unreadableOf } from '../kernel-input/kernel-input.ts';

const states = ['builtin', 'absent', 'denied', 'command', 'loadable'] as const;
const modprobeSchema = object({
  modules: map(object({ state: oneOf(states, ''), blacklisted: boolean(''), autoload: boolean('') }), '', { missing: 'unknown' }),
});
const indexSchema = object({ aliases: list(object({ alias: string(''), module: string(''), builtin: boolean('') }), '') });

/** What it takes to tell what becomes of a name that something asks modprobe for. */
export const lookupNeeds = { modprobe: needState('modprobe.effective', modprobeSchema), index: needState('kernel.module-index', indexSchema) };

export interface LookupFacts {
  readonly modprobe: FactState<Infer<typeof modprobeSchema>>;
  readonly index: FactState<Infer<typeof indexSchema>>;
}

/** A module or an alias; `blacklisted` where a blacklist keeps it from being loaded by its own name as well, as systemd-modules-load has it. */
export function lookUpModule(name: string, { modprobe, index }: LookupFacts, blacklist: 'of-aliases' | 'of-all'): ResolvedModule | Unreadable {
  if (modprobe.state !== 'present') return unreadableOf(unknownBecause(modprobe, 'modprobe.effective'), 'module', name);
  const { modules } = modprobe.value;
  const stateOf: ModuleStates = (each) => {
    const entry = Object.hasOwn(modules, each) ? modules[each] : undefined;
    if (entry === undefined) return undefined;
    if (isUnreadable(entry)) return { unknown: entry.$unreadable.message };
    return blacklist === 'of-all' && entry.blacklisted && entry.state === 'loadable' ? { ...entry, state: 'denied' } : entry;
  };
  const aliases = index.state === 'present' ? index.value.aliases : [];
  const known = aliases.flatMap((each) => (isUnreadable(each) ? [] : [each]));
  const found = resolveModule(name, stateOf, known);
  if (isUnknown(found)) return unreadableOf(found, 'module', name);
  return (found.state === 'absent' ? damageOf(index) : undefined) ?? found;
}

/** An alias that could not be read may be the one. */
function damageOf(index: LookupFacts['index']): Unreadable | undefined {
  if (index.state === 'unreadable') return { $unreadable: index.error };
  return index.state === 'present' ? index.value.aliases.find(isUnreadable) : undefined;
}
