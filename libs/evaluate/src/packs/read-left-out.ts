import type { LeftOut } from './left-out.ts';
import type { PackDocument } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';

type LeftOutText = Omit<LeftOut, 'references'> & Partial<Pick<LeftOut, 'references'>>;

/** What a schema-checked `left-out.yaml` lists: no id twice, and none that is a rule's. */
export function readLeftOut(document: PackDocument, ruleNames: ReadonlySet<string>, problems: PackProblem[]): readonly LeftOut[] {
  const { leftOut } = document.value as { readonly leftOut: readonly LeftOutText[] };
  const ids = new Set<string>();
  for (const [index, { id }] of leftOut.entries()) {
    const report = (message: string) => problems.push(document.problem(['leftOut', index, 'id'], message));
    if (ids.has(id)) report(`${id} is left out twice`);
    if (ruleNames.has(id)) report(`there is a rule ${id}; it is not left out`);
    ids.add(id);
  }
  return leftOut.map((each) => ({ ...each, references: each.references ?? {} }));
}
