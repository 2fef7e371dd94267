import type { Severity } from '@staticfire/findings';
import { describeUnknown, type Pack, type PackProblem } from '../packs/index.ts';
import { describeSharedDays, isDay } from '../rules/period.ts';
import type { Waiver } from '../rules/selection.ts';
import type { TailoringDocument } from './read-tailoring.ts';

type Report = (member: string, message: string, example?: string) => void;

/**
 * The waivers of a `staticfire.yaml`, as they are written. Their rules have to be there; those about the same findings never overlap; one about a
 * critical rule, with the severities of profiles and tailoring, has to be approved.
 */
export function readWaivers(
  { tailoring, document }: TailoringDocument,
  packs: readonly Pack[],
  severities: ReadonlyMap<string, Severity>,
  problems: PackProblem[],
): readonly Waiver[] {
  const rules = new Map(packs.flatMap((pack) => pack.rules.map(({ id, severity }) => [id, severities.get(id) ?? severity])));
  const waivers = (tailoring.waivers ?? []).map(({ rule: ruleId, ...entry }, index): Waiver => {
    const place = { path: document.file, line: document.place(['waivers', index]).line };
    return { ruleId, ...entry, reason: entry.reason.trim(), place };
  });
  for (const [index, waiver] of waivers.entries()) {
    const report: Report = (member, message, example) =>
      problems.push(document.problem(['waivers', index, member], message, example === undefined ? {} : { example }));
    checkRule(waiver, rules, report);
    checkDays(waiver, report);
    checkOverlap(waiver, waivers.slice(0, index), report);
  }
  return waivers;
}

function checkRule({ ruleId, approvedBy }: Waiver, rules: ReadonlyMap<string, Severity>, report: Report): void {
  const severity = rules.get(ruleId);
  if (severity === undefined) report('rule', describeUnknown('rule', ruleId, rules.keys()));
  if (severity === 'critical' && approvedBy === undefined)
    report('rule', `${ruleId} is critical: a waiver of it says under approvedBy who approved it`, 'approvedBy: Grace, head of security');
}

function checkDays({ from, expires }: Waiver, report: Report): void {
  if (from !== undefined && !isDay(from)) report('from', `there is no day ${from}`);
  if (!isDay(expires)) report('expires', `there is no day ${expires}`);
  if (from !== undefined && from > expires) report('expires', 'it ends before it begins');
}

function checkOverlap(waiver: Waiver, earlier: readonly Waiver[], report: Report): void {
  const { ruleId, subject } = waiver;
  const others = earlier.filter((other) => other.ruleId === ruleId && other.subject === subject);
  const days = others.map((other) => describeSharedDays(periodOf(other), periodOf(waiver))).find((shared) => shared !== undefined);
  const findings = subject === undefined ? ruleId : `${ruleId} of ${subject}`;
  if (days !== undefined) report('rule', `${findings} is waived twice, ${days}; one may only follow on another`);
}

function periodOf({ from = '', expires }: Waiver) {
  return { first: from, last: expires };
}
