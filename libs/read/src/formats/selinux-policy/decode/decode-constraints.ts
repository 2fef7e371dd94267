import { type ConstraintNode, type ConstraintTypeSet, constraintNodes, type SelinuxConstraint } from '../constraint.ts';
import { Ebitmap, readEbitmap } from '../ebitmap.ts';
import type { PolicyCursor } from '../policy-cursor.ts';

/** From here on names are followed by the types and attributes as they were written. */
const VERSION_CONSTRAINT_NAMES = 29;
const CONSTRAINT_LENGTH = 8;
const NODE_LENGTH = 12;

/** `count` constraints: u32 access vector, u32 nodes, then u32 node, u32 attribute, u32 operator for each, with sets where it is a list of names. */
export function decodeConstraints(cursor: PolicyCursor, version: number, count: number): SelinuxConstraint[] {
  return Array.from({ length: count }, () => {
    const { offset } = cursor;
    const permissions = cursor.u32('constraint permissions');
    const nodes = cursor.count('constraint nexpr', NODE_LENGTH);
    return { permissions, expression: Array.from({ length: nodes }, () => decodeNode(cursor, version)), offset };
  });
}

/** The number of constraints that follows, bounded. */
export function countConstraints(cursor: PolicyCursor, field: string): number {
  return cursor.count(field, CONSTRAINT_LENGTH);
}

function decodeNode(cursor: PolicyCursor, version: number): ConstraintNode {
  const node = cursor.u32('constraint expr_type');
  const attribute = cursor.u32('constraint attr');
  const operator = cursor.u32('constraint op');
  if (node !== constraintNodes.names) return { node, attribute, operator, names: Ebitmap.empty, typeSet: undefined };
  const names = readEbitmap(cursor, 'constraint names');
  return { node, attribute, operator, names, typeSet: version < VERSION_CONSTRAINT_NAMES ? undefined : decodeTypeSet(cursor) };
}

function decodeTypeSet(cursor: PolicyCursor): ConstraintTypeSet {
  return {
    types: readEbitmap(cursor, 'constraint type names'),
    negated: readEbitmap(cursor, 'constraint negated type names'),
    flags: cursor.u32('constraint type flags'),
  };
}
