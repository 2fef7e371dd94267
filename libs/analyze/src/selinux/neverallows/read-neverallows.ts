import { LimitError } from '@staticfire/read/bytes';
import type { CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';
import { CilDeclarations } from './cil-declarations.ts';
import { type CilModule, type CilStatement, cilText, nameAt, operandAt, unsupported } from './cil-module.ts';
import { CilTypes } from './cil-types.ts';
import { CilClassPermissions, type ClassPermissions } from './class-permissions.ts';
import type { Neverallow } from './neverallow.ts';

/** Bottlerocket has 20. */
const MAX_STATEMENTS = 2_000;
/** Types of all statements together. */
const MAX_TYPES = 10_000_000;
const SELF = 'self';
/** Targets of later compilers that are no name. */
const OTHER_TARGETS = ['notself', 'other'];

/**
 * The neverallow statements of a policy's CIL modules, in order, with everything expanded that they name: compilers check them and leave them out of the
 * binary policy. All modules have to be given. Blocks, macros, calls, optionals, tunables and any other statement through which a neverallow could mean
 * something else are an UnsupportedError that names it; names that are not declared are a FormatError, more than
 * 2 000 statements a LimitError.
 */
export function readNeverallows(modules: readonly CilModule[]): Neverallow[] {
  const declarations = new CilDeclarations(modules);
  const count = declarations.neverallows.length;
  if (count > MAX_STATEMENTS) throw new LimitError({ structure: 'neverallow statements', found: count, expected: `at most ${MAX_STATEMENTS}` });
  const types = new CilTypes(declarations);
  const permissions = new CilClassPermissions(declarations);
  const budget = new WorkBudget('types of neverallow statements', MAX_TYPES);
  return declarations.neverallows.map((statement) => {
    const { file, line } = statement;
    const [source, target] = [typeName(statement, 0), typeName(statement, 1)];
    if (OTHER_TARGETS.includes(target)) throw unsupported(file, line, `the target ${target}`);
    const sources = sorted(types.members(source, file, line));
    const isSelf = target === SELF;
    const targets = isSelf ? sources : sorted(types.members(target, file, line));
    budget.spend(sources.length + targets.length);
    return { file, line, text: textOf(statement), sources, targets, isSelf, access: listed(permissions.expand(operandAt(statement, 2), file)) };
  });
}

/** A set of types without a name is no CIL for any compiler that there is. */
function typeName(statement: CilStatement, index: number): string {
  const node: CilNode = operandAt(statement, index);
  if (node.kind === 'list') throw unsupported(statement.file, statement.line, 'a neverallow with an expression for a name');
  return nameAt(statement, index);
}

function textOf({ keyword, operands }: CilStatement): string {
  return `(${[keyword, ...operands.map(cilText)].join(' ')})`;
}

function listed(permissions: ClassPermissions): Record<string, string[]> {
  return Object.fromEntries(sorted(permissions.keys()).map((name) => [name, sorted(permissions.get(name)!)]));
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}
