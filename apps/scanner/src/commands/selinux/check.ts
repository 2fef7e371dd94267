import { openCheckedPolicy, openPolicy } from '@staticfire/scan/selinux';
import { ExitCode } from '../../exit-code.ts';
import { UsageError } from '../../failure.ts';
import { refuseBank } from './ask-policy.ts';
import type { CheckFile, NamedCheck } from './check-file.ts';
import { type CheckResult, decideCheck } from './decide-check.ts';
import { planPolicyImage } from './plan-policy-image.ts';
import type { ProofOptions } from './policy-options.ts';
import { withRules } from './rule-lines.ts';
import { sortByText } from './sort-by-text.ts';
import { writeAnswer } from './write-answer.ts';

export interface CheckOptions extends Omit<ProofOptions, 'conditions'> {
  readonly sechecker?: string;
  readonly assertions?: string;
  readonly baseline?: string;
}

/** Decides every check of a file about a policy. The exit code is 1 when one fails, else 3 when one cannot be decided. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const file = await readChecks(options);
  const checked = await openCheckedPolicy(await planPolicyImage(paths, options), options.bank, () => neededFacts(file.checks));
  const baseline = options.baseline === undefined ? undefined : await openPolicy(await planPolicyImage([options.baseline], options), options.bank);
  refuseBank(baseline === undefined ? [checked] : [checked, baseline], options);
  const { classMaps } = file;
  const data = checked.data({ ...(classMaps === undefined ? {} : { classMaps }), ...(baseline === undefined ? {} : { baseline: baseline.policy }) });
  const results = await Promise.all(file.checks.map((each) => decideCheck(checked.policy, each, data)));
  const checks = options.brief ? results.map(withoutRules) : results;
  const counts = countsOf(checks);
  const places = { policy: checked.place, ...(baseline === undefined ? {} : { baseline: baseline.place }) };
  await writeAnswer(options.format, { ...places, checks: sortByText(checks, ({ name }) => name), counts }, () => lines(checks, counts));
  if (counts.fail > 0) return ExitCode.failed;
  return counts.unknown > 0 ? ExitCode.inconclusive : ExitCode.passed;
}

async function readChecks({ sechecker, assertions }: CheckOptions): Promise<CheckFile> {
  if (sechecker !== undefined && assertions !== undefined) throw new UsageError('--sechecker and --assertions do not go together');
  if (sechecker !== undefined) return (await import('./read-sechecker-file.ts')).readSecheckerFile(sechecker);
  if (assertions !== undefined) return (await import('./read-assertion-file.ts')).readAssertionFile(assertions);
  throw new UsageError('what to check is not said: --sechecker or --assertions names a file');
}

async function neededFacts(checks: readonly NamedCheck[]): Promise<readonly string[]> {
  const { ASSERTION_FACTS } = await import('@staticfire/evaluate/packs');
  return checks.flatMap(({ assertion, disabled }) => (disabled === undefined ? (ASSERTION_FACTS[assertion.assert] ?? []) : []));
}

function withoutRules({ violations, ...result }: CheckResult): CheckResult {
  return violations === undefined ? result : { ...result, violations: violations.map(({ rules: _, ...violation }) => violation) };
}

function countsOf(checks: readonly CheckResult[]): Readonly<Record<CheckResult['verdict'], number>> {
  const counts = { pass: 0, fail: 0, unknown: 0, disabled: 0 };
  for (const { verdict } of checks) counts[verdict]++;
  return counts;
}

function* lines(checks: readonly CheckResult[], { pass, fail, unknown, disabled }: ReturnType<typeof countsOf>): Generator<string> {
  for (const each of checks) yield* checkLines(each);
  yield `${checks.length} checks: ${pass} pass, ${fail} fail, ${unknown} unknown, ${disabled} disabled`;
}

function* checkLines({ name, description, verdict, violations = [], total = 0, reason }: CheckResult): Generator<string> {
  yield `${verdict.toUpperCase()} ${name}${verdict === 'fail' ? ` (violations: ${total})` : ''}`;
  if (verdict !== 'pass' && description !== undefined) yield `  ${description.replaceAll(/\s+/g, ' ')}`;
  if (reason !== undefined) yield `  ${reason}`;
  for (const { subject, message, denied, rules } of violations) {
    const why = denied === undefined ? '' : `: ${denied}`;
    for (const line of withRules(`${subject}: ${message}${why}`, rules)) yield `  ${line}`;
  }
  if (total > violations.length) yield `  and ${total - violations.length} more`;
}
