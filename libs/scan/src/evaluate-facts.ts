import { decideGate, evaluate, type Pack } from '@staticfire/evaluate';
import { type FactsDocument, findFact } from '@staticfire/facts';
import { RESULT_SCHEMA_ID, RESULT_VERSION, type ReleaseText, type ScanResult, type Severity } from '@staticfire/findings';

export interface EvaluateOptions {
  readonly packs: readonly Pack[];
  readonly failOn: Severity | 'none';
  /** `release`: an image that has been booted is a failure. `node`: it is the subject. */
  readonly mode?: 'release' | 'node';
  readonly tool: { readonly name: string; readonly version: string };
}

/** Document 1 × packs → document 2. Pure: needs no image. */
export function evaluateFacts(document: FactsDocument, options: EvaluateOptions): ScanResult {
  const { body, input } = document;
  const { findings, rules, ruleErrors, counts } = evaluate(body, options.packs, { mode: options.mode ?? 'release' });
  return {
    $schema: RESULT_SCHEMA_ID,
    version: RESULT_VERSION,
    tool: options.tool,
    input,
    ...(body.judgedBank === undefined ? {} : { bank: body.judgedBank }),
    release: releaseText(document),
    packs: options.packs.map(({ id, version, title }) => ({ id, version, title })),
    rules,
    findings,
    counts,
    gate: decideGate(rules, options.failOn),
    ruleErrors,
  };
}

function releaseText({ body }: FactsDocument): ReleaseText {
  const fact = findFact(body, 'release.identity');
  const value = fact?.state === 'present' ? (fact.value as Partial<ReleaseText>) : {};
  const { prettyName = '', variantId = '', versionId = '', buildId = '' } = value;
  return { prettyName, variantId, versionId, buildId };
}
