import type { CilList, CilNode } from '@staticfire/read/formats/cil';
import { type ExtendedPermissions, extendedKinds, type RuleKind, type RuleRecord, ruleKinds } from '@staticfire/read/formats/selinux-policy';
import { type BitSet, type CilClass, type CilProgram, type CilStatement, CilTable, operandAt, SetExpressions, wrong } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { type RuleParts, writtenPairs } from './access-rules.ts';
import { numberOfKey, type RuleKey, recordOf } from './rule-key.ts';

const KINDS: ReadonlyMap<string, RuleKind> = new Map([
  ['allowx', ruleKinds.allowxperm],
  ['auditallowx', ruleKinds.auditallowxperm],
  ['dontauditx', ruleKinds.dontauditxperm],
]);
const COMMANDS = 0x10000;
const DRIVER = 0x100;
const BITMAP_LENGTH = DRIVER / 8;
const IOCTL = 'ioctl';
/** Each takes 8 KiB, and as much again when it is written. */
const MAX_SETS = 2_000;

/** What an allowx says beside source and target. */
interface Commands {
  readonly tclass: CilClass;
  readonly numbers: BitSet;
}

/** Rules on ioctl commands; of two about the same, the commands are put together. */
export class ExtendedRules {
  readonly xperms: ExtendedPermissions[] = [];
  readonly records: RuleRecord[] = [];
  readonly #parts: RuleParts;
  readonly #named: CilTable<Commands>;
  readonly #budget = new WorkBudget('sets of ioctl commands', MAX_SETS);
  /** By set of commands, indexes of `xperms`. */
  readonly #indexes = new Map<BitSet, readonly number[]>();
  readonly #expressions = new SetExpressions({ size: COMMANDS, add: addNumber, addRange: addNumbers });

  constructor(program: CilProgram, parts: RuleParts) {
    this.#parts = parts;
    this.#named = new CilTable('a permissionx that is declared', program.blocks);
    for (const statement of program.all('permissionx')) this.#named.declare(statement, () => this.#commands(operandAt(statement, 1), statement));
    for (const statement of program.all('neverallowx')) this.#commands(operandAt(statement, 2), statement);
    const rules = new Map<number, { readonly key: RuleKey; numbers: BitSet }>();
    for (const statement of program.allOf(...KINDS.keys())) {
      const { tclass, numbers } = this.#commands(operandAt(statement, 2), statement);
      for (const key of this.#keys(statement, tclass)) {
        const known = rules.get(numberOfKey(key));
        if (known === undefined) rules.set(numberOfKey(key), { key, numbers });
        else {
          this.#budget.spend(1);
          known.numbers = known.numbers.union(numbers);
        }
      }
    }
    for (const { key, numbers } of rules.values()) this.#addRecords(key, numbers);
  }

  #keys(statement: CilStatement, tclass: CilClass): RuleKey[] {
    const { classes, permissions, budget } = this.#parts;
    const kind = KINDS.get(statement.keyword)!;
    const values = permissions.classesOf(tclass).map((each) => classes.value(each));
    return writtenPairs(statement, this.#parts).flatMap(([source, target]) => {
      budget.spend(values.length);
      return values.map((value) => ({ kind, source, target, tclass: value }));
    });
  }

  /** `(ioctl class commands)`, or the name of a permissionx. */
  #commands(node: CilNode, statement: CilStatement): Commands {
    if (node.kind !== 'list') return this.#named.get(node.text, statement);
    const [kind, name, expression, ...rest] = node.items;
    const isComplete = kind !== undefined && kind.kind !== 'list' && name !== undefined && name.kind !== 'list' && rest.length === 0;
    if (!isComplete || kind.text !== IOCTL || expression?.kind !== 'list') throw wrong(statement, undefined, `${IOCTL}, a class and commands`, node.line);
    const tclass = this.#parts.permissions.classes.get(name.text, statement);
    const lacking = this.#parts.permissions.classesOf(tclass).find(({ bits }) => !bits.has(IOCTL));
    if (lacking !== undefined) throw wrong(statement, lacking.name, `a class with the permission ${IOCTL}`);
    this.#budget.spend(1);
    return { tclass, numbers: this.#expressions.evaluate(expression as CilList, statement) };
  }

  #addRecords(key: RuleKey, numbers: BitSet): void {
    let indexes = this.#indexes.get(numbers);
    if (indexes === undefined) {
      indexes = extendedOf(numbers).map((each) => this.xperms.push(each) - 1);
      this.#indexes.set(numbers, indexes);
    }
    this.#parts.budget.spend(indexes.length);
    for (const index of indexes) this.records.push(recordOf(key, index));
  }
}

/** One for each driver that has some of its commands, one for those that have all. */
function extendedOf(numbers: BitSet): ExtendedPermissions[] {
  const found: ExtendedPermissions[] = [];
  const complete = new Uint8Array(BITMAP_LENGTH);
  for (const [driver, bitmap] of bitmapsOf(numbers)) {
    if (bitmap.every((byte) => byte === 0xff)) complete[driver >> 3]! |= 1 << (driver & 7);
    else found.push({ kind: extendedKinds.ioctlFunction, driver, bitmap });
  }
  if (complete.some((byte) => byte !== 0)) found.push({ kind: extendedKinds.ioctlDriver, driver: 0, bitmap: complete });
  return found;
}

/** Commands by their high byte. */
function bitmapsOf(numbers: BitSet): Map<number, Uint8Array> {
  const bitmaps = new Map<number, Uint8Array>();
  numbers.forEach((number) => {
    const driver = Math.trunc(number / DRIVER);
    const bitmap = bitmaps.get(driver) ?? new Uint8Array(BITMAP_LENGTH);
    bitmaps.set(driver, bitmap);
    bitmap[(number % DRIVER) >> 3]! |= 1 << (number & 7);
  });
  return bitmaps;
}

function addNumber(text: string, statement: CilStatement, set: BitSet): void {
  set.add(commandOf(text, statement));
}

function addNumbers(first: string, last: string, statement: CilStatement, set: BitSet): void {
  set.addRange(commandOf(first, statement), commandOf(last, statement));
}

function commandOf(text: string, statement: CilStatement): number {
  const number = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(number < COMMANDS)) throw wrong(statement, text, 'a number below 0x10000');
  return number;
}
