import { FormatError, LimitError } from '@staticfire/read/bytes';
import type { CilList, CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';
import type { CilDeclarations } from './cil-declarations.ts';
import { nameAt, operandAt } from './cil-module.ts';
import { SetExpressions, setBudget } from './set-expression.ts';

/** Permissions by class. */
export type ClassPermissions = Map<string, Set<string>>;

/** Class maps in named sets, and so on. */
const MAX_DEPTH = 100;
/** Sets and statements looked at for all statements of a policy. */
const MAX_STEPS = 5_000_000;

/** What the classes, class maps and named sets of permissions of a policy's modules stand for. */
export class CilClassPermissions {
  readonly #declarations: CilDeclarations;
  readonly #budget = setBudget();
  readonly #steps = new WorkBudget('sets of permissions', MAX_STEPS);
  #depth = 0;

  constructor(declarations: CilDeclarations) {
    this.#declarations = declarations;
  }

  /** A named set or `(class permissions)`; a name that is not declared is a FormatError. */
  expand(node: CilNode, file: string): ClassPermissions {
    if (this.#depth === MAX_DEPTH) throw new LimitError({ structure: file, field: `line ${node.line}`, message: `more than ${MAX_DEPTH} sets in each other` });
    this.#steps.spend(1);
    this.#depth++;
    const expanded = node.kind === 'list' ? this.#expandList(node, file) : this.#expandName(node.text, file, node.line);
    this.#depth--;
    return expanded;
  }

  #expandList(node: CilList, file: string): ClassPermissions {
    const [first, permissions] = node.items;
    if (first?.kind !== 'symbol' || permissions === undefined || node.items.length !== 2) {
      throw new FormatError({ structure: file, field: `line ${node.line}`, expected: 'a class and its permissions' });
    }
    return this.#expandClass(first.text, permissions, file, node.line);
  }

  #expandName(name: string, file: string, line: number): ClassPermissions {
    if (this.#declarations.one('classpermission', name) === undefined) throw unknown(file, line, name, 'a classpermission that is declared');
    return merged(this.#declarations.all('classpermissionset', name).map((statement) => this.expand(operandAt(statement, 1), statement.file)));
  }

  #expandClass(name: string, permissions: CilNode, file: string, line: number): ClassPermissions {
    const map = this.#declarations.one('classmap', name);
    const universe = map === undefined ? this.#permissionsOf(name, file, line) : namesOf(operandAt(map, 1), map.file);
    const members = (each: string, at: number) => {
      if (!universe.has(each)) throw unknown(file, at, each, `a permission of ${name}`);
      return new Set([each]);
    };
    const chosen = new SetExpressions(file, { universe, members }, this.#budget).evaluate(permissions);
    if (map === undefined) return new Map([[name, new Set(chosen)]]);
    return merged([...chosen].flatMap((permission) => this.#mapped(name, permission)));
  }

  #mapped(map: string, permission: string): ClassPermissions[] {
    const mappings = this.#declarations.all('classmapping', map);
    this.#steps.spend(mappings.length);
    const statements = mappings.filter((statement) => nameAt(statement, 1) === permission);
    return statements.map((statement) => this.expand(operandAt(statement, 2), statement.file));
  }

  /** Its own and those of its common. */
  #permissionsOf(name: string, file: string, line: number): ReadonlySet<string> {
    const tclass = this.#declarations.one('class', name);
    if (tclass === undefined) throw unknown(file, line, name, 'a class or class map that is declared');
    const own = namesOf(operandAt(tclass, 1), tclass.file);
    const inherits = this.#declarations.one('classcommon', name);
    if (inherits === undefined) return own;
    const common = this.#declarations.one('common', nameAt(inherits, 1));
    if (common === undefined) throw unknown(inherits.file, inherits.line, nameAt(inherits, 1), 'a common that is declared');
    return own.union(namesOf(operandAt(common, 1), common.file));
  }
}

function namesOf(node: CilNode, file: string): Set<string> {
  const items = node.kind === 'list' ? node.items : [node];
  return new Set(
    items.map((item) => {
      if (item.kind !== 'symbol') throw new FormatError({ structure: file, field: `line ${item.line}`, expected: 'a list of names' });
      return item.text;
    }),
  );
}

function merged(parts: readonly ClassPermissions[]): ClassPermissions {
  const all: ClassPermissions = new Map();
  for (const part of parts) for (const [name, permissions] of part) addAll(all, name, permissions);
  return all;
}

function addAll(all: ClassPermissions, name: string, permissions: ReadonlySet<string>): void {
  let known = all.get(name);
  if (known === undefined) {
    known = new Set();
    all.set(name, known);
  }
  for (const permission of permissions) known.add(permission);
}

function unknown(file: string, line: number, found: string, expected: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, found: JSON.stringify(found), expected });
}
