import { lintPacks } from '@staticfire/evaluate/authoring';
import { collectPacks, describeProblem, type Pack, type PackProblem, sortProblems } from '@staticfire/evaluate/packs';
import { printable, renderJsonText } from '@staticfire/report';
import { factCatalogue } from '@staticfire/scan/judge';
import { ExitCode } from '../../exit-code.ts';
import { findNamedPacks } from '../../load-policies.ts';

const MAX_LINE = 2000;

/** Checks packs and prints everything that is wrong with its place, then what deserves a look; exit 2 when something is wrong. */
export function lint(folders: readonly string[], { format }: { readonly format: 'text' | 'json' }): ExitCode {
  const { files, isNamed } = findNamedPacks(folders);
  const found: PackProblem[] = [];
  const all = collectPacks(files, factCatalogue, found);
  const packs = all.filter(isNamed);
  const problems = sortProblems(found);
  // A pack that does not compile would be warned of for what it lacks.
  const warnings = problems.length > 0 ? [] : sortProblems(lintPacks(packs, all));
  process.stdout.write(format === 'json' ? renderJsonText({ packs: packs.map(summarise), problems, warnings }) : renderText(packs, problems, warnings));
  return problems.length > 0 ? ExitCode.usage : ExitCode.passed;
}

function summarise({ id, version, rules, controls, profiles }: Pack) {
  return { id, version, rules: rules.length, controls: controls.length, profiles: profiles.length };
}

function renderText(packs: readonly Pack[], problems: readonly PackProblem[], warnings: readonly PackProblem[]): string {
  const lines = [
    ...problems.map((problem) => printable(describeProblem(problem), MAX_LINE)),
    ...warnings.map(({ file, line, column, message }) => printable(`${file}:${line}:${column}: warning: ${message}`, MAX_LINE)),
    ...packs.map(summarise).map((pack) => `${printable(pack.id)} ${pack.version}: ${pack.rules} rules, ${pack.controls} controls, ${pack.profiles} profiles`),
    `${problems.length} problems, ${warnings.length} warnings`,
  ];
  return `${lines.join('\n')}\n`;
}
