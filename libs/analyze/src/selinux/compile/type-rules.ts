import { type RuleKind, type RuleRecord, ruleKinds } from '@staticfire/read/formats/selinux-policy';
import { type CilStatement, nameAt, wrong } from '../cil/index.ts';
import { expandedPairs, type RuleParts } from './access-rules.ts';
import { numberOfKey, type RuleKey, recordOf } from './rule-key.ts';

const KINDS: ReadonlyMap<string, RuleKind> = new Map([
  ['typetransition', ruleKinds.typeTransition],
  ['typechange', ruleKinds.typeChange],
  ['typemember', ruleKinds.typeMember],
]);
/** In place of a file's name: any. */
const ANY_NAME = '*';

export const typeKeywords: readonly string[] = [...KINDS.keys()];

/** The file name of a typetransition; undefined for one that counts for any name. */
export function fileNameOf(statement: CilStatement): string | undefined {
  if (statement.operands.length < 5) return undefined;
  const name = nameAt(statement, 3);
  return name === ANY_NAME ? undefined : name;
}

/** The value of the new type, which may not be an attribute. */
export function newTypeOf(statement: CilStatement, { types }: RuleParts): number {
  return types.value(nameAt(statement, statement.operands.length - 1), statement);
}

/** Calls `visit` with each rule that a rule on types without a file name stands for. */
export function expandTypeRule(statement: CilStatement, parts: RuleParts, visit: (key: RuleKey, newType: number) => void): void {
  const kind = KINDS.get(statement.keyword)!;
  const newType = newTypeOf(statement, parts);
  const classes = parts.classes.valuesOf(nameAt(statement, 2), statement);
  for (const [source, target] of expandedPairs(statement, parts)) {
    parts.budget.spend(classes.length);
    for (const tclass of classes) visit({ kind, source, target, tclass }, newType);
  }
}

/** Unconditional rules on types; two about the same with other new types are a FormatError. */
export class TypeRules {
  readonly #records = new Map<number, RuleRecord>();

  add(key: RuleKey, newType: number, statement: CilStatement): void {
    const known = this.newType(key);
    if (known === undefined) this.#records.set(numberOfKey(key), recordOf(key, newType));
    else if (known !== newType) throw contradiction(statement);
  }

  /** What a rule says already. */
  newType(key: RuleKey): number | undefined {
    return this.#records.get(numberOfKey(key))?.data;
  }

  get records(): RuleRecord[] {
    return [...this.#records.values()];
  }
}

export function contradiction(statement: CilStatement): Error {
  return wrong(statement, nameAt(statement, statement.operands.length - 1), 'the same as another rule about the same');
}
