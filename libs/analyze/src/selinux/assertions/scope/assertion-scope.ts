import type { SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { UnknownSymbolError } from '../../rule-query.ts';
import { RuleText } from '../../rule-text.ts';
import { namesIn } from '../../symbol-names.ts';
import type { AssertionData } from '../assertion-data.ts';
import { EmptyAssertionError } from '../assertion-errors.ts';
import type { Leniency, NameSet } from './set-expectation.ts';

/** What one assertion is decided with: the policy, the data beside it, and how strictly names are taken. */
export class AssertionScope {
  readonly policy: SelinuxPolicy;
  readonly data: AssertionData;
  readonly text: RuleText;
  readonly #leniency: Leniency;

  constructor(policy: SelinuxPolicy, data: AssertionData, leniency: Leniency) {
    this.policy = policy;
    this.data = data;
    this.text = new RuleText(policy);
    this.#leniency = leniency;
  }

  /** A symbol by its name or alias; undefined for one that is passed over, an UnknownSymbolError for any other that is not defined. */
  symbol<T extends SelinuxSymbol>(kind: string, table: SymbolTable<T>, name: string): T | undefined {
    return table.get(name) ?? this.unknown(kind, name, namesIn(table));
  }

  unknown(kind: string, name: string, candidates: readonly string[]): undefined {
    if (this.#leniency.missing !== 'ok') throw new UnknownSymbolError(kind, name, candidates);
    return undefined;
  }

  /** Marks by value the types that a set stands for. One that stands for none is an EmptyAssertionError. */
  types(field: string, names: NameSet): Uint8Array {
    const marks = this.#marks(names);
    if (!marks.includes(1)) this.empty(field);
    return marks;
  }

  /** The same, but `[]` stands for nobody. */
  typesOrNobody(field: string, names: NameSet): Uint8Array {
    return names.length === 0 ? new Uint8Array(this.policy.types.maxValue + 1) : this.types(field, names);
  }

  /** For sets that may leave nothing over without saying nothing: exemptions. */
  exempted(names: NameSet): Uint8Array {
    return this.#marks(names);
  }

  /** Marks by value the roles of these names. */
  roles(names: readonly string[]): Uint8Array {
    const { roles } = this.policy;
    const marks = new Uint8Array(roles.maxValue + 1);
    for (const name of names) {
      const role = this.symbol('role', roles, name);
      if (role !== undefined) marks[role.value] = 1;
    }
    return marks;
  }

  /** The same scope, in which every name has to be defined and every set to stand for something. */
  strict(): AssertionScope {
    return new AssertionScope(this.policy, this.data, {});
  }

  empty(field: string): void {
    if (this.#leniency.empty !== 'ok') throw new EmptyAssertionError(field);
  }

  ruleTexts(rules: Iterable<number>): string[] {
    return [...rules].map((rule) => this.text.rule(rule));
  }

  /** Sorted names of the permissions of a vector. */
  permissions(tclass: number, vector: number): string[] {
    const names = this.policy.classes.at(tclass)!.permissionNames.filter((name, bit) => name !== undefined && ((vector >>> bit) & 1) === 1);
    return (names as string[]).sort();
  }

  #marks(names: NameSet): Uint8Array {
    const marks = new Uint8Array(this.policy.types.maxValue + 1);
    const set = (chosen: readonly string[], mark: 0 | 1) => {
      for (const name of chosen) for (const value of this.#membersOf(name)) marks[value] = mark;
    };
    set(
      names.filter((name) => !name.startsWith('-')),
      1,
    );
    set(
      names.filter((name) => name.startsWith('-')).map((name) => name.slice(1)),
      0,
    );
    return marks;
  }

  #membersOf(name: string): Iterable<number> {
    const { types, attributeMap } = this.policy;
    if (name === '*') return types.records.filter(({ isAlias, isAttribute }) => !isAlias && !isAttribute).map(({ value }) => value);
    const symbol = this.symbol('type or attribute', types, name);
    return symbol === undefined ? [] : attributeMap.membersOf(symbol.value);
  }
}

/** The values that are marked, ascending. */
export function marked(marks: Uint8Array): number[] {
  const values: number[] = [];
  marks.forEach((mark, value) => {
    if (mark === 1) values.push(value);
  });
  return values;
}
