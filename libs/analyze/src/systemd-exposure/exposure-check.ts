import { capabilityBits } from './capability-set.ts';
import type { NamespaceType } from './namespace-set.ts';
import type { FlagName, Sandbox } from './sandbox.ts';
import type { ScoredArchitecture } from './system-calls.ts';

/** One thing that systemd-analyze looks at, and what it adds to a service's exposure (systemd 252 src/analyze/analyze-security.c). */
export interface ExposureCheck {
  /** As systemd-analyze shows it: `PrivateTmp=`, `CapabilityBoundingSet=~CAP_KILL`. */
  readonly name: string;
  /** In systemd-analyze's JSON. */
  readonly field: string;
  readonly weight: number;
  /** The worst `badness`; 0 is the best. */
  readonly range: number;
  /** Not counted for units of early boot. */
  readonly needsDefaultDependencies?: true;
  /** Undefined: not counted for this service. */
  readonly badness: (sandbox: Sandbox, architecture: ScoredArchitecture) => number | undefined;
  /** What makes it bad, where the check looks for one of many things. */
  readonly because?: (sandbox: Sandbox, architecture: ScoredArchitecture) => string | undefined;
}

type Condition = (sandbox: Sandbox) => boolean;

/** A check that is either good or bad. */
export function whether(name: string, weight: number, isBad: Condition, field = name.replace(/=.*/, '')): ExposureCheck {
  return { name, field, weight, range: 1, badness: (sandbox) => Number(isBad(sandbox)) };
}

/** A check that is not counted where `isBad` gives undefined. */
export function whetherAtAll(name: string, weight: number, isBad: (sandbox: Sandbox) => boolean | undefined): ExposureCheck {
  const badness = (sandbox: Sandbox) => {
    const bad = isBad(sandbox);
    return bad === undefined ? undefined : Number(bad);
  };
  return { name, field: name.slice(0, -1), weight, range: 1, badness };
}

/** A check that gives points out of `range`. */
export function points(name: string, weight: number, range: number, badness: (sandbox: Sandbox) => number, field = name.slice(0, -1)): ExposureCheck {
  return { name, field, weight, range, badness };
}

export function flag(name: FlagName, weight: number): ExposureCheck {
  return whether(`${name}=`, weight, ({ flags }) => !flags.has(name));
}

/** Capabilities that the service can still have. `shown` is how their names are put together. */
export function capabilities(shown: string, fieldEnd: string, weight: number, names: readonly string[] = [shown]): ExposureCheck {
  const mask = capabilityBits(names);
  return whether(`CapabilityBoundingSet=~${shown}`, weight, ({ boundingSet }) => (boundingSet & mask) !== 0n, `CapabilityBoundingSet_${fieldEnd}`);
}

export function namespace(type: NamespaceType, weight: number): ExposureCheck {
  return whether(`RestrictNamespaces=~${type}`, weight, ({ namespaces }) => namespaces?.has(type) ?? true, `RestrictNamespaces_${type}`);
}

export function addressFamilies(shown: string, fieldEnd: string, weight: number, isForbidden: Condition): ExposureCheck {
  return whether(`RestrictAddressFamilies=~${shown}`, weight, (sandbox) => !isForbidden(sandbox), `RestrictAddressFamilies_${fieldEnd}`);
}

/** Calls of a group that the service can make: an allow list with one of them is a little better than a deny list without one. */
export function systemCalls(group: string, weight: number): ExposureCheck {
  const because = ({ systemCalls: filter }: Sandbox, architecture: ScoredArchitecture) =>
    filter.kind === 'none' ? undefined : filter.firstAllowed(`@${group}`, architecture);
  return {
    name: `SystemCallFilter=~@${group}`,
    field: `SystemCallFilter_${group.replaceAll('-', '_')}`,
    weight,
    range: 10,
    badness: (sandbox, architecture) => badnessOfFilter(sandbox.systemCalls.kind, because(sandbox, architecture)),
    because,
  };
}

function badnessOfFilter(kind: Sandbox['systemCalls']['kind'], firstAllowed: string | undefined): number {
  if (kind === 'none') return 10;
  return firstAllowed === undefined ? 0 : kind === 'allow' ? 9 : 10;
}

export function withDefaultDependencies(check: ExposureCheck): ExposureCheck {
  return { ...check, needsDefaultDependencies: true };
}
