import type { Finding, ScanResult } from '@staticfire/findings';
import { tallyFindings } from '../tally.ts';
import { runProperties } from './run-properties.ts';
import { renderTestCase } from './test-case.ts';
import { xmlAttributes } from './xml-text.ts';

/**
 * JUnit XML as Jenkins, GitLab and GitHub's viewers read it (elements and attributes of Jenkins' junit-10.xsd): a suite for each pack
 * with findings, a test case for each finding. No times: nothing runs.
 */
export function* renderJunit(result: ScanResult): Generator<string> {
  const { fail, unknown } = tallyFindings(result);
  const { tool, findings } = result;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${xmlAttributes({ name: tool.name, tests: findings.length, failures: fail, errors: unknown })}>\n`;
  for (const [name, own] of groupByPack(result)) yield* renderSuite(result, name, own);
  yield '</testsuites>\n';
}

/** Suites in the order of packs; without any finding one that has none, so that readers find a suite. */
function groupByPack({ packs, findings, tool }: ScanResult): readonly (readonly [name: string, findings: readonly Finding[]])[] {
  const groups = Map.groupBy(findings, ({ ruleId }) => ruleId.split(':', 1)[0]!);
  const order = new Set([...packs.map(({ id }) => id), ...groups.keys()]);
  const suites = [...order].flatMap((name) => (groups.has(name) ? [[name, groups.get(name)!] as const] : []));
  return suites.length === 0 ? [[tool.name, []]] : suites;
}

function* renderSuite(result: ScanResult, name: string, findings: readonly Finding[]): Generator<string> {
  const tally = tallyFindings({ ...result, findings });
  const timestamp = result.day === undefined ? undefined : `${result.day}T00:00:00`;
  const skipped = tally.waived + tally['not-applicable'];
  yield `  <testsuite${xmlAttributes({ name, tests: findings.length, failures: tally.fail, errors: tally.unknown, skipped, timestamp })}>\n`;
  yield '    <properties>\n';
  for (const [property, value] of runProperties(result)) yield `      <property${xmlAttributes({ name: property, value })}/>\n`;
  yield '    </properties>\n';
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  for (const finding of findings) yield renderTestCase(result, finding, rules.get(finding.ruleId));
  yield '  </testsuite>\n';
}
