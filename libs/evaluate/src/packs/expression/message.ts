import type { Expression, ExpressionCompiler, Variables } from './expression.ts';
import type { ExpressionProblem } from './expression-problem.ts';
import type { StepBudget } from './step-budget.ts';
import { typeWords } from './type-words.ts';

/** A text with values filled in. */
export interface Message {
  readonly source: string;
  render(variables: Variables, budget: StepBudget): string;
}

const PRINTABLE_TYPES = ['string', 'int', 'double', 'bool'];

/** `text {expression} text`; `{{` and `}}` are braces. The expressions named in `joined` are lists of strings, shown with commas. */
export function compileMessage(
  source: string,
  compiler: ExpressionCompiler,
  variables: ReadonlyMap<string, string>,
  joined: ReadonlySet<string> = new Set(),
): Message | { readonly problems: readonly ExpressionProblem[] } {
  const parts: (string | Expression)[] = [];
  for (const piece of source.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [text, expression] = piece;
    if (text === '{' || text === '}') return { problems: [{ message: `'${text}' is not paired; write {{ or }} for a brace`, offset: piece.index }] };
    if (expression === undefined) {
      parts.push(text === '{{' ? '{' : text === '}}' ? '}' : text);
      continue;
    }
    const compiled = compiler.compile(joined.has(expression) ? `${expression}.join(", ")` : expression, variables);
    if ('problems' in compiled) return { problems: compiled.problems.map((problem) => ({ ...problem, offset: piece.index + 1 + problem.offset })) };
    if (!PRINTABLE_TYPES.includes(compiled.type))
      return { problems: [{ message: `${typeWords(compiled.type)} cannot be shown in a text`, offset: piece.index + 1 }] };
    parts.push(compiled);
  }
  return { source, render: (values, budget) => parts.map((part) => (typeof part === 'string' ? part : fill(part, values, budget))).join('') };
}

/** A text that a build has checked: compiled when it is first shown. */
export function deferMessage(source: string, compile: () => Message | { readonly problems: readonly ExpressionProblem[] }): Message {
  let compiled: Message | undefined;
  return {
    source,
    render(values, budget) {
      if (compiled === undefined) {
        const result = compile();
        if ('problems' in result) throw new Error(`${source}: ${result.problems[0]?.message}`);
        compiled = result;
      }
      return compiled.render(values, budget);
    },
  };
}

function fill(expression: Expression, variables: Variables, budget: StepBudget): string {
  const outcome = expression.evaluate(variables, budget);
  return 'value' in outcome ? String(outcome.value) : '(unreadable)';
}
