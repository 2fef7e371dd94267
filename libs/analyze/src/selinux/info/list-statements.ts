import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { UnknownSymbolError } from '../rule-query.ts';
import { namesIn } from '../symbol-names.ts';
import { contextStatements } from './context-statements.ts';
import { symbolStatements } from './symbol-statements.ts';

const LISTINGS = { ...symbolStatements, ...contextStatements };

export type StatementKind = keyof typeof LISTINGS;
export const statementKinds = Object.keys(LISTINGS) as readonly StatementKind[];

export interface StatementFilter {
  /** Of the symbol, file system, initial SID, protocol, interface or class that the statement is about. */
  readonly name?: string;
  /** Only statements that name this type, alias or attribute: roles that have it, contexts of it, attributes with it, types that it stands for. */
  readonly type?: string;
}

/** Statements of one kind, one line each as `seinfo` has them, sorted. A type that the policy does not define is an UnknownSymbolError. */
export function listStatements(policy: SelinuxPolicy, kind: StatementKind, { name, type }: StatementFilter = {}): string[] {
  const named = LISTINGS[kind](policy).filter((each) => name === undefined || each.name === name);
  const wanted = type === undefined ? undefined : typesOf(policy, type);
  const found = wanted === undefined ? named : named.filter(({ types }) => types.some((value) => wanted.has(value)));
  return found.map(({ text }) => text).sort();
}

/** The type or attribute itself as well as the types that it stands for. */
function typesOf({ types, attributeMap }: SelinuxPolicy, name: string): ReadonlySet<number> {
  const symbol = types.get(name);
  if (symbol === undefined) throw new UnknownSymbolError('type or attribute', name, namesIn(types));
  return new Set([symbol.value, ...attributeMap.membersOf(symbol.value)]);
}
