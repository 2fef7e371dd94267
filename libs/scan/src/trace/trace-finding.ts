import { type Pack, type Rule, type Selection, statementText } from '@staticfire/evaluate';
import type { FactsDocument } from '@staticfire/facts';
import type { Finding, ScanResult, Trace, TracedFact, TracedRule } from '@staticfire/findings';
import { factCatalogue } from '../catalogue.ts';
import { factOrigins } from '../fact-origins.ts';
import { wordsOf } from '../places/words-of.ts';
import { FactTracer } from './fact-tracer.ts';
import { findFindings } from './find-findings.ts';

export interface WantedFinding {
  /** A fingerprint or its beginning, a rule's id, or an unambiguous `area/name`. */
  readonly word: string;
  readonly subject?: string | undefined;
}

/** Values that one trace shows. */
const MAX_EVIDENCE = 200;
const knowledge = { summaries: new Map(factCatalogue.map(({ name, summary }) => [name, summary])), origins: factOrigins };

/** How a finding came about: `result` is what `document` was judged as with these packs. Throws UnknownNameError. */
export function traceFinding(document: FactsDocument, result: ScanResult, packs: readonly Pack[], wanted: WantedFinding): Trace {
  const { findings, rule, userData } = choose(result, packs, wanted);
  const tracer = new FactTracer(document.body, knowledge);
  const evidence = evidenceOf(findings);
  const names = rule === undefined ? [...new Set(evidence.map(({ fact }) => fact))] : [...new Set([...rule.facts.values()].map(({ name }) => name))];
  const facts = names.map((name) => tracer.trace(name, evidence, wordsOf(findings, rule), userData));
  return { ...frame(result, findings, rule, packs), facts, gaps: [] };
}

/** The same from a saved result alone, which holds what the rule read and where, and not the facts in between. */
export function traceResult(result: ScanResult, packs: readonly Pack[], wanted: WantedFinding): Trace {
  const { findings, rule, userData } = choose(result, packs, wanted);
  const byFact = [...Map.groupBy(evidenceOf(findings), ({ fact }) => fact)];
  const facts = byFact.map(([name, of]): TracedFact => {
    const [{ bank, sources }] = of as [(typeof of)[number]];
    const values = of.map(({ path, value }) => ({ path, ...(value === undefined ? {} : { value }), items: [], places: [] }));
    const place = bank === undefined ? {} : { bank };
    return { name, ...place, summary: knowledge.summaries.get(name) ?? '', state: 'not-saved', userData, values, from: [], sources, told: false };
  });
  const changed = changedPacks(result, packs, findings[0]!.ruleId);
  return {
    ...frame(result, findings, rule, packs),
    facts,
    gaps: ['a result holds no facts; give the facts document or the image to see what led to them', ...changed],
  };
}

/** Of all findings together; each of them names the keys that it is about. */
function evidenceOf(findings: readonly Finding[]): Finding['evidence'] {
  const all = findings.flatMap(({ evidence }) => evidence);
  return [...new Map(all.map((each) => [`${each.fact} ${each.path}`, each])).values()].slice(0, MAX_EVIDENCE);
}

function choose(result: ScanResult, packs: readonly Pack[], { word, subject }: WantedFinding) {
  const findings = findFindings(result, packs, word, subject);
  const { ruleId } = findings[0]!;
  const rule = packs.flatMap(({ rules }) => rules).find(({ id }) => id === ruleId);
  return { findings, rule, userData: result.rules.find(({ id }) => id === ruleId)?.decided === 'user-data' };
}

function frame(result: ScanResult, findings: readonly Finding[], rule: Rule | undefined, packs: readonly Pack[]) {
  const { path, sha256 } = result.input;
  const userData = result.userData === undefined ? {} : { userData: result.userData };
  return { input: { path, sha256 }, ...userData, ...(rule === undefined ? {} : { rule: tracedRule(rule, packs, result) }), findings };
}

function tracedRule(rule: Rule, packs: readonly Pack[], result: ScanResult): TracedRule {
  const { id, title, severity, appliesWhen, forEach, row } = rule;
  return {
    id,
    title,
    severity: result.rules.find((each) => each.id === id)?.severity ?? severity,
    ...(appliesWhen === undefined ? {} : { appliesWhen: appliesWhen.source }),
    ...(forEach === undefined ? {} : { forEach: { items: forEach.items.source, as: forEach.as, subject: forEach.subject.source } }),
    ...statementText(rule),
    parameters: parametersOf(id, packs, result.parameters),
    ...(row === undefined ? {} : { row: row.columns }),
  };
}

function parametersOf(ruleId: string, packs: readonly Pack[], set: Selection['parameters']): Readonly<Record<string, unknown>> {
  const pack = packs.find(({ id }) => ruleId.startsWith(`${id}:`));
  const declared = [...(pack?.parameters.declarations ?? [])].map(([name, { default: value }]) => [name, value] as const);
  return { ...Object.fromEntries(declared), ...set[pack?.id ?? ''] };
}

/** A result that was made with another state of the rule's pack. */
function changedPacks(result: ScanResult, packs: readonly Pack[], ruleId: string): readonly string[] {
  const packId = ruleId.split(':')[0];
  const then = result.packs.find(({ id }) => id === packId)?.digest;
  const now = packs.find(({ id }) => id === packId)?.digest;
  if (now === undefined) return [`the pack ${packId} is not loaded, so the expression is not shown; name its folder with --pack`];
  return then === now ? [] : [`the pack ${packId} has changed since the result was made; the expression is that of today`];
}
