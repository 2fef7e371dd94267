import type { SelinuxClass, SelinuxCommon, SelinuxPermission } from '@staticfire/read/formats/selinux-policy';
import { type CilClass, type CilClassPermissions, type CilProgram, type CilStatement, mergeOrders, namesOf, operandAt, wrong } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { ClassDefaults } from './class-defaults.ts';
import type { PolicyConstraints } from './policy-constraints.ts';

const UNORDERED = 'unordered';
const MAX_STEPS = 50_000_000;

/** Classes with the values that their order gives them. */
export class PolicyClasses {
  readonly #program: CilProgram;
  readonly #permissions: CilClassPermissions;
  readonly #ordered: readonly CilClass[];
  readonly #values: ReadonlyMap<CilClass, number>;

  constructor(program: CilProgram, permissions: CilClassPermissions) {
    this.#program = program;
    this.#permissions = permissions;
    this.#ordered = this.#order();
    this.#values = new Map(this.#ordered.map((tclass, place) => [tclass, place + 1]));
    for (const tclass of permissions.classes.classes) this.#checkOrdered(tclass);
  }

  value(tclass: CilClass): number {
    return this.#values.get(tclass)!;
  }

  /** A class by its name, and of a class map all classes that it is about, each once. */
  valuesOf(name: string, statement: CilStatement): number[] {
    const classes = this.#permissions.classesOf(this.#permissions.classes.get(name, statement));
    return [...new Set(classes)].map((tclass) => this.value(tclass));
  }

  /** Those that a class inherits from, in the order of the classes. */
  commons(): SelinuxCommon[] {
    const commons = new Set(this.#ordered.map(({ common }) => common).filter((common) => common !== undefined));
    return Array.from(commons, ({ name, own }, place) => {
      return { name, value: place + 1, isAlias: false, permissionCount: own.length, permissions: permissionsOf(own, 0), offset: 0 };
    });
  }

  classes(constraints: PolicyConstraints, version: number): SelinuxClass[] {
    const defaults = new ClassDefaults(this.#program, this, version);
    const [access, transitions] = [constraints.ofAccess(), constraints.ofTransitions()];
    return this.#ordered.map((tclass, place) => ({
      name: tclass.name,
      value: place + 1,
      isAlias: false,
      common: tclass.common?.name,
      permissionCount: tclass.bits.size,
      permissions: permissionsOf(tclass.own, tclass.common?.own.length ?? 0),
      permissionNames: [...tclass.bits.keys()],
      constraints: access.get(tclass) ?? [],
      validateTransitions: transitions.get(tclass) ?? [],
      defaults: defaults.of(place + 1),
      offset: 0,
    }));
  }

  /** Classes of orders that start with `unordered` come last. */
  #order(): readonly CilClass[] {
    const statements = this.#program.all('classorder');
    const lists = statements.map((statement) => ({ statement, names: namesOf(operandAt(statement, 0), statement) }));
    const budget = new WorkBudget('classorder', MAX_STEPS);
    const ordered = lists.filter(({ names }) => names[0] !== UNORDERED).map(({ statement, names }) => this.#named(names, statement));
    const order = mergeOrders(ordered, (steps) => budget.spend(steps));
    if (order === undefined) throw wrong(statements[0]!, undefined, 'lists that make one order');
    const unordered = lists.filter(({ names }) => names[0] === UNORDERED).flatMap(({ statement, names }) => this.#named(names.slice(1), statement));
    return [...new Set([...order, ...unordered])];
  }

  #named(names: readonly string[], statement: CilStatement): CilClass[] {
    if (names.length === 0) throw wrong(statement, undefined, `classes behind ${UNORDERED}`);
    return names.map((name) => {
      const tclass = this.#permissions.classes.get(name, statement);
      if (tclass.kind !== 'class') throw wrong(statement, name, 'a class, not a class map');
      return tclass;
    });
  }

  #checkOrdered(tclass: CilClass): void {
    if (!this.#values.has(tclass)) throw wrong(tclass.statement, tclass.name, 'a class that a classorder names');
  }
}

function permissionsOf(names: readonly string[], inherited: number): SelinuxPermission[] {
  return names.map((name, place) => ({ name, value: inherited + place + 1 }));
}
