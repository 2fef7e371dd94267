import type { ASTNode } from '@marcbachmann/cel-js';

/** Evaluation steps that one rule may take: comprehension iterations. */
export const MAX_STEPS = 2_000_000;

export class StepLimitError extends Error {
  override readonly name = 'StepLimitError';

  constructor() {
    super(`the expression took more than ${MAX_STEPS} steps`);
  }
}

/** Counts down over all expressions of a rule. `||` may absorb the error, so check `exceeded` afterwards. */
export class StepBudget {
  exceeded = false;
  #left = MAX_STEPS;

  step(): void {
    if (this.#left-- > 0) return;
    this.exceeded = true;
    throw new StepLimitError();
  }
}

/** What cel-js keeps in an AST node after checking; not part of its documented interface, so its version is pinned. */
interface InternalNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta?: { readonly alternate?: unknown; readonly macro?: unknown };
}

interface ComprehensionArgs {
  condition?: (accumulator: unknown) => unknown;
}

/** Makes every iteration of every comprehension below `ast` call `step`. */
export function meterComprehensions(ast: ASTNode, step: () => void): void {
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isNode(value) && value.op === 'comprehension') meter(value.args as ComprehensionArgs, step);
    if (isNode(value)) {
      visit(value.meta?.alternate);
      visit(value.meta?.macro);
      visit(value.args);
    } else for (const member of Object.values(value)) visit(member);
  };
  visit(ast);
}

function meter(args: ComprehensionArgs, step: () => void): void {
  const { condition } = args;
  args.condition = (accumulator) => {
    step();
    return condition === undefined ? true : condition(accumulator);
  };
}

function isNode(value: object): value is InternalNode {
  return 'op' in value && 'args' in value;
}
