import { WorkBudget } from '../work-budget.ts';
import { conditionBranches } from './cil-condition.ts';
import { type CilModule, type CilStatement, nameAt, statementOf, statementsIn, wrong } from './cil-module.ts';
import { checkSyntax } from './cil-syntax.ts';
import { checkName } from './cil-table.ts';
import { Tunables } from './tunables.ts';

/** Bottlerocket has 2 700, most of them categories; the parser takes a million names and lists in each module. */
const MAX_STATEMENTS = 1_000_000;
/** Of the names of blocks, which stand in front of every name in them. */
const MAX_CHARACTERS = 20_000_000;

/** The statements of all modules of a policy by their keyword, those of blocks with the names of the blocks, and of each tunableif what holds. */
export class CilProgram {
  /** By the names of the blocks around it and its own, each with a dot: `outer.inner.`. */
  readonly blocks = new Set<string>();
  readonly #statements = new Map<string, CilStatement[]>();
  readonly #budget = new WorkBudget('CIL statements', MAX_STATEMENTS);
  readonly #characters = new WorkBudget('names of blocks', MAX_CHARACTERS);
  readonly #isRead: (statement: CilStatement) => boolean;
  readonly #conditions: CilStatement[] = [];

  /** `isRead` throws for statements that its caller cannot do without, and is false for those that are passed over unchecked. */
  constructor(modules: readonly CilModule[], isRead: (statement: CilStatement) => boolean) {
    this.#isRead = isRead;
    for (const { file, statements } of modules) this.#addAll(statements.map((list) => statementOf(file, list)));
    this.#resolveConditions();
  }

  /** In the order of the modules. */
  all(keyword: string): readonly CilStatement[] {
    return this.#statements.get(keyword) ?? [];
  }

  /** The statements of several keywords, keyword by keyword. */
  allOf(...keywords: readonly string[]): CilStatement[] {
    return keywords.flatMap((keyword) => this.all(keyword));
  }

  #addAll(statements: readonly CilStatement[]): void {
    this.#budget.spend(statements.length);
    for (const statement of statements) this.#add(statement);
  }

  #add(statement: CilStatement): void {
    if (!this.#check(statement)) return;
    const { keyword } = statement;
    if (keyword === 'block') this.#addBlock(statement);
    else if (keyword === 'tunableif') this.#conditions.push(statement);
    else {
      const known = this.#statements.get(keyword);
      if (known === undefined) this.#statements.set(keyword, [statement]);
      else known.push(statement);
    }
  }

  /** False for a statement that is passed over. */
  #check(statement: CilStatement): boolean {
    if (!this.#isRead(statement)) return false;
    checkSyntax(statement);
    return true;
  }

  #addBlock(statement: CilStatement): void {
    const { operands, namespace } = statement;
    const name = nameAt(statement, 0);
    checkName(statement, name);
    const block = `${namespace}${name}.`;
    if (this.blocks.has(block)) throw wrong(statement, name, 'a name once');
    this.blocks.add(block);
    this.#characters.spend(block.length * operands.length);
    this.#addAll(statementsIn(operands.slice(1), statement, block));
  }

  /** Tunables are known by then; one inside of a tunableif is none for compilers. */
  #resolveConditions(): void {
    const tunables = new Tunables(this);
    for (let next = 0; next < this.#conditions.length; next++) {
      const { chosen, others } = tunables.branches(this.#conditions[next]!);
      this.#addAll(chosen);
      for (const statement of others) this.#checkUnused(statement);
    }
  }

  /** Compilers look at the form of statements that do not count as well, though not at their names. */
  #checkUnused(statement: CilStatement): void {
    this.#budget.spend(1);
    if (!this.#check(statement)) return;
    const { keyword, operands } = statement;
    const branches = keyword === 'tunableif' ? Object.values(conditionBranches(statement)).flat() : [];
    const inner = keyword === 'block' ? operands.slice(1) : branches;
    for (const each of statementsIn(inner, statement)) this.#checkUnused(each);
  }
}
