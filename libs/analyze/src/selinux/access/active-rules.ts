import { type Conditional, conditionalOperators, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** Which conditional rules count: those of every branch; of the branches that the booleans' states in the policy choose; or with some booleans set otherwise. */
export type Conditions = 'any' | 'default' | ReadonlyMap<string, boolean>;

/** Marks by `RuleTable.conditional` the branches whose rules count; undefined when all do. */
export type ActiveBranches = Uint8Array | undefined;

/** The branches that count. Booleans that the policy does not have are ignored. */
export function activeBranches({ conditionals, booleans }: SelinuxPolicy, conditions: Conditions): ActiveBranches {
  if (conditions === 'any') return undefined;
  const states = new Uint8Array(booleans.maxValue + 1);
  for (const { name, value, state } of booleans.records) {
    const chosen = conditions === 'default' ? undefined : conditions.get(name);
    states[value] = Number(chosen ?? state === 1);
  }
  const branches = new Uint8Array(2 * conditionals.length);
  conditionals.forEach((conditional, index) => {
    branches[2 * index + (isTrue(conditional, states) ? 0 : 1)] = 1;
  });
  return branches;
}

/** Whether a rule with this `conditional` counts. */
export function isActive(branches: ActiveBranches, conditional: number): boolean {
  return conditional < 0 || branches === undefined || branches[conditional] === 1;
}

/** The value of a conditional's expression; `states` are 0 or 1 by the boolean's value. */
export function isTrue({ expression }: Pick<Conditional, 'expression'>, states: ArrayLike<number>): boolean {
  const stack: boolean[] = [];
  for (const { operator, boolean } of expression) {
    if (operator === conditionalOperators.boolean) stack.push(states[boolean] === 1);
    else if (operator === conditionalOperators.not) stack.push(!stack.pop());
    else stack.push(combine(operator, stack.pop()!, stack.pop()!));
  }
  return stack[0]!;
}

function combine(operator: number, right: boolean, left: boolean): boolean {
  if (operator === conditionalOperators.and) return left && right;
  if (operator === conditionalOperators.or) return left || right;
  return operator === conditionalOperators.equal ? left === right : left !== right;
}
