import type { UnitType } from '../names/unit-name.ts';

/** Each kind and the one that the other unit gets (systemd src/core/unit.c, `unit_add_dependency`). */
const PAIRS = {
  Requires: 'RequiredBy',
  Requisite: 'RequisiteOf',
  Wants: 'WantedBy',
  BindsTo: 'BoundBy',
  PartOf: 'ConsistsOf',
  Upholds: 'UpheldBy',
  Conflicts: 'ConflictedBy',
  Before: 'After',
  OnSuccess: 'OnSuccessOf',
  OnFailure: 'OnFailureOf',
  Triggers: 'TriggeredBy',
  PropagatesReloadTo: 'ReloadPropagatedFrom',
  PropagatesStopTo: 'StopPropagatedFrom',
  InSlice: 'SliceOf',
} as const;

type Forward = keyof typeof PAIRS;
export type DependencyKind = Forward | (typeof PAIRS)[Forward] | 'JoinsNamespaceOf';

export const inverseOf: Readonly<Partial<Record<DependencyKind, DependencyKind>>> = {
  ...(PAIRS as Record<Forward, (typeof PAIRS)[Forward]>),
  ...(Object.fromEntries(Object.entries(PAIRS).map(([kind, inverse]) => [inverse, kind])) as Record<(typeof PAIRS)[Forward], Forward>),
};

/** Settings of [Unit] that list units. */
export const dependencyKeys: ReadonlyMap<string, DependencyKind> = new Map([
  ['Requires', 'Requires'],
  ['RequiresOverridable', 'Requires'],
  ['Requisite', 'Requisite'],
  ['RequisiteOverridable', 'Requisite'],
  ['Wants', 'Wants'],
  ['BindsTo', 'BindsTo'],
  ['BindTo', 'BindsTo'],
  ['Upholds', 'Upholds'],
  ['Conflicts', 'Conflicts'],
  ['Before', 'Before'],
  ['After', 'After'],
  ['OnSuccess', 'OnSuccess'],
  ['OnFailure', 'OnFailure'],
  ['PropagatesReloadTo', 'PropagatesReloadTo'],
  ['PropagateReloadTo', 'PropagatesReloadTo'],
  ['ReloadPropagatedFrom', 'ReloadPropagatedFrom'],
  ['PropagateReloadFrom', 'ReloadPropagatedFrom'],
  ['PropagatesStopTo', 'PropagatesStopTo'],
  ['StopPropagatedFrom', 'StopPropagatedFrom'],
  ['PartOf', 'PartOf'],
  ['JoinsNamespaceOf', 'JoinsNamespaceOf'],
]);

const CANNOT_FAIL: ReadonlySet<UnitType> = new Set<UnitType>(['device', 'slice']);
const CAN_TRIGGER: ReadonlySet<UnitType> = new Set<UnitType>(['automount', 'path', 'socket', 'timer']);

/** Whether units of these types can be in this relation; systemd drops what cannot. */
export function isPossible(kind: DependencyKind, type: UnitType, other: UnitType): boolean {
  if (kind === 'Before') return other !== 'device';
  if (kind === 'OnFailure') return !CANNOT_FAIL.has(type);
  if (kind === 'Triggers') return CAN_TRIGGER.has(type);
  if (kind === 'TriggeredBy') return CAN_TRIGGER.has(other);
  return kind !== 'InSlice' || other === 'slice';
}
