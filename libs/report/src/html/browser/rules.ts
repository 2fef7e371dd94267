import type { Described } from './filter.ts';
import type { Sortable } from './order.ts';

/** A rule of the page, with its findings. */
export interface RuleOnPage extends Sortable {
  readonly element: HTMLDetailsElement;
  readonly pack: string;
  readonly area: string;
  readonly controls: readonly string[];
  /** What stands for the rule itself when it has no finding. */
  readonly own: Described;
  readonly findings: readonly FindingOnPage[];
  /** The group that the page was written with. */
  readonly home: Element;
}

export interface FindingOnPage {
  readonly element: HTMLElement;
  /** Its text is read when it is asked for first: most readers never search. */
  describe(): Described;
}

export function rulesOf(list: Element): readonly RuleOnPage[] {
  return [...list.querySelectorAll<HTMLDetailsElement>('details.rule')].map(readRule);
}

function readRule(element: HTMLDetailsElement): RuleOnPage {
  const { severity = '', pack = '', area = '', id = '', controls = '', state = '' } = element.dataset;
  const head = element.querySelector('summary')?.textContent.toLowerCase() ?? '';
  const findings = [...element.querySelectorAll<HTMLElement>('details.finding')].map((finding) => readFinding(finding, { severity, pack, text: head }));
  return {
    element,
    severity,
    id,
    pack,
    area,
    controls: controls === '' ? [] : controls.split('|'),
    title: element.querySelector('.title')?.textContent ?? '',
    count: findings.length,
    own: { severity, pack, state, text: head },
    findings,
    home: element.parentElement ?? element,
  };
}

function readFinding(element: HTMLElement, rule: Omit<Described, 'state'>): FindingOnPage {
  let known: Described | undefined;
  return {
    element,
    describe: () => {
      known ??= { ...rule, state: element.dataset['state'] ?? '', text: `${rule.text} ${element.textContent.toLowerCase()}` };
      return known;
    },
  };
}
