import { array, boolean, type FactState, type Infer, integer, isUnreadable, list, object, optional, string } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const setting = object({ section: string(''), key: string(''), value: string(''), redacted: boolean(''), file: string(''), line: integer('') });
const unit = object({
  name: string(''),
  loadState: string(''),
  path: optional(string('')),
  started: boolean(''),
  user: optional(string('')),
  settings: array(setting, ''),
});
const unitsSchema = object({ units: list(unit, '') });

export type KnownUnit = Infer<typeof unit>;
export type UnitSettingFact = Infer<typeof setting>;
export type UnitsState = FactState<Infer<typeof unitsSchema>>;

export const unitsNeed = needState('systemd.units', unitsSchema);

export function findUnit(units: UnitsState, name: string): KnownUnit | undefined {
  return units.state === 'present' ? units.value.units.find((each): each is KnownUnit => !isUnreadable(each) && each.name === name) : undefined;
}

/** The user that writes configuration files (Bottlerocket's settings-applier.service); not known when units could not be read. */
export function writerOf(units: UnitsState): string | undefined {
  return units.state === 'present' ? (findUnit(units, 'settings-applier.service')?.user ?? 'root') : undefined;
}
