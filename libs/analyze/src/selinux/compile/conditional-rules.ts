import type { RuleRecord } from '@staticfire/read/formats/selinux-policy';
import { type CilStatement, wrong } from '../cil/index.ts';
import { accessKeywords, expandAccess, type RuleParts } from './access-rules.ts';
import type { ConditionalBranch } from './policy-conditions.ts';
import { numberOfKey, type RuleKey, recordOf } from './rule-key.ts';
import { contradiction, expandTypeRule, fileNameOf, type TypeRules } from './type-rules.ts';

/** The rules of booleanif statements. */
export class ConditionalRules {
  readonly #parts: RuleParts;
  readonly #unconditional: TypeRules;
  readonly #records: RuleRecord[] = [];
  /** By key, the new type of the rule that came last. */
  readonly #last = new Map<number, number>();
  /** By branch, the keys of its rules on types. */
  readonly #keys = new Map<number, Set<number>>();

  constructor(parts: RuleParts, unconditional: TypeRules) {
    this.#parts = parts;
    this.#unconditional = unconditional;
  }

  add({ conditional, statements }: ConditionalBranch): void {
    for (const statement of statements) {
      if (accessKeywords.includes(statement.keyword)) {
        expandAccess(statement, this.#parts, (key, vector) => void this.#records.push(recordOf(key, vector, conditional)));
        continue;
      }
      if (fileNameOf(statement) !== undefined) throw wrong(statement, undefined, 'no file name in a booleanif');
      expandTypeRule(statement, this.#parts, (key, newType) => this.#addTypeRule(key, newType, conditional, statement));
    }
  }

  /** By conditional, as in a file. */
  get records(): RuleRecord[] {
    return this.#records.toSorted((a, b) => a.conditional - b.conditional);
  }

  /**
   * A rule that counts anyway is left out, and so is one that the branch has already. Conditionals may contradict each other in the two branches of one,
   * nowhere else (libsepol cil_binary.c, `__cil_insert_type_rule`).
   */
  #addTypeRule(key: RuleKey, newType: number, conditional: number, statement: CilStatement): void {
    const anyway = this.#unconditional.newType(key);
    if (anyway === newType) return;
    if (anyway !== undefined) throw contradiction(statement);
    const number = numberOfKey(key);
    const last = this.#last.get(number);
    if (last !== undefined && this.#keys.get(conditional ^ 1)?.has(number) !== true) {
      if (last !== newType) throw contradiction(statement);
      if (this.#keys.get(conditional)?.has(number) === true) return;
    }
    this.#records.push(recordOf(key, newType, conditional));
    this.#last.set(number, newType);
    const keys = this.#keys.get(conditional);
    if (keys === undefined) this.#keys.set(conditional, new Set([number]));
    else keys.add(number);
  }
}
