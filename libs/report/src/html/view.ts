import { type ControlText, type Finding, type RuleText, type ScanResult, severities } from '@staticfire/findings';
import { stateOf } from '../tally.ts';
import { Anchors } from './anchors.ts';
import { limitOfRule } from './shown-findings.ts';
import { SourceIndex } from './source-index.ts';
import { countStates, type State, type StateCounts, stateOfRule, states } from './states.ts';

/** The result with what links its parts, worked out once. */
export interface View {
  readonly result: ScanResult;
  readonly counts: StateCounts;
  /** Most severe first, then by id. */
  readonly rules: readonly RuleView[];
  readonly ruleOf: ReadonlyMap<string, RuleView>;
  readonly anchorOfControl: (control: ControlText) => string;
  readonly sources: SourceIndex;
}

export interface RuleView {
  readonly rule: RuleText;
  readonly anchor: string;
  readonly state: State;
  /** All of its findings. */
  readonly counts: StateCounts;
  readonly total: number;
  /** As many as the page shows, those that ask for work first. */
  readonly shown: readonly ShownFinding[];
  readonly controls: readonly ControlText[];
}

export interface ShownFinding {
  readonly finding: Finding;
  readonly state: State;
  readonly anchor: string;
}

export function viewOf(result: ScanResult): View {
  const anchors = new Anchors();
  const findingsOf = Map.groupBy(result.findings, ({ ruleId }) => ruleId);
  const limit = limitOfRule([...findingsOf.values()].map(({ length }) => length));
  const controlsOf = groupControls(result.controls);
  const rules = sortRules(result.rules).map((rule) => viewRule(rule, { result, anchors, limit, findings: findingsOf.get(rule.id) ?? [], controlsOf }));
  const controlAnchors = new Map(result.controls.map((control) => [control, anchors.take(`control-${control.packId}-${control.id}`)]));
  return {
    result,
    counts: countStates(result.findings, (finding) => stateOf(result, finding)),
    rules,
    ruleOf: new Map(rules.map((view) => [view.rule.id, view])),
    anchorOfControl: (control) => controlAnchors.get(control) ?? '',
    sources: new SourceIndex(anchors),
  };
}

interface RuleInput {
  readonly result: ScanResult;
  readonly anchors: Anchors;
  readonly limit: number;
  readonly findings: readonly Finding[];
  readonly controlsOf: ReadonlyMap<string, readonly ControlText[]>;
}

function viewRule(rule: RuleText, { result, anchors, limit, findings, controlsOf }: RuleInput): RuleView {
  const stateOfFinding = (finding: Finding) => stateOf(result, finding);
  const counts = countStates(findings, stateOfFinding);
  const sorted = states.flatMap((state) => findings.filter((finding) => stateOfFinding(finding) === state).map((finding) => ({ finding, state })));
  return {
    rule,
    anchor: anchors.take(`rule-${rule.id}`),
    state: stateOfRule(rule.verdict, counts),
    counts,
    total: findings.length,
    shown: sorted.slice(0, limit).map((each) => ({ ...each, anchor: anchors.take(`f-${each.finding.fingerprint.slice(0, FINGERPRINT_DIGITS)}`) })),
    controls: controlsOf.get(rule.id) ?? [],
  };
}

/** Two of 50,000 findings share so many digits once in ten thousand million pages; then a number tells them apart. */
const FINGERPRINT_DIGITS = 16;

function sortRules(rules: readonly RuleText[]): readonly RuleText[] {
  return severities.flatMap((severity) => rules.filter((rule) => rule.severity === severity));
}

function groupControls(controls: readonly ControlText[]): ReadonlyMap<string, readonly ControlText[]> {
  const pairs = controls.flatMap((control) => control.ruleIds.map((ruleId) => ({ ruleId, control })));
  const groups = Map.groupBy(pairs, ({ ruleId }) => ruleId);
  return new Map([...groups].map(([ruleId, group]) => [ruleId, group.map(({ control }) => control)]));
}
