import { LimitError } from '@staticfire/read/bytes';
import type { CilList, CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';
import type { BitSet } from './bit-set.ts';
import { type CilClass, CilClasses } from './cil-classes.ts';
import { type CilStatement, nameAt, operandAt, wrong } from './cil-module.ts';
import type { CilProgram } from './cil-program.ts';
import { CilTable } from './cil-table.ts';
import { SetExpressions, setBudget } from './set-expression.ts';

/** Permissions of one class. */
export interface ClassVector {
  readonly tclass: CilClass;
  /** Bits of its permissions; unsigned, perhaps none. */
  readonly vector: number;
}

interface PermissionSet {
  readonly name: string;
  readonly statement: CilStatement;
}

/** Class maps in named sets, and so on. */
const MAX_DEPTH = 100;
/** Classes of all statements of a policy. */
const MAX_STEPS = 5_000_000;

/** What class maps and named sets of permissions stand for. One class occurs as often as statements name it, which constraints depend on. */
export class CilClassPermissions {
  readonly classes: CilClasses;
  readonly #sets: CilTable<PermissionSet>;
  /** By set, or by map and permission. */
  readonly #definitions = new Map<PermissionSet | CilClass, Map<string, CilStatement[]>>();
  readonly #expanded = new Map<PermissionSet | CilClass, Map<string, readonly ClassVector[]>>();
  readonly #expressions = new Map<CilClass, SetExpressions>();
  readonly #setBudget = setBudget();
  readonly #steps = new WorkBudget('sets of permissions', MAX_STEPS);
  #depth = 0;

  constructor(program: CilProgram) {
    this.classes = new CilClasses(program);
    this.#sets = new CilTable('a classpermission that is declared', program.blocks);
    for (const statement of program.all('classpermission')) this.#sets.declare(statement, (name) => ({ name, statement }));
    for (const statement of program.all('classpermissionset')) this.#define(this.#sets.get(nameAt(statement, 0), statement), '', statement);
    for (const statement of program.all('classmapping')) {
      const map = this.classes.get(nameAt(statement, 0), statement);
      const permission = nameAt(statement, 1);
      if (map.kind !== 'map' || !map.bits.has(permission)) throw wrong(statement, permission, `a permission of the class map ${map.name}`);
      this.#define(map, permission, statement);
    }
  }

  /** Expands every map and set, so that one that is made of nothing or of itself is found, whether or not a rule names it. */
  checkAll(): void {
    for (const set of this.#sets.entries.values()) this.#expandDefinitions(set, '', set.statement);
    for (const map of this.classes.maps) for (const permission of map.own) this.#expandDefinitions(map, permission, map.statement);
  }

  /** A named set or `(class permissions)`. Names that are not declared and sets without permissions are a FormatError. */
  expand(node: CilNode, statement: CilStatement): readonly ClassVector[] {
    const expanded = node.kind === 'list' ? this.#expandList(node, statement) : this.#expandDefinitions(this.#sets.get(node.text, statement), '', statement);
    this.#steps.spend(1 + expanded.length);
    return expanded;
  }

  /** A class itself; of a class map all classes that it is about, each as often as statements name it. */
  classesOf(tclass: CilClass): readonly CilClass[] {
    if (tclass.kind !== 'map') return [tclass];
    const classes = tclass.own.flatMap((permission) => this.#expandDefinitions(tclass, permission, tclass.statement).map((each) => each.tclass));
    this.#steps.spend(classes.length);
    return classes;
  }

  #expandList(node: CilList, statement: CilStatement): readonly ClassVector[] {
    const [first, permissions] = node.items;
    if (first === undefined || first.kind === 'list' || permissions?.kind !== 'list' || node.items.length !== 2)
      throw wrong(statement, undefined, 'a class and a list of permissions', node.line);
    const tclass = this.classes.get(first.text, statement);
    const chosen = this.#evaluate(tclass, permissions, statement);
    if (tclass.kind !== 'map') return [{ tclass, vector: chosen.vector }];
    return chosen.toArray().flatMap((bit) => this.#expandDefinitions(tclass, tclass.own[bit]!, statement));
  }

  #evaluate(tclass: CilClass, permissions: CilList, statement: CilStatement): BitSet {
    let expressions = this.#expressions.get(tclass);
    if (expressions === undefined) {
      const add = (name: string, at: CilStatement, set: BitSet) => set.add(bitOf(tclass, name, at));
      expressions = new SetExpressions({ size: tclass.bits.size, add }, this.#setBudget);
      this.#expressions.set(tclass, expressions);
    }
    return expressions.evaluate(permissions, statement);
  }

  #define(key: PermissionSet | CilClass, permission: string, statement: CilStatement): void {
    let definitions = this.#definitions.get(key);
    if (definitions === undefined) {
      definitions = new Map();
      this.#definitions.set(key, definitions);
    }
    const known = definitions.get(permission);
    if (known === undefined) definitions.set(permission, [statement]);
    else known.push(statement);
  }

  #expandDefinitions(key: PermissionSet | CilClass, permission: string, at: CilStatement): readonly ClassVector[] {
    const known = this.#expanded.get(key)?.get(permission);
    if (known !== undefined) return known;
    const definitions = this.#definitions.get(key)?.get(permission);
    if (definitions === undefined) throw wrong(at, `${key.name} ${permission}`.trim(), 'permissions of a class that it stands for');
    if (this.#depth === MAX_DEPTH) throw new LimitError({ structure: at.file, field: `line ${at.line}`, message: `more than ${MAX_DEPTH} sets in each other` });
    this.#depth++;
    const expanded = definitions.flatMap((definition) => this.expand(operandAt(definition, definition.operands.length - 1), definition));
    this.#depth--;
    const all = this.#expanded.get(key);
    if (all === undefined) this.#expanded.set(key, new Map([[permission, expanded]]));
    else all.set(permission, expanded);
    return expanded;
  }
}

function bitOf(tclass: CilClass, name: string, statement: CilStatement): number {
  const bit = tclass.bits.get(name);
  if (bit === undefined) throw wrong(statement, name, `a permission of ${tclass.name}`);
  return bit;
}
