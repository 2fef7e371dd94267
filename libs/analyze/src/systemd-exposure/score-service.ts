import { applyImplied } from './apply-implied.ts';
import { assignSetting, isScored } from './assign-setting.ts';
import { exposureChecks } from './exposure-checks.ts';
import { Sandbox } from './sandbox.ts';
import { type SandboxSetting, sandboxSettings } from './sandbox-settings.ts';
import type { ScoredArchitecture } from './system-calls.ts';

export interface UnitSetting {
  /** Without brackets. */
  readonly section: string;
  readonly key: string;
  /** Blanks at both ends taken off; specifiers as they stand. */
  readonly value: string;
  /** The drop-in it stands in. */
  readonly dropIn?: string;
}

export interface ServiceSettings {
  /** With its instance: `serial-getty@ttyS0.service`. */
  readonly unit: string;
  /** Of the unit file and its drop-ins, in the order in which systemd reads them. */
  readonly settings: readonly UnitSetting[];
}

/** From the worst to the best, with the least exposure in tenths. */
const RATINGS = [
  ['DANGEROUS', 100],
  ['UNSAFE', 90],
  ['EXPOSED', 75],
  ['MEDIUM', 50],
  ['OK', 10],
  ['SAFE', 1],
  ['PERFECT', 0],
] as const;
export type ExposureRating = (typeof RATINGS)[number][0];

export interface ScoredCheck {
  readonly name: string;
  readonly field: string;
  /** Null when it is not counted for this service. */
  readonly set: boolean | null;
  /** Tenths that this check adds to the service's exposure, rounded up. */
  readonly tenths: number;
  /** What makes it bad: a system call, devices. */
  readonly because?: string;
}

export interface ServiceExposure {
  /** 0 to 100. */
  readonly tenths: number;
  readonly rating: ExposureRating;
  /** What holds once everything is read, where it is not what a service has without any setting. */
  readonly settings: readonly SandboxSetting[];
  /** Every check, in systemd's order. */
  readonly checks: readonly ScoredCheck[];
}

/** systemd does not load the unit: this setting has to be something else. */
export interface RefusedService {
  readonly refused: UnitSetting & { readonly expected: string };
}

/**
 * What `systemd-analyze security --offline=yes` of systemd 252 makes of a service (src/analyze/analyze-security.c, `assess`). A value that
 * makes systemd refuse a unit ends a drop-in, and the unit when it stands in the unit's own file. Only settings that are scored are looked at.
 */
export function scoreService({ unit, settings }: ServiceSettings, architecture: ScoredArchitecture): ServiceExposure | RefusedService {
  const scored = settings.filter(isScored);
  if (scored.length === 0) return scoreOfNone(architecture);
  const sandbox = new Sandbox();
  let endedDropIn: string | undefined;
  for (const setting of scored) {
    if (setting.dropIn !== undefined && setting.dropIn === endedDropIn) continue;
    const expected = assignSetting(sandbox, setting, unit);
    if (expected === undefined) continue;
    if (setting.dropIn === undefined) return { refused: { ...setting, expected } };
    endedDropIn = setting.dropIn;
  }
  applyImplied(sandbox, unit);
  return score(sandbox, architecture);
}

/** `9.6`. */
export function exposureText(tenths: number): string {
  return (tenths / 10).toFixed(1);
}

const withoutSettings = new Map<ScoredArchitecture, ServiceExposure>();

/** Most services set nothing that is scored. */
function scoreOfNone(architecture: ScoredArchitecture): ServiceExposure {
  const known = withoutSettings.get(architecture) ?? score(new Sandbox(), architecture);
  withoutSettings.set(architecture, known);
  return known;
}

function score(sandbox: Sandbox, architecture: ScoredArchitecture): ServiceExposure {
  const rows = exposureChecks.map((check) => ({ check, badness: badnessOf(check, sandbox, architecture) }));
  let [weights, points] = [0, 0];
  for (const { check, badness } of rows) {
    if (badness === undefined) continue;
    weights += check.weight;
    points += Math.ceil((badness * check.weight) / check.range);
  }
  const tenths = Math.ceil((points * 100) / weights);
  const checks = rows.map(({ check, badness }) => scoredCheck(check, badness, weights, check.because?.(sandbox, architecture)));
  return { tenths, rating: RATINGS.find(([, least]) => tenths >= least)![0], settings: sandboxSettings(sandbox), checks };
}

type Check = (typeof exposureChecks)[number];

function badnessOf(check: Check, sandbox: Sandbox, architecture: ScoredArchitecture): number | undefined {
  return check.needsDefaultDependencies === true && !sandbox.defaultDependencies ? undefined : check.badness(sandbox, architecture);
}

function scoredCheck({ name, field, weight, range }: Check, badness: number | undefined, weights: number, because: string | undefined): ScoredCheck {
  const tenths = Math.ceil(Math.ceil(((badness ?? 0) * weight * 100) / range) / weights);
  return { name, field, set: badness === undefined ? null : badness === 0, tenths, ...(because === undefined ? {} : { because }) };
}
