import { type ControlCounts, type ControlStatus, type ControlText, controlStatuses, type RuleText, type Verdict } from '@staticfire/findings';
import { type Control, compareNaturally, controlKey, type Pack } from '../packs/index.ts';
import type { Selection } from '../rules/selection.ts';
import { aggregateStatus } from './aggregate-status.ts';
import { attestationOn, attestedStatus } from './attest-control.ts';

/** The controls that the selection shows, by the verdicts of their rules. `today` (`YYYY-MM-DD`) decides which attestations count. */
export function decideControls(packs: readonly Pack[], rules: readonly RuleText[], selection: Selection, today: string): readonly ControlText[] {
  const judged = new Map(rules.map((rule) => [rule.id, rule]));
  const decided = packs.flatMap((pack) =>
    pack.controls
      .filter(({ id }) => selection.controls === undefined || selection.controls.has(controlKey(pack.id, id)))
      .map((control) => decideControl(pack.id, control, judged, selection, today)),
  );
  return decided.sort((a, b) => compareNaturally(a.packId, b.packId) || compareNaturally(a.id, b.id));
}

export function countControls(controls: readonly ControlText[]): Readonly<Record<string, ControlCounts>> {
  const byPack = [...Map.groupBy(controls, ({ packId }) => packId)];
  return Object.fromEntries(byPack.map(([packId, of]) => [packId, count(of)]));
}

function count(controls: readonly ControlText[]): ControlCounts {
  return Object.fromEntries(controlStatuses.map((status) => [status, controls.filter((each) => each.status === status).length])) as ControlCounts;
}

function decideControl(packId: string, control: Control, judged: ReadonlyMap<string, RuleText>, selection: Selection, today: string): ControlText {
  const { rules: ruleIds, status: own, reason: ownReason, ...texts } = control;
  const rules = ruleIds.flatMap((id) => judged.get(id) ?? []);
  const leftOut = ruleIds.filter((id) => !judged.has(id));
  const statusOf = (verdictOf: (rule: RuleText) => Verdict) =>
    own ?? aggregateStatus(rules.map(verdictOf), control.partial !== undefined || leftOut.length > 0);
  const evidenceStatus = statusOf(({ verdict }) => verdict);
  const key = controlKey(packId, control.id);
  const attestation = attestationOn(selection.attestations.get(key) ?? [], today);
  const deselected = selection.deselectedControls.get(key);
  const status: ControlStatus = deselected === undefined ? attestedStatus(evidenceStatus, attestation) : 'deselected';
  const reason = deselected ?? ownReason ?? describeLeftOut(leftOut, selection);
  return {
    packId,
    ...texts,
    status,
    evidenceStatus,
    imageStatus: statusOf(({ imageVerdict }) => imageVerdict),
    decided: rules.some(({ decided }) => decided === 'user-data') ? 'user-data' : 'image',
    ruleIds,
    ...(reason === undefined ? {} : { reason }),
    ...(attestation === undefined ? {} : { attestation }),
  };
}

/** A rule that was not judged leaves its part of the control open. */
function describeLeftOut(ids: readonly string[], { deselectedRules }: Selection): string | undefined {
  if (ids.length === 0) return undefined;
  return ids.map((id) => `${id} was left out: ${deselectedRules.get(id) ?? 'the profile does not select it'}`).join('; ');
}
