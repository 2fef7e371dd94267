import type { RuleText, ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { type Page, paragraph, plural } from './page.ts';
import { describeRows } from './rule-lists.ts';
import { describeSeverity } from './severity.ts';
import { textWidth } from './text-width.ts';

const DIGITS = 12;

/** What the user data made of the image's own verdicts: every rule and control that they turn, and how many rules they were asked for. */
export function describeUserData(page: Page, { userData, rules, controls }: ScanResult): string[] {
  if (userData === undefined) return [];
  const judged = rules.filter(({ decided }) => decided === 'user-data');
  const turnedRules = judged.filter(({ imageVerdict, verdict }) => imageVerdict !== verdict);
  const turnedControls = controls
    .filter(({ decided, imageStatus, evidenceStatus }) => decided === 'user-data' && imageStatus !== evidenceStatus)
    .map(({ packId, id, imageStatus, evidenceStatus }) => ({ id: `${packId}/${id}`, imageVerdict: imageStatus, verdict: evidenceStatus }));
  const counts = `${plural(judged.length, 'rule')} judged with user data; other than on the image alone: ${plural(turnedRules.length, 'rule')}, ${plural(turnedControls.length, 'control')}`;
  const heading = `USER DATA  ${printable(userData.path)} (sha256 ${printable(userData.sha256.slice(0, DIGITS))}…)`;
  return [
    ...paragraph(page, 0, heading).map((line) => page.paint(line, 'bold')),
    ...paragraph(page, 2, counts),
    ...describeRows(page, [...turnedRules, ...turnedControls], ({ imageVerdict, verdict }) => `${imageVerdict} on the image, ${verdict} with user data`),
  ];
}

/** Severity and id of a rule, and beside them that user data decided; below where that does not fit. */
export function describeRuleHead(page: Page, rule: RuleText): string[] {
  const head = `  ${describeSeverity(page, rule.severity)}  ${printable(rule.id)}`;
  if (rule.decided === 'image') return [head];
  const note = `(judged with user data${rule.imageVerdict === rule.verdict ? '' : `; ${rule.imageVerdict} on the image alone`})`;
  return textWidth(`  CRITICAL  ${printable(rule.id)}  ${note}`) <= page.width ? [`${head}  ${note}`] : [head, ...paragraph(page, 4, note)];
}
