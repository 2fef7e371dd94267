import { automountWhere, mountOf, refuseAutomount, refuseMount, refuseSwap, swapWhat } from '../kinds/mount.ts';
import { refuseService } from '../kinds/service.ts';
import { refuseSocket } from '../kinds/socket.ts';
import { refusePathUnit, refuseTimer } from '../kinds/timer.ts';
import type { UnitType } from '../names/unit-name.ts';
import type { LoadedUnit } from './loaded-unit.ts';

type Candidate = Pick<LoadedUnit, 'name' | 'aliases' | 'realPath' | 'settings'>;

const REFUSALS: Partial<Record<UnitType, (unit: Candidate) => string | undefined>> = {
  service: refuseService,
  socket: refuseSocket,
  mount: refuseMount,
  automount: refuseAutomount,
  swap: refuseSwap,
  timer: refuseTimer,
  path: refusePathUnit,
};

/** What ends loading with an error before anything is judged: names that stand for no path, or for no place among slices. */
const FAILURES: Partial<Record<UnitType, (unit: Candidate) => boolean>> = {
  mount: (unit) => mountOf(unit) === undefined,
  automount: (unit) => [undefined, '/'].includes(automountWhere(unit)),
  swap: (unit) => swapWhat(unit) === undefined,
  slice: ({ name }) => !isSliceName(name.name),
};

export interface Refusal {
  readonly loadState: 'bad-setting' | 'error';
  readonly reason: string;
}

/** Why systemd refuses a unit whose files it could read (the `*_load` and `*_verify` functions of src/core). It does not → undefined. */
export function refuseUnit(unit: Candidate): Refusal | undefined {
  const { name, type } = unit.name;
  if (FAILURES[type]?.(unit)) return { loadState: 'error', reason: `${name} is no name that a ${type} unit can have` };
  const reason = REFUSALS[type]?.(unit);
  return reason === undefined ? undefined : { loadState: 'bad-setting', reason };
}

/** No dash at an end, and none behind another. */
function isSliceName(name: string): boolean {
  return name === '-.slice' || /^[^-@]+(?:-[^-@]+)*\.slice$/.test(name);
}
