import { type Filter, type Grouping, matches } from './filter.ts';
import { compareNaturally, orderBy } from './order.ts';
import { type RuleOnPage, rulesOf } from './rules.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

export interface Shown {
  readonly rules: number;
  readonly findings: number;
  readonly ofRules: number;
  readonly ofFindings: number;
}

/** A list of rules that can be filtered, grouped and sorted in place. */
export class RuleList {
  readonly #box: Element;
  readonly #rules: readonly RuleOnPage[];
  readonly #homes: readonly Element[];
  readonly #noMatch: HTMLElement | null;
  #layout = 'state severity';

  constructor(box: Element) {
    this.#box = box;
    this.#rules = rulesOf(box);
    this.#homes = [...box.querySelectorAll('.group')];
    this.#noMatch = box.parentElement?.querySelector<HTMLElement>('.no-match') ?? null;
  }

  apply(filter: Filter): Shown {
    this.#arrange(filter);
    const shown = this.#rules.map((rule) => showRule(rule, filter));
    for (const group of this.#box.querySelectorAll<HTMLElement>('.group')) showGroup(group);
    const rules = shown.filter((count) => count !== undefined).length;
    if (this.#noMatch !== null) this.#noMatch.hidden = rules > 0 || this.#rules.length === 0;
    return {
      rules,
      findings: shown.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      ofRules: this.#rules.length,
      ofFindings: this.#rules.reduce((sum, { count }) => sum + count, 0),
    };
  }

  /** Moves rules only when another grouping or order is asked for. */
  #arrange({ group, sort }: Filter): void {
    const layout = `${group} ${sort}`;
    if (layout === this.#layout) return;
    this.#layout = layout;
    const sorted = [...this.#rules].sort(orderBy(sort));
    if (group === 'state') {
      for (const { home, element } of sorted) home.append(element);
      this.#box.replaceChildren(...this.#homes);
    } else this.#box.replaceChildren(...groupsOf(sorted, group));
  }
}

/** Its heading counts what it shows; all of it as it was first told. */
function showGroup(group: HTMLElement): void {
  const all = group.querySelectorAll('.rule').length;
  const shown = group.querySelectorAll('.rule:not([hidden])').length;
  const count = group.querySelector<HTMLElement>('.count');
  group.hidden = shown === 0;
  if (count === null) return;
  count.dataset['all'] ??= count.textContent;
  count.textContent = shown === all ? (count.dataset['all'] ?? '') : `${shown} of ${all} rules`;
}

/** Hides what does not match. Undefined: nothing of the rule is left, else how many findings are. */
function showRule(rule: RuleOnPage, filter: Filter): number | undefined {
  let count = 0;
  for (const finding of rule.findings) {
    const shown = matches(filter, finding.describe());
    finding.element.hidden = !shown;
    if (shown) count += 1;
  }
  const shown = rule.findings.length === 0 ? matches(filter, rule.own) : count > 0;
  rule.element.hidden = !shown;
  return shown ? count : undefined;
}

function groupsOf(rules: readonly RuleOnPage[], grouping: Exclude<Grouping, 'state'>): readonly Element[] {
  const groups = Map.groupBy(rules, (rule) => keyOf(rule, grouping));
  const keys = [...groups.keys()].sort(grouping === 'severity' ? (a, b) => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b) : compareNaturally);
  return keys.map((key) => groupElement(key, groups.get(key) ?? []));
}

/** A rule under several controls stands under the first; its card names the others. */
function keyOf({ severity, area, pack, controls }: RuleOnPage, grouping: Exclude<Grouping, 'state'>): string {
  return { severity, area: `${pack}: ${area}`, pack, control: controls[0] ?? 'no control' }[grouping];
}

function groupElement(key: string, rules: readonly RuleOnPage[]): Element {
  const group = document.createElement('section');
  group.className = 'group';
  const heading = document.createElement('h3');
  const count = document.createElement('span');
  count.className = 'count';
  count.textContent = `${rules.length} rule${rules.length === 1 ? '' : 's'}`;
  heading.append(key, count);
  group.append(heading, ...rules.map(({ element }) => element));
  return group;
}
