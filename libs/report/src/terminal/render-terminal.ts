import type { ScanResult } from '@staticfire/findings';
import type { RenderOptions } from '../render-options.ts';
import { describeClosing } from './closing.ts';
import { describeControls } from './controls.ts';
import { describeDecision } from './decision.ts';
import { describeDeselected } from './deselected.ts';
import { describeFailures } from './failures.ts';
import { describeHeader } from './header.ts';
import { openPage } from './page.ts';
import { describeNotApplicable, describePasses } from './rule-lists.ts';
import { describeRuleErrors, describeUnknowns } from './unknowns.ts';
import { describeUserData } from './user-data.ts';
import { describeWaivers } from './waivers.ts';

/** What was scanned and the decision, then what is wrong, what could not be read, what is fine; the gate and its exit code end it. */
export function renderTerminal(result: ScanResult, options: RenderOptions = {}): string {
  const page = openPage(options);
  const sections = [
    describeHeader(page, result),
    describeDecision(page, result),
    describeUserData(page, result),
    describeFailures(page, result),
    describeUnknowns(page, result),
    describeRuleErrors(page, result),
    describeControls(page, result),
    describeDeselected(page, result),
    describeWaivers(page, result),
    describeNotApplicable(page, result),
    describePasses(page, result),
    describeClosing(page, result),
  ];
  const written = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}
