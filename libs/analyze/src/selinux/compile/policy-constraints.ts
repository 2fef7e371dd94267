import { type ConstraintNode, constraintAttributes, constraintNodes, Ebitmap, type SelinuxConstraint } from '@staticfire/read/formats/selinux-policy';
import {
  type CilClass,
  type CilClassPermissions,
  type CilProgram,
  type CilSet,
  type CilStatement,
  type CilSymbols,
  type ClassVector,
  nameAt,
  operandAt,
} from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { ConstraintExpressions, type ConstraintStep } from './constraint-expression.ts';
import type { PolicyRoles } from './policy-roles.ts';
import type { PolicyTypes } from './policy-types.ts';

interface Constraint {
  readonly statement: CilStatement;
  readonly steps: readonly ConstraintStep[];
}

const NO_TYPES = { types: Ebitmap.empty, negated: Ebitmap.empty, flags: 0 } as const;
/** Bottlerocket has 104. */
const MAX_CONSTRAINTS = 100_000;

export interface ConstraintParts {
  readonly permissions: CilClassPermissions;
  readonly users: CilSymbols;
  readonly roles: PolicyRoles;
  readonly types: PolicyTypes;
  readonly isMls: boolean;
}

/** What limits access and changes of contexts. */
export class PolicyConstraints {
  readonly #parts: ConstraintParts;
  readonly #access: readonly Constraint[];
  readonly #transitions: readonly Constraint[];

  constructor(program: CilProgram, parts: ConstraintParts) {
    this.#parts = parts;
    const expressions = new ConstraintExpressions({ users: parts.users, roles: parts.roles.symbols, types: parts.types.symbols });
    const read = (statement: CilStatement) => ({ statement, steps: expressions.read(operandAt(statement, 1), statement) });
    this.#access = program.allOf('constrain', 'mlsconstrain').map(read);
    this.#transitions = program.allOf('validatetrans', 'mlsvalidatetrans').map(read);
  }

  /** Those that constraints name, also those which only count with MLS. */
  get attributes(): CilSet[] {
    const entries = [...this.#access, ...this.#transitions].flatMap(({ steps }) => steps.flatMap((step) => step.entries));
    return entries.filter((entry) => entry.kind === 'set');
  }

  /** constrain and mlsconstrain, the latter without MLS left out. A class map stands for its classes as often as statements name them. */
  ofAccess(): ReadonlyMap<CilClass, readonly SelinuxConstraint[]> {
    const { permissions } = this.#parts;
    return this.#byClass(this.#access, (statement) => permissions.expand(operandAt(statement, 0), statement).filter(({ vector }) => vector !== 0));
  }

  /** validatetrans and mlsvalidatetrans in the same way. */
  ofTransitions(): ReadonlyMap<CilClass, readonly SelinuxConstraint[]> {
    const { permissions } = this.#parts;
    return this.#byClass(this.#transitions, (statement) => {
      const tclass = permissions.classes.get(nameAt(statement, 0), statement);
      return permissions.classesOf(tclass).map((each) => ({ tclass: each, vector: 0 }));
    });
  }

  #byClass(
    constraints: readonly Constraint[],
    vectorsOf: (statement: CilStatement) => readonly ClassVector[],
  ): ReadonlyMap<CilClass, readonly SelinuxConstraint[]> {
    const budget = new WorkBudget('constraints of classes', MAX_CONSTRAINTS);
    const byClass = new Map<CilClass, SelinuxConstraint[]>();
    for (const { statement, steps } of constraints) {
      const vectors = vectorsOf(statement);
      if (!this.#parts.isMls && statement.keyword.startsWith('mls')) continue;
      budget.spend(vectors.length);
      const expression = steps.map((step) => this.#node(step));
      for (const { tclass, vector } of vectors) {
        const constraint = { permissions: vector, expression, offset: 0 };
        const known = byClass.get(tclass);
        if (known === undefined) byClass.set(tclass, [constraint]);
        else known.push(constraint);
      }
    }
    return byClass;
  }

  /** Types are there twice: as they were written, and with attributes expanded. */
  #node({ node, attribute, operator, entries }: ConstraintStep): ConstraintNode {
    const { users, roles, types } = this.#parts;
    if (node !== constraintNodes.names) return { node, attribute, operator, names: Ebitmap.empty, typeSet: undefined };
    const isRole = (attribute & constraintAttributes.role) !== 0;
    const isType = (attribute & constraintAttributes.type) !== 0;
    const symbols = isRole ? roles.symbols : isType ? types.symbols : users;
    const places = symbols.union(entries);
    const values = isRole ? roles.values(places) : places.toArray().map((place) => place + 1);
    const written = isType ? entries.map((entry) => types.valueOf(entry)).filter((value) => value !== undefined) : [];
    const typeSet = { ...NO_TYPES, types: bits(written) };
    return { node, attribute, operator, names: bits(values), typeSet };
  }
}

function bits(values: readonly number[]): Ebitmap {
  return Ebitmap.of(values.map((value) => value - 1));
}
