import type { ScanResult } from '@staticfire/findings';
import type { RenderOptions } from '../render-options.ts';
import { listLeftOut, tableControls, tableDeselected, tablePacks, tableWaivers } from './decisions.ts';
import { groupFindings, listNotApplicable, listOpen, listPasses, tableFailures, tableUnknowns } from './findings.ts';
import { describeImage, listCoverage } from './image.ts';
import { code, prose } from './markdown-text.ts';
import { MAX_SUMMARY } from './max-summary.ts';
import { fitSections, type Section, table } from './section.ts';
import { describeVerdict } from './verdict.ts';

const MAX_MESSAGE = 400;

/**
 * GitHub Flavored Markdown for the summary of a job: the verdict and what decides it, what failed, the image, and the rest on a click. What
 * does not fit into `maxBytes` is left out from the least severe on, and counted.
 */
export function renderMarkdown(result: ScanResult, { maxBytes = MAX_SUMMARY }: RenderOptions = {}): Iterable<string> {
  const failures = groupFindings(result, 'fail');
  const unknowns = groupFindings(result, 'unknown');
  const sections = [
    describeVerdict(result),
    ...tableFailures(failures),
    ...tableUnknowns(unknowns),
    ...tableWaivers(result),
    ...tableDeselected(result),
    ...tableRuleErrors(result),
    ...tableControls(result),
    ...tablePacks(result),
    describeImage(result),
    ...listCoverage(result),
    ...listPasses(result),
    ...listNotApplicable(groupFindings(result, 'not-applicable')),
    ...listLeftOut(result),
    ...listOpen(failures, unknowns),
  ];
  return fitSections(sections, maxBytes);
}

function tableRuleErrors({ ruleErrors }: ScanResult): Section[] {
  const rows = ruleErrors.map(({ ruleId, message }) => () => [code(ruleId), prose(message, MAX_MESSAGE)]);
  return table('Bugs in rules: please report them to the author of the pack', ['rule', 'error'], rows, 'error');
}
