import { isTrue } from '../access/active-rules.ts';
import { conditionBranches, conditionNodes } from './cil-condition.ts';
import { type CilStatement, nameAt, operandAt, statementsIn, wrong } from './cil-module.ts';
import type { CilProgram } from './cil-program.ts';
import { CilTable, reservedWords } from './cil-table.ts';

/** Booleans that are decided when a policy is compiled. */
export class Tunables {
  readonly #table: CilTable<number>;
  /** By place. */
  readonly #states: number[] = [];

  constructor(program: CilProgram) {
    this.#table = new CilTable('a tunable that is declared', program.blocks, reservedWords.ofConditions);
    for (const statement of program.all('tunable')) {
      this.#table.declare(statement, () => this.#states.length);
      this.#states.push(Number(isTrueAt(statement, 1)));
    }
  }

  /** The statements of a tunableif that stand for it, and those of the branch that does not hold. */
  branches(statement: CilStatement): { readonly chosen: readonly CilStatement[]; readonly others: readonly CilStatement[] } {
    const expression = conditionNodes(operandAt(statement, 0), statement, (name) => this.#table.get(name, statement));
    const branches = conditionBranches(statement);
    const [whenTrue, whenFalse] = [statementsIn(branches.true, statement), statementsIn(branches.false, statement)];
    const inner = [...whenTrue, ...whenFalse].find(({ keyword }) => keyword === 'tunable');
    if (inner !== undefined) throw wrong(inner, undefined, 'no tunable inside of a tunableif');
    return isTrue({ expression }, this.#states) ? { chosen: whenTrue, others: whenFalse } : { chosen: whenFalse, others: whenTrue };
  }
}

/** `true` or `false` at a place of a statement. */
export function isTrueAt(statement: CilStatement, index: number): boolean {
  const name = nameAt(statement, index);
  if (name !== 'true' && name !== 'false') throw wrong(statement, name, 'true or false');
  return name === 'true';
}
