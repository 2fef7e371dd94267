import { isUnknown, type ModuleStates, resolveModule } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, isUnreadable, list, map, object, oneOf, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';
import { unknownBecause, unreadableOf } from '../kernel-input/kernel-input.ts';
import type { FipsSelfTests } from './fips-self-tests.schema.ts';
import { readable, type Unit } from './self-test-units.ts';

const states = ['builtin', 'absent', 'denied', 'command', 'loadable'] as const;
const modprobeSchema = object({ modules: map(object({ state: oneOf(states, ''), blacklisted: boolean('') }), '', { missing: 'unknown' }) });
const indexSchema = object({ aliases: list(object({ alias: string(''), module: string(''), builtin: boolean('') }), '') });

export const moduleNeeds = { modprobe: needState('modprobe.effective', modprobeSchema), index: needState('kernel.module-index', indexSchema) };

type Modules = FipsSelfTests['modules'];
type Modprobe = FactState<Infer<typeof modprobeSchema>>;
type Index = FactState<Infer<typeof indexSchema>>;

/** `fips-modprobe@NAME.service`, in what is needed before the check. */
const INSTANCE = /^fips-modprobe@(.+)\.service$/;
const DEPENDENCIES = new Set(['Requires', 'BindsTo', 'Wants', 'Requisite']);

/** What becomes of each module that the unit has loaded, and loads. */
export function resolveSelfTestModules(unit: Unit | undefined, modprobe: Modprobe, index: Index): Modules {
  return namesOf(unit).map((name) => resolve(name, modprobe, index));
}

function namesOf(unit: Unit | undefined): readonly string[] {
  const words = (unit?.settings ?? []).flatMap(({ key, value }) => (DEPENDENCIES.has(key) ? value.split(/[ \t]+/) : []));
  const before = words.flatMap((word) => INSTANCE.exec(word)?.slice(1) ?? []).map(unescapeName);
  const own = (unit?.commands ?? []).flatMap((command) => (/(?:^|\/)modprobe$/.test(command.program) ? loadedBy(command.arguments) : []));
  return [...[...new Set(before)].sort(), ...[...new Set(own)].filter((name) => !before.includes(name)).sort()];
}

/** Words that are no options, of a call that does not remove. */
function loadedBy(words: readonly string[]): readonly string[] {
  return words.some((word) => /^(?:-r|--remove)$/.test(word)) ? [] : words.filter((word) => !word.startsWith('-') && !word.includes('='));
}

/** systemd.unit(5), `systemd-escape`. */
function unescapeName(name: string): string {
  return name.replaceAll(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function resolve(name: string, modprobe: Modprobe, index: Index): Modules[number] {
  if (modprobe.state !== 'present') return unreadableOf(unknownBecause(modprobe, 'modprobe.effective'), 'module', name);
  const { modules } = modprobe.value;
  const stateOf: ModuleStates = (each) => {
    const entry = Object.hasOwn(modules, each) ? modules[each] : undefined;
    return entry !== undefined && isUnreadable(entry) ? { unknown: entry.$unreadable.message } : entry;
  };
  const aliases = index.state === 'present' ? index.value.aliases : [];
  const found = resolveModule(name, stateOf, readable(aliases));
  if (isUnknown(found)) return unreadableOf(found, 'module', name);
  const damage = found.state === 'absent' ? damageOf(index, aliases) : undefined;
  return damage ?? { name, ...found };
}

/** An alias that could not be read may be the one. */
function damageOf(index: Index, aliases: readonly (object | Unreadable)[]): Unreadable | undefined {
  if (index.state === 'unreadable') return { $unreadable: index.error };
  return aliases.find((each): each is Unreadable => isUnreadable(each));
}
