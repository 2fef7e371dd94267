import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { KnownUnit, UnitsState } from '../rendered-files/unit-input.ts';
import { KUBELET_UNIT } from './kubelet-command.ts';

/** The program itself, or what another one is told to run. */
const KUBELET = /(?:^|[\s/"'@:+!|-])kubelet(?=["'\s;]|$)/;

/** Why there may be a kubelet although kubelet.service is not known: a unit of another name runs it, or what cannot be read is that unit. Undefined: there is none. */
export function kubeletElsewhere(units: UnitsState): Unreadable | undefined {
  if (units.state !== 'present') return undefined;
  const damaged = units.value.units.filter(isUnreadable).find(({ $unreadable }) => $unreadable.message.includes(KUBELET_UNIT));
  if (damaged !== undefined) return damaged;
  const other = units.value.units.find((unit): unit is KnownUnit => !isUnreadable(unit) && unit.loadState === 'loaded' && runsKubelet(unit));
  if (other === undefined) return undefined;
  return { $unreadable: { kind: 'unsupported', structure: other.name, message: `it runs kubelet, which is only read as ${KUBELET_UNIT}` } };
}

function runsKubelet({ name, settings }: KnownUnit): boolean {
  return name !== KUBELET_UNIT && settings.some(({ section, key, value }) => section === 'Service' && key === 'ExecStart' && KUBELET.test(value));
}
