import { array, boolean, type Infer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { need, needIfPresent } from '../derivation.ts';
import type { FipsSelfTests } from './fips-self-tests.schema.ts';

const settingSchema = object({ section: string(''), key: string(''), value: string('') });
const commandSchema = object({ program: string(''), arguments: array(string(''), '') });
const unitSchema = object({
  name: string(''),
  loadState: oneOf(['loaded', 'masked', 'not-found', 'bad-setting', 'error'], ''),
  settings: array(settingSchema, ''),
  commands: array(commandSchema, ''),
});
const unitsSchema = object({ units: list(unitSchema, '') });
const filesSchema = object({ units: list(object({ name: string(''), kind: string(''), of: optional(string('')), masked: boolean('') }), '') });
const bootSchema = object({
  stages: list(object({ asked: string('') }), ''),
  links: list(object({ path: string(''), unit: string(''), key: string('') }), ''),
});

export const selfTestNeeds = {
  units: need('systemd.units', unitsSchema),
  files: need('systemd.unit-files', filesSchema),
  boot: needIfPresent('systemd.boot', bootSchema),
};

export type Unit = Infer<typeof unitSchema>;
type Needed = FipsSelfTests['units'][number];
interface Given {
  readonly units: Infer<typeof unitsSchema>;
  readonly files: Infer<typeof filesSchema>;
  readonly boot: Infer<typeof bootSchema> | undefined;
}

const TARGET = 'fipscheck.target';
/** Each with the unit that needs it; the last two as core-kit's packages/release has them. */
const UNITS = [
  { name: TARGET, by: 'activate-preconfigured.service' },
  { name: 'check-kernel-integrity.service', by: TARGET },
  { name: 'check-fips-modules.service', by: TARGET },
  { name: 'activate-preconfigured.service', by: TARGET },
];

/** Undefined where the image has none of them. */
export function describeSelfTestUnits(given: Given): readonly Needed[] | undefined {
  const units = readable(given.units.units);
  const damaged = [...given.units.units, ...given.files.units].filter(isUnreadable);
  const found = UNITS.map(({ name, by }) => ({ name, by, unit: units.find((each) => each.name === name) }));
  if (found.every(({ unit }) => unit === undefined) && damaged.length === 0) return undefined;
  const described = found.map(({ name, by, unit }) => ({
    name,
    state: unit?.loadState ?? ('not-found' as const),
    needs: needsOf(name, by, given),
    gated: unit !== undefined && isGated(unit),
  }));
  return [...damaged, ...described];
}

export function findUnit({ units }: Given['units'], name: string): Unit | undefined {
  return readable(units).find((each) => each.name === name);
}

/** By settings of the unit that needs it, by links on ROOT, or by those that the first start makes. */
function needsOf(name: string, by: string, { units, files, boot }: Given): 'requires' | 'wants' | 'none' {
  const settings = findUnit(units, by)?.settings ?? [];
  const isSet = (keys: readonly string[]) => settings.some(({ key, value }) => keys.includes(key) && value.split(/[ \t]+/).includes(name));
  const isLinked = (kind: string) => readable(files.units).some((each) => each.kind === kind && each.of === by && each.name === name && !each.masked);
  const isMade = (key: string, folder: string) =>
    readable(boot?.links ?? []).some((each) => each.unit === name && each.key === key && each.path.includes(`/${by}.${folder}/`));
  if (isSet(['Requires', 'BindsTo', 'Requisite']) || isLinked('requires') || isMade('RequiredBy', 'requires')) return 'requires';
  return isSet(['Wants']) || isLinked('wants') || isMade('WantedBy', 'wants') ? 'wants' : 'none';
}

function isGated({ settings }: Unit): boolean {
  return settings.some(({ section, key, value }) => section === 'Unit' && key === 'ConditionKernelCommandLine' && value.trim() === 'fips=1');
}

export function readable<T>(elements: readonly (T | Unreadable)[]): readonly T[] {
  return elements.filter((each): each is T => !isUnreadable(each));
}
