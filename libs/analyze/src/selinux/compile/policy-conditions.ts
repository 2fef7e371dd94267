import { type Conditional, type ConditionalNode, conditionalOperators, type SelinuxBoolean } from '@staticfire/read/formats/selinux-policy';
import { isTrue } from '../access/active-rules.ts';
import {
  type CilProgram,
  type CilStatement,
  CilTable,
  checkSyntax,
  conditionBranches,
  conditionNodes,
  isTrueAt,
  operandAt,
  reservedWords,
  statementsIn,
  unsupported,
  wrong,
} from '../cil/index.ts';
import { booleansOf, MAX_TABLE_BOOLEANS, truthTable } from '../truth-table.ts';

/** The rules of one branch of a booleanif. */
export interface ConditionalBranch {
  /** Twice the index of the conditional, plus 1 for the branch for false. */
  readonly conditional: number;
  readonly statements: readonly CilStatement[];
}

/** libsepol `COND_EXPR_MAXDEPTH`. */
const MAX_DEPTH = 10;
/** What a condition may be about (libsepol cil_verify.c, `__cil_verify_booleanif_helper`). */
const RULES = ['allow', 'auditallow', 'dontaudit', 'typetransition', 'typechange', 'typemember'];

/** Booleans, and the conditionals that depend on them. */
export class PolicyConditions {
  readonly booleans: readonly SelinuxBoolean[];
  readonly conditionals: readonly Conditional[];
  /** In the order in which compilers look at them. */
  readonly branches: readonly ConditionalBranch[];

  constructor(program: CilProgram) {
    const table = new CilTable<SelinuxBoolean>('a boolean that is declared', program.blocks, reservedWords.ofConditions);
    this.booleans = program.all('boolean').map((statement, place) => {
      const state = Number(isTrueAt(statement, 1));
      return table.declare(statement, (name) => ({ name, value: place + 1, isAlias: false, state, offset: 0 }));
    });
    const conditionals = new Map<string, Conditional>();
    const indexes = new Map<string, number>();
    this.branches = program.all('booleanif').flatMap((statement) => {
      const expression = conditionNodes(operandAt(statement, 0), statement, (name) => table.get(name, statement).value);
      checkDepth(expression, statement);
      const isNegated = expression.at(-1)!.operator === conditionalOperators.not;
      const normal = isNegated ? expression.slice(0, -1) : expression;
      const key = keyOf(normal);
      if (!conditionals.has(key)) {
        indexes.set(key, conditionals.size);
        conditionals.set(key, this.#conditional(normal));
      }
      return branchesOf(statement, indexes.get(key)!, isNegated);
    });
    this.conditionals = [...conditionals.values()];
  }

  #conditional(expression: readonly ConditionalNode[]): Conditional {
    const states = [0, ...this.booleans.map(({ state }) => state)];
    return { currentState: Number(isTrue({ expression }, states)), expression, offset: 0 };
  }
}

function branchesOf(statement: CilStatement, index: number, isNegated: boolean): ConditionalBranch[] {
  const branches = conditionBranches(statement);
  const lists = isNegated ? [branches.false, branches.true] : [branches.true, branches.false];
  return lists.map((list, branch) => ({ conditional: 2 * index + branch, statements: statementsIn(list, statement).map(checkedRule) }));
}

function checkedRule(statement: CilStatement): CilStatement {
  const { keyword } = statement;
  if (keyword === 'tunableif' || keyword === 'call') throw unsupported(statement, `the statement ${keyword} in a booleanif is not compiled`);
  if (!RULES.includes(keyword)) throw wrong(statement, undefined, 'a rule that may depend on booleans');
  checkSyntax(statement);
  return statement;
}

function checkDepth(expression: readonly ConditionalNode[], statement: CilStatement): void {
  let depth = 0;
  for (const { operator } of expression) {
    if (operator === conditionalOperators.boolean) depth++;
    else if (operator !== conditionalOperators.not) depth--;
    if (depth > MAX_DEPTH) throw wrong(statement, undefined, `an expression of at most ${MAX_DEPTH} operands in each other`);
  }
}

/** The same for expressions that are true for the same states (libsepol conditional.c, `cond_expr_equal`); of more than five booleans for the same text. */
function keyOf(expression: readonly ConditionalNode[]): string {
  const booleans = booleansOf({ expression }).sort((a, b) => a - b);
  if (booleans.length > MAX_TABLE_BOOLEANS) return JSON.stringify(expression);
  return `${booleans.join(' ')}:${truthTable({ expression }, booleans).map(Number).join('')}`;
}
