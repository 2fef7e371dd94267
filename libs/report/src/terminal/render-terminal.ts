import type { ScanResult } from '@staticfire/findings';
import type { RenderOptions } from '../render-options.ts';
import { describeClosing } from './closing.ts';
import { describeControls } from './controls.ts';
import { describeCoverage } from './coverage.ts';
import { describeDecision } from './decision.ts';
import { describeDeselected } from './deselected.ts';
import { describeFailures } from './failures.ts';
import { describeHeader } from './header.ts';
import { describeNextSteps } from './next-steps.ts';
import { describePacks } from './packs.ts';
import { openPage, type Page } from './page.ts';
import { describeNotApplicable, describePasses } from './rule-lists.ts';
import { describeRuleErrors, describeUnknowns } from './unknowns.ts';
import { describeUserData } from './user-data.ts';
import { describeWaivers } from './waivers.ts';

/** What was scanned and the decision, then what is wrong, what could not be read, what is fine, what to do next; the gate and its exit code end it. */
export function* renderTerminal(result: ScanResult, options: RenderOptions = {}): Generator<string> {
  let between = '';
  for (const lines of describeSections(openPage(options), result, options)) {
    let before = between;
    for (const line of lines) {
      yield `${before}${line}\n`;
      before = '';
      between = '\n';
    }
  }
}

function* describeSections(page: Page, result: ScanResult, options: RenderOptions): Generator<Iterable<string>> {
  yield describeHeader(page, result);
  yield describeDecision(page, result);
  yield describeUserData(page, result);
  yield describeFailures(page, result);
  yield describeUnknowns(page, result);
  yield describeRuleErrors(page, result);
  yield describeControls(page, result);
  yield describePacks(page, result);
  yield describeDeselected(page, result);
  yield describeWaivers(page, result);
  yield describeNotApplicable(page, result);
  yield describePasses(page, result);
  yield describeCoverage(page, result);
  yield describeNextSteps(page, result, options);
  yield describeClosing(page, result, options);
}
