import { type CaseFailure, findRule, runCases } from '@staticfire/evaluate/authoring';
import { printable, renderJsonText } from '@staticfire/report';
import { ExitCode } from '../../exit-code.ts';
import { findNamedPacks, loadFiles } from '../../load-policies.ts';

const MAX_LINE = 1000;
const MAX_FINDINGS = 5;

export interface TestOptions {
  readonly format: 'text' | 'json';
  /** Run the cases of this rule alone. */
  readonly rule?: string;
}

/** Runs the cases of packs; exit 1 when one does not come out as expected. Throws PackLoadError when a pack is invalid. */
export function test(folders: readonly string[], { format, rule }: TestOptions): ExitCode {
  const { files, isNamed } = findNamedPacks(folders);
  const packs = loadFiles(files).filter(isNamed);
  const only = rule === undefined ? undefined : findRule(packs, rule).id;
  const run = runCases(packs, (id) => only === undefined || id === only);
  const { rules, cases, failures } = run;
  const closing = `${rules} rules, ${cases} cases: ${cases - failures.length} as expected, ${failures.length} not\n`;
  process.stdout.write(format === 'json' ? renderJsonText(run) : `${failures.map(renderFailure).join('')}${closing}`);
  return failures.length === 0 ? ExitCode.passed : ExitCode.failed;
}

function renderFailure({ ruleId, name, problems, findings }: CaseFailure): string {
  const found = findings
    .slice(0, MAX_FINDINGS)
    .map(({ title, subject, reason }) => `found: ${title}${subject === undefined ? '' : ` (${subject})`}${reason === undefined ? '' : `, because ${reason}`}`);
  const more = findings.length > MAX_FINDINGS ? [`… and ${findings.length - MAX_FINDINGS} findings more`] : [];
  const lines = [`${ruleId}: ${name}`, ...[...problems, ...found, ...more].map((line) => `  ${line}`)];
  return `${lines.map((line) => printable(line, MAX_LINE)).join('\n')}\n`;
}
