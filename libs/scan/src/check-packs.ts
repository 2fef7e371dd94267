import { type ListedCase, listCases, type Pack, rowsWithoutCase } from '@staticfire/evaluate';
import { checkDocument, type FactsBody } from '@staticfire/facts';
import { factCatalogue } from './catalogue.ts';

/** What running the cases of packs showed. */
export interface PackCheck {
  readonly rules: number;
  readonly cases: number;
  /** `rule: case: what is wrong`. */
  readonly failures: readonly string[];
  /** Rules of tables whose row no case runs on; nothing is wrong with them. */
  readonly rowsWithoutCase: readonly string[];
}

const schemas = new Map(factCatalogue.map(({ name, schema }) => [name, schema.json]));

/** Runs every case of every rule. It runs on this thread: for packs whose author is at hand. */
export function checkPacks(packs: readonly Pack[]): PackCheck {
  const cases = packs.flatMap(listCases);
  const failures = cases.flatMap((each) => problemsOf(each).map((problem) => `${each.ruleId}: ${each.name}: ${problem}`));
  return { rules: packs.flatMap(({ rules }) => rules).length, cases: cases.length, failures, rowsWithoutCase: packs.flatMap(rowsWithoutCase) };
}

function problemsOf({ body, expected, evaluate }: ListedCase): readonly string[] {
  const unfit = misfits(body);
  if (unfit.length > 0) return unfit;
  const { verdict, findings, errors } = evaluate();
  const failing = findings.filter((finding) => finding.verdict === 'fail').map(({ subject }) => subject ?? '');
  const { expect, subjects } = expected;
  return [
    ...errors.map((error) => `the rule itself failed: ${error}`),
    ...(verdict === expect ? [] : [`expected ${expect}, is ${verdict}`]),
    ...(subjects === undefined || sameWords(failing, subjects) ? [] : [`expected to fail for ${subjects.join(', ')}, fails for ${failing.join(', ')}`]),
  ];
}

/** Facts of a case that no image could have. */
function misfits({ facts }: FactsBody): readonly string[] {
  return facts.flatMap((fact) => {
    if (fact.state === 'present' && fact.value === undefined) return [`samples.yaml has no ${fact.name}, neither here nor in a required pack`];
    const misfit = fact.state === 'present' ? checkDocument(fact.value, schemas.get(fact.name)!) : undefined;
    return misfit === undefined ? [] : [`${fact.name}${misfit.pointer} ${misfit.message}`];
  });
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
