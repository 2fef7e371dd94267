import { FormatError, LimitError } from '@staticfire/read/bytes';
import type { CilDeclarations } from './cil-declarations.ts';
import { nameAt, operandAt } from './cil-module.ts';
import { SetExpressions, setBudget, unionOf } from './set-expression.ts';

/** Attributes that are made of attributes, and so on; policies have a handful. */
const MAX_DEPTH = 100;

/** Which types the types, aliases and attributes of a policy's modules stand for. */
export class CilTypes {
  readonly #declarations: CilDeclarations;
  readonly #members = new Map<string, ReadonlySet<string>>();
  readonly #open = new Set<string>();
  readonly #budget = setBudget();

  constructor(declarations: CilDeclarations) {
    this.#declarations = declarations;
  }

  /** A name that is not declared and an attribute made of itself are a FormatError, more than 100 attributes in each other a LimitError. */
  members(name: string, file: string, line: number): ReadonlySet<string> {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    if (this.#open.has(name)) throw wrong(file, line, name, 'nothing that is made of itself');
    if (this.#open.size === MAX_DEPTH)
      throw new LimitError({ structure: file, field: `line ${line}`, message: `more than ${MAX_DEPTH} attributes in each other` });
    this.#open.add(name);
    const members = this.#resolve(name, file, line);
    this.#open.delete(name);
    this.#members.set(name, members);
    return members;
  }

  #resolve(name: string, file: string, line: number): ReadonlySet<string> {
    const { types, aliases, attributes } = this.#declarations;
    if (types.has(name)) return new Set([name]);
    if (aliases.has(name)) {
      const actual = this.#declarations.one('typealiasactual', name);
      if (actual === undefined) throw wrong(file, line, name, 'an alias with a typealiasactual');
      return this.members(nameAt(actual, 1), actual.file, actual.line);
    }
    if (!attributes.has(name)) throw wrong(file, line, name, 'a type, alias or attribute that is declared');
    const sets = this.#declarations.all('typeattributeset', name).map((statement) => {
      const names = { universe: types, members: (each: string, at: number) => this.members(each, statement.file, at) };
      return new SetExpressions(statement.file, names, this.#budget).evaluate(operandAt(statement, 1));
    });
    return unionOf(sets);
  }
}

function wrong(file: string, line: number, found: string, expected: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, found: JSON.stringify(found), expected });
}
