import { isUnreadable } from '@staticfire/facts';
import { type LookupFacts, lookUpModule } from '../module-lookup/module-lookup.ts';
import type { FipsSelfTests } from './fips-self-tests.schema.ts';
import type { Unit } from './self-test-units.ts';

/** `fips-modprobe@NAME.service`, in what is needed before the check. */
const INSTANCE = /^fips-modprobe@(.+)\.service$/;
const DEPENDENCIES = new Set(['Requires', 'BindsTo', 'Wants', 'Requisite']);

/** What becomes of each module that the unit has loaded, and loads. */
export function resolveSelfTestModules(unit: Unit | undefined, facts: LookupFacts): FipsSelfTests['modules'] {
  return namesOf(unit).map((name) => {
    const found = lookUpModule(name, facts, 'of-aliases');
    return isUnreadable(found) ? found : { name, ...found };
  });
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
