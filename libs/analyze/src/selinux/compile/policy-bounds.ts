import { type CilStatement, type CilSymbols, nameAt, wrong } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';

const MAX_STEPS = 10_000_000;

/** By the place of what is bounded, the place of what bounds it. Something that is bounded twice, and a circle of bounds, are a FormatError. */
export function readBounds(statements: readonly CilStatement[], symbols: CilSymbols): ReadonlyMap<number, number> {
  const bounds = new Map<number, number>();
  const budget = new WorkBudget('chains of bounds', MAX_STEPS);
  for (const statement of statements) {
    const [parent, child] = [symbols.place(nameAt(statement, 0), statement), symbols.place(nameAt(statement, 1), statement)];
    if (bounds.has(child)) throw wrong(statement, nameAt(statement, 1), 'a name that is bounded once');
    for (let outer: number | undefined = parent; outer !== undefined; outer = bounds.get(outer)) {
      budget.spend(1);
      if (outer === child) throw wrong(statement, nameAt(statement, 1), 'nothing that bounds itself');
    }
    bounds.set(child, parent);
  }
  return bounds;
}
