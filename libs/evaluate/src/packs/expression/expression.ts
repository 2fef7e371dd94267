import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import type { FactDeclaration } from '@staticfire/facts';
import { Environments, type VariableTypes } from './environments.ts';
import { describeError, type ExpressionProblem } from './expression-problem.ts';
import { FactTypes } from './fact-types.ts';
import { lintExpression } from './lint-expression.ts';
import type { RecordType } from './record-type.ts';
import { matchesPattern } from './regular-expression.ts';
import { meterComprehensions, type StepBudget, StepLimitError } from './step-budget.ts';
import { UnreadableError } from './unreadable.ts';

/** What is known of an expression that compiles. */
export interface KnownExpression {
  /** CEL type of the result. */
  readonly type: string;
  /** What it reads: `table.options`, `partitions.entries[*].role`. */
  readonly paths: readonly string[];
}

export interface Expression extends KnownExpression {
  readonly source: string;
  evaluate(variables: Variables, budget: StepBudget): Outcome;
}

/** Variable → converted value, or why it cannot be read. */
export type Variables = ReadonlyMap<string, { readonly value: unknown } | { readonly unreadable: string }>;

export type Outcome =
  | { readonly value: unknown }
  | { readonly unreadable: string }
  /** Anything else that went wrong while running: a bug of the rule. */
  | { readonly error: string };

const LIMITS = { maxAstNodes: 2000, maxDepth: 32 } as const;
const MAX_SOURCE_LENGTH = 8 * 1024;

/** Compiles CEL expressions against the facts of a catalogue (facts/cel.md tells why each check is here). */
export class ExpressionCompiler {
  readonly types: FactTypes;
  readonly #environments: Environments;
  readonly #records = new Map<string, RecordType>();

  /** `deferFrom`: how many entries a list or table has at least, of which only those are converted that a rule looks at. */
  constructor(catalogue: readonly FactDeclaration[], deferFrom = 100) {
    const base = new Environment({ enableOptionalTypes: true, limits: LIMITS });
    base.registerFunction('string.re2(string): bool', matchesPattern);
    this.types = new FactTypes(base, catalogue, deferFrom);
    this.#environments = new Environments(base, this.#records);
  }

  /** Makes a type known that a pack declares; variables may have it from then on. */
  declareRecord(record: RecordType): void {
    this.#records.set(record.name, record);
    this.types.describe(record.name, record.schema);
  }

  /** A name that no record has yet. */
  freshName(word: 'Row' | 'Params'): string {
    return `${word}${this.#records.size + 1}`;
  }

  /** `variables` maps names to CEL types. Problems are returned, not thrown. */
  compile(source: string, variables: VariableTypes): Expression | { readonly problems: readonly ExpressionProblem[] } {
    if (source.length > MAX_SOURCE_LENGTH) return { problems: [{ message: `more than ${MAX_SOURCE_LENGTH} characters`, offset: 0 }] };
    try {
      const { program, type } = checkedProgram(source, this.#environments.exactly(variables));
      const { problems, paths } = lintExpression(program.ast, this.types);
      return problems.length > 0 ? { problems } : { source, type, paths, evaluate: evaluatorOf(program) };
    } catch (error) {
      return { problems: [describeError(error, this.types)] };
    }
  }

  /** An expression of which all is `known`, for it compiled before with the same variables: compiled when it is first evaluated. */
  defer(source: string, variables: VariableTypes, { type, paths }: KnownExpression): Expression {
    let evaluate: Expression['evaluate'] | undefined;
    return {
      ...{ source, type, paths },
      evaluate: (values, budget) => {
        evaluate ??= evaluatorOf(checkedProgram(source, this.#environments.atLeast(variables)).program);
        return evaluate(values, budget);
      },
    };
  }
}

type Program = ReturnType<Environment['parse']>;

/** Throws what is wrong with it. */
function checkedProgram(source: string, environment: Environment): { readonly program: Program; readonly type: string } {
  const program = environment.parse(source);
  const checked = program.check();
  if (!checked.valid) throw checked.error;
  return { program, type: checked.type ?? 'dyn' };
}

function evaluatorOf(program: Program): Expression['evaluate'] {
  let budget: StepBudget | undefined;
  meterComprehensions(program.ast, () => budget?.step());
  return (values, allowance) => {
    budget = allowance;
    return run(() => program(contextOf(values)), allowance);
  };
}

/** Variables as properties; those that cannot be read raise on touch. */
function contextOf(variables: Variables): object {
  const context: Record<string, unknown> = {};
  for (const [name, state] of variables) {
    if ('unreadable' in state) raiseOnTouch(context, name, state.unreadable);
    else context[name] = state.value;
  }
  return context;
}

function raiseOnTouch(context: object, name: string, message: string): void {
  const get = () => {
    throw new UnreadableError({ message });
  };
  Object.defineProperty(context, name, { enumerable: true, get });
}

function run(work: () => unknown, budget: StepBudget): Outcome {
  try {
    const value = work();
    return budget.exceeded ? { error: new StepLimitError().message } : { value };
  } catch (error) {
    if (budget.exceeded) return { error: new StepLimitError().message };
    const unreadable = findUnreadable(error);
    if (unreadable !== undefined) return { unreadable: unreadable.message };
    return { error: error instanceof EvaluationError ? error.summary : String(error) };
  }
}

function findUnreadable(error: unknown): UnreadableError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    if (cause instanceof UnreadableError) return cause;
  }
  return undefined;
}
