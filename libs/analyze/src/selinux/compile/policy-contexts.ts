import type { CilNode } from '@staticfire/read/formats/cil';
import type { SecurityContext } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, type CilStatement, CilTable, operandAt, wrong } from '../cil/index.ts';
import { dominates, type PolicyLevels } from './policy-levels.ts';
import type { PolicyRoles } from './policy-roles.ts';
import type { PolicyTypes } from './policy-types.ts';
import type { PolicyUsers } from './policy-users.ts';

export interface ContextParts {
  readonly types: PolicyTypes;
  readonly roles: PolicyRoles;
  readonly users: PolicyUsers;
  readonly levels: PolicyLevels;
}

/** Security contexts, by name or in place. */
export class PolicyContexts {
  readonly #parts: ContextParts;
  readonly #named: CilTable<SecurityContext>;

  constructor(program: CilProgram, parts: ContextParts) {
    this.#parts = parts;
    this.#named = new CilTable('a context that is declared', program.blocks);
    for (const statement of program.all('context')) this.#named.declare(statement, () => this.at(1, statement));
  }

  /** The context at a place of a statement: a name, or `(user role type range)`. User, role, type and range that do not belong together are a FormatError. */
  at(index: number, statement: CilStatement): SecurityContext {
    const node = operandAt(statement, index);
    if (node.kind !== 'list') return this.#named.get(node.text, statement);
    const [user, role, type, range, ...rest] = node.items;
    if (!isName(user) || !isName(role) || !isName(type) || range === undefined || rest.length > 0)
      throw wrong(statement, undefined, 'a user, a role, a type and a range', node.line);
    return this.#context([user.text, role.text, type.text], range, statement);
  }

  #context([userName, roleName, typeName]: readonly [string, string, string], rangeNode: CilNode, statement: CilStatement): SecurityContext {
    const { users, roles, types, levels } = this.#parts;
    const [user, role] = [users.symbols.place(userName, statement), roles.symbols.place(roleName, statement)];
    const type = types.symbols.place(typeName, statement);
    const range = levels.range(rangeNode, statement);
    if (!users.hasRole(user, role)) throw wrong(statement, roleName, `a role of ${userName}`);
    if (!roles.hasType(role, type)) throw wrong(statement, typeName, `a type of ${roleName}`);
    const allowed = users.rangeOf(user);
    if (!dominates(range.low, allowed.low) || !dominates(allowed.high, range.high)) throw wrong(statement, undefined, `a range within that of ${userName}`);
    return { user: user + 1, role: roles.value(role), type: type + 1, range: range.range, offset: 0 };
  }
}

function isName(node: CilNode | undefined): node is Exclude<CilNode, { kind: 'list' }> {
  return node !== undefined && node.kind !== 'list';
}
