import {
  countControls,
  decideControls,
  decideGate,
  evaluate,
  everything,
  isJudged,
  judgeForeignRules,
  type Pack,
  type Selection,
  waiveFindings,
} from '@staticfire/evaluate';
import { type FactsDocument, findFact } from '@staticfire/facts';
import { type DeselectedText, type PackText, RESULT_SCHEMA_ID, RESULT_VERSION, type ReleaseText, type ScanResult, type Severity } from '@staticfire/findings';
import { factCatalogue } from './catalogue.ts';
import { withPlaces } from './places/evidence-places.ts';
import { coverageText } from './result/coverage-text.ts';
import { imageText } from './result/image-text.ts';

export interface EvaluateOptions {
  readonly packs: readonly Pack[];
  readonly failOn: Severity | 'none';
  /** Every rule and control when absent. */
  readonly selection?: Selection;
  /** `release`: an image that has been booted is a failure. `node`: it is the subject. */
  readonly mode?: 'release' | 'node';
  readonly tool: { readonly name: string; readonly version: string };
  /** The day in UTC that attestations and waivers are held against, and that rules ask for, `YYYY-MM-DD`. Without it none counts, and such rules are unknown. */
  readonly today?: string;
}

/** Later than any day that an attestation or a waiver can name. */
const NO_DAY = '9999-99-99';

/** Document 1 × packs → document 2: needs no image. The same input gives the same result, unless a rule of a foreign pack had to be ended. */
export async function evaluateFacts(document: FactsDocument, options: EvaluateOptions): Promise<ScanResult> {
  const { body, input } = document;
  const { packs, tool, failOn, mode = 'release', selection = everything, today = NO_DAY } = options;
  const judging = { mode, today: options.today, selection };
  const judged = await judgeForeignRules(packs, factCatalogue, { body, ...judging });
  const { findings, rules, ruleErrors, counts } = evaluate(body, packs, { ...judging, judged });
  const waived = waiveFindings(withPlaces(findings, body, packs, rules), selection.waivers, today);
  const controls = decideControls(packs, rules, selection, today);
  return {
    $schema: RESULT_SCHEMA_ID,
    version: RESULT_VERSION,
    tool,
    input,
    ...(body.judgedBank === undefined ? {} : { bank: body.judgedBank }),
    release: releaseText(document),
    ...dayText(options),
    image: imageText(body),
    ...(body.userData === undefined ? {} : { userData: { path: body.userData.path, sha256: body.userData.sha256 } }),
    packs: packs.map(packText),
    profiles: selection.profiles,
    parameters: selection.parameters,
    rules,
    findings: waived.findings,
    counts,
    controls,
    controlCounts: countControls(controls),
    deselected: deselectedTexts(packs, selection),
    waivers: waived.waivers,
    coverage: coverageText(body),
    gate: decideGate(rules, waived, failOn),
    ruleErrors,
  };
}

function dayText({ packs, today, selection = everything }: EvaluateOptions): Pick<ScanResult, 'day'> {
  const asksForDay = packs.some(({ rules }) => rules.some(({ id, readsDay }) => readsDay && isJudged(selection, id)));
  const isDated = asksForDay || selection.attestations.size > 0 || selection.waivers.length > 0;
  return today !== undefined && isDated ? { day: today } : {};
}

function releaseText({ body }: FactsDocument): ReleaseText {
  const fact = findFact(body, 'release.identity');
  const value = fact?.state === 'present' ? (fact.value as Partial<ReleaseText>) : {};
  const { prettyName = '', variantId = '', versionId = '', buildId = '' } = value;
  return { prettyName, variantId, versionId, buildId };
}

function deselectedTexts(packs: readonly Pack[], { deselectedRules, deselectedControls }: Selection): readonly DeselectedText[] {
  const controls = packs.flatMap((pack) => pack.controls.map(({ id, title }) => ({ kind: 'control' as const, id: `${pack.id}/${id}`, title })));
  const rules = packs.flatMap((pack) => pack.rules.map(({ id, title }) => ({ kind: 'rule' as const, id, title })));
  const withReason = (texts: readonly Omit<DeselectedText, 'reason'>[], reasons: ReadonlyMap<string, string>) =>
    texts.flatMap((text) => (reasons.has(text.id) ? [{ ...text, reason: reasons.get(text.id)! }] : [])).sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...withReason(controls, deselectedControls), ...withReason(rules, deselectedRules)];
}

function packText({ id, version, title, digest, leftOut }: Pack): PackText {
  return {
    id,
    version,
    title,
    digest,
    ...(leftOut.length === 0 ? {} : { leftOut: leftOut.map(({ id: row, title: text, reason }) => ({ id: row, title: text, reason })) }),
  };
}
