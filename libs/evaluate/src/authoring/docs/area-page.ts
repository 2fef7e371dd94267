import type { RuleExplanation } from '../rule-explanation.ts';
import { code, prose } from './markdown.ts';
import type { PackPages } from './page-links.ts';
import { cases, join, rowSection, ruleSection, templateSection } from './rule-section.ts';

/** The reference of the rules of one area, or of one table: a section with an anchor for each. */
export function areaPage(area: string, packTitle: string, rules: readonly RuleExplanation[], pages: PackPages): string {
  const [first] = rules;
  const title = `# ${prose(packTitle)}: ${prose(area)}`;
  if (first?.row === undefined) return join([title, ...rules.map((rule) => ruleSection(rule, pages))]);
  const all = rules.flatMap((rule) => rule.cases);
  const intro = `Each of the ${rules.length} rules below is a row of ${code(`tables/${area}.yaml`)}, judged by one expression.`;
  return join([title, intro, templateSection(first), cases(all, true), ...rules.map((rule) => rowSection(rule, pages))]);
}
