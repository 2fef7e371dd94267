import type { Gate, ScanResult } from '@staticfire/findings';
import { gateWords } from '../gate-words.ts';
import { tallyFindings } from '../tally.ts';
import { plural } from '../terminal/page.ts';
import { code } from './markdown-text.ts';
import { fixed, row, type Section } from './section.ts';

const MAX_IDS = 20;

/** The decision, what decides it, and the counts that every report tells. */
export function describeVerdict(result: ScanResult): Section {
  const { tool, gate, rules, counts } = result;
  const tally = tallyFindings(result);
  const columns = ['', 'fail', 'waived', 'unknown', 'pass', 'not applicable'];
  const open = [
    `## ${tool.name}: ${gateWords[gate.verdict]}\n\n`,
    `Gate ${gate.verdict} (\`--fail-on ${gate.failOn}\`), exit code ${gate.exitCode}.\n`,
    ...describeReasons(gate),
    `\n${row(columns)}${row(columns.map(() => '---'))}`,
    row([plural(result.findings.length, 'finding'), ...(['fail', 'waived', 'unknown', 'pass', 'not-applicable'] as const).map((kind) => String(tally[kind]))]),
    row([plural(rules.length, 'rule'), String(counts.fail), '', String(counts.unknown), String(counts.pass), String(counts['not-applicable'])]),
  ];
  return fixed(open.join(''));
}

function describeReasons({ failing, unknown, waived }: Gate): readonly string[] {
  const reasons = [
    ['failed', failing],
    ['could not be decided', unknown],
    ['failed and waived', waived],
  ] as const;
  const told = reasons.filter(([, ids]) => ids.length > 0).map(([what, ids]) => `- ${plural(ids.length, 'rule')} ${what}: ${listIds(ids)}\n`);
  return told.length === 0 ? [] : ['\n', ...told];
}

function listIds(ids: readonly string[]): string {
  const hidden = ids.length - MAX_IDS;
  return `${ids
    .slice(0, MAX_IDS)
    .map((id) => code(id))
    .join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`;
}
